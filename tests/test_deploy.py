"""What is in deploy/: hardened as the documentation says, and in agreement with the program."""

import configparser
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.arguments import parser
from bot.config_values import KEYS

DEPLOY = Path(__file__).parents[1] / "deploy"


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def _unit(name: str) -> dict[str, str]:
    read = configparser.RawConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(DEPLOY / name)
    return dict(read["Service"])


def _instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(first, rest) for first, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_is_made_in_two_stages_from_the_lock_and_does_not_run_as_root() -> None:
    instructions = _instructions()
    last = max(number for number, (name, _) in enumerate(instructions) if name == "FROM")

    assert sum(name == "FROM" for name, _ in instructions) == 2
    assert any("--require-hashes -r requirements.lock" in rest for _, rest in instructions)
    assert [rest for name, rest in instructions[last:] if name == "USER"] == ["10001:10001"]
    assert [name for name, _ in instructions[last:]].count("HEALTHCHECK") == 1
    assert not any(name == "ADD" or "TOKEN" in rest for name, rest in instructions)


def test_what_the_image_copies_is_let_through_and_nothing_else() -> None:
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").split()
    copied = [rest.split()[:-1] for name, rest in _instructions() if name == "COPY" and not rest.startswith("--from")]

    assert ignored[ignored.index("*") + 1 :][:-1] == [f"!{file}" for files in copied for file in files]
    assert all((DEPLOY.parent / file).exists() for files in copied for file in files)


@pytest.mark.parametrize("service", ["bot", "worker"])
def test_containers_are_read_only_and_have_no_rights(compose: Any, service: str) -> None:
    found = compose["services"][service]

    assert found["read_only"] is True
    assert (found["cap_drop"], found["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert "ports" not in found
    assert "privileged" not in found


def test_commands_and_settings_in_deploy_are_the_programs(compose: Any) -> None:
    config = tomllib.loads((DEPLOY / "config.container.toml").read_text("utf-8"))
    runs = [compose["services"]["worker"]["command"], ["run", "--config", "c"]]
    runs += [_unit("backchannel.service")["ExecStart"].split()[1:]]

    assert {(section, key) for section, keys in config.items() for key in keys} <= {
        (section, key) for section, keys in KEYS.items() for key in keys
    }
    assert [parser().parse_args(run).command for run in runs] == ["worker", "run", "run"]
    assert f"127.0.0.1:{config['health']['port']}/health" in (DEPLOY / "Containerfile").read_text("utf-8")


def test_every_image_is_named_by_its_digest_and_the_database_is_shut_in_too(compose: Any) -> None:
    images = [rest.split()[0] for name, rest in _instructions() if name == "FROM"]
    images += [one["image"] for one in compose["services"].values() if "build" not in one]
    database = compose["services"]["database"]

    assert len(images) == 3
    assert all(re.fullmatch(r"[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}", image) for image in images)
    assert (database["read_only"], database["cap_drop"], database["user"]) == (True, ["ALL"], "999:999")
    assert database["security_opt"] == ["no-new-privileges:true"]
    assert all(one["ulimits"] == {"core": 0} for one in compose["services"].values())


@pytest.mark.parametrize("name", sorted(one.name for one in DEPLOY.glob("*.service")))
def test_no_unit_leaves_a_core_or_a_right(name: str) -> None:
    unit = _unit(name)

    assert (unit["LimitCORE"], unit["UMask"], unit["StateDirectoryMode"]) == ("0", "0077", "0700")
    assert (unit["CapabilityBoundingSet"], unit["NoNewPrivileges"], unit["ProtectSystem"]) == ("", "yes", "strict")
    assert {"ProtectKernelTunables", "ProtectProc", "RestrictSUIDSGID", "RestrictAddressFamilies"} <= set(unit)
    assert not any("PASSWORD=" in value or "TOKEN" in value for value in unit.values())


def test_the_service_is_hardened_and_started_again_unless_somebody_must_mend_something() -> None:
    unit = _unit("backchannel.service")

    assert (unit["Restart"], unit["RestartPreventExitStatus"]) == ("always", "2")
    assert (unit["User"], unit["NoNewPrivileges"], unit["ProtectSystem"]) == ("backchannel", "yes", "strict")
    assert unit["CapabilityBoundingSet"] == ""
    assert "@privileged" in unit["SystemCallFilter"]
    assert not any("DISCORD_TOKEN" in value for value in unit.values())
