"""R9: what was acknowledged survives a power cut after any commit, and one in the middle of a migration."""

import json
from pathlib import Path
from typing import Any

from tests.faults.conftest import Figures
from tests.faults.loaded import WANTED, run_loaded
from tests.faults.sizes import sized

_COMMITS = sized(60, 500, 500)

if WANTED:

    def test_every_acknowledged_row_survives_a_power_cut(tmp_path: Path, figures: Figures) -> None:
        found = _cut(tmp_path, _COMMITS)

        figures(
            "R9",
            cuts=found["cuts"],
            lost=len(found["lost"]),
            cuts_while_migrating=found["cuts_while_migrating"],
            lost_while_migrating=len(found["lost_while_migrating"]),
        )
        assert (found["lost"], found["lost_while_migrating"]) == ([], [])
        assert found["cuts"] == _COMMITS
        assert found["cuts_while_migrating"] >= 1

    def test_the_cut_bites_where_commits_are_not_flushed(tmp_path: Path, figures: Figures) -> None:
        found = _cut(tmp_path, 60, "NORMAL")

        figures("R9 with synchronous=NORMAL", cuts=found["cuts"], lost=len(found["lost"]))
        assert len(found["lost"]) > found["cuts"] / 2


def _cut(folder: Path, commits: int, *synchronous: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run_loaded(folder, "-m", "tests.faults.power", str(folder), str(commits), *synchronous)
    )
    return found
