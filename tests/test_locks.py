"""The locks: hashed, agreeing with each other and pyproject.toml, and naming no place to download from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {
    "requirements.lock": [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]],
    "requirements-test.lock": PROJECT["dependency-groups"]["test"],
}
PINNED = re.compile(r"([a-z0-9-]+)==([0-9][\w.]*)(?: ; [\w .'<>=!()]+)?((?: --hash=sha256:[0-9a-f]{64})+)")


def pins(lock: str) -> dict[str, str]:
    """Read name -> version from a lock, each with its hashes; fails on anything else."""
    lines = (ROOT / lock).read_text("utf-8").replace(" \\\n   ", "").splitlines()
    matches = {line: PINNED.fullmatch(line) for line in lines}
    assert [line for line, match in matches.items() if match is None] == []
    return {match[1]: match[2] for match in matches.values() if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_dependency(lock: str) -> None:
    wanted = [re.sub(r"[^a-z0-9]+", "-", re.split(r"[\[<>=~]", name.lower())[0]) for name in LOCKS[lock]]

    pinned = pins(lock)

    assert [name for name in wanted if name not in pinned] == []


def test_locks_agree_on_shared_versions() -> None:
    runtime, test = pins("requirements.lock"), pins("requirements-test.lock")

    differing = {name for name in runtime.keys() & test.keys() if runtime[name] != test[name]}

    assert differing == set()


def test_build_backend_is_named_once() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]
