"""The installed command: what it prints where, and with which exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal.demo import TRY
from tests.conftest import Run


def test_ask_loads_the_bundled_dossier_by_itself_and_answers(run: Run) -> None:
    status, out, errors = run("ask", "/who peskov as_of:2022-07-28")

    assert (status, errors) == (0, "")
    assert out.startswith("Dmitry Peskov · 28 July 2022\nNewest source: 28 July 2022\n\n")
    assert "no agreements in this area" in out


def test_full_tells_all_that_is_known_also_at_the_end_of_a_line(run: Run) -> None:
    asked = run("ask", "/who peskov as_of:2022-07-28", "--full")
    typed = run("ask", "/who peskov as_of:2022-07-28 --full")

    assert asked == typed
    assert asked[1].startswith("Dmitry Peskov\nas of 28 July 2022 · ")


def test_not_found_is_an_answer_and_wrong_usage_is_status_2(run: Run) -> None:
    found = run("ask", "/who zzyzx")
    wrong = run("ask", "/who")

    assert found[0] == 0
    assert "Nobody called “zzyzx” is in US–Russia prisoner exchange talks, 2022." in found[1]
    assert wrong == (2, "", "/who needs name. For example: /who peskov\n")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("peskof", "Did you mean /who Dmitry Peskov?"),
        ("hello", "Try /help."),
        ("exit now", "Try /help."),
        ("offer", "Did you mean /offers?"),
        ("/peskov", "Try /help."),
    ],
)
def test_what_is_neither_command_nor_name_suggests_commands_and_people_only(run: Run, typed: str, meant: str) -> None:
    status, out, errors = run("ask", typed)

    assert (status, out) == (2, "")
    assert errors == f"There is no command “{typed.split(maxsplit=1)[0]}”. {meant}\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("peskov", "/who peskov"),
        ("Sergei Lavrov as_of:2022-07-29", "/who Sergei Lavrov as_of:2022-07-29"),
        ("Песков --full", "/who Песков --full"),
        ("status", "/status"),
        ("D1", "/item D1"),
    ],
)
def test_a_name_an_id_or_a_commands_word_alone_asks_for_it(run: Run, typed: str, meant: str) -> None:
    bare, whole = run("ask", typed), run("ask", meant)

    assert bare == whole
    assert bare[0] == 0


def test_no_row_is_wider_than_its_columns_and_no_word_is_broken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in ("/status", "/who peskov --full", "/conflicts", "/help", "/who zzyzx", "/wo"):
        whole = run("ask", line)
        for columns in (40, 60, 80, 200):
            with monkeypatch.context() as narrow:
                narrow.setenv("COLUMNS", str(columns))
                found = run("ask", line)

            assert [text.split() for text in found[1:]] == [text.split() for text in whole[1:]]
            rows = [row for text in found[1:] for row in text.splitlines()]
            assert [row for row in rows if len(row) > columns and " " in row.strip()] == []


def test_without_columns_a_pipe_has_eighty(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")

    widest = max(map(len, run("ask", "/status")[1].splitlines()))

    assert 70 < widest <= 80


def test_ask_dash_prints_one_object_a_line_in_order_also_for_wrong_usage(run: Run) -> None:
    lines = "/who peskov\n\n/wo\n/status as_of:2022-02-30\n/status as_of:2022-07-28\n"

    status, out, errors = run("ask", "-", "--json", typed=lines)

    objects = [json.loads(line) for line in out.splitlines()]
    assert status == 2
    assert errors == ""
    assert [one.get("error", False) for one in objects] == [False, True, True, False]
    assert objects[0]["text"].startswith("Dmitry Peskov\n")
    assert objects[0]["sources"] == ["000-dcnf", "002-analysis", "003-ruling", "004-cnn"]
    assert {block["kind"] for block in objects[0]["blocks"]} == {"group", "choice"}


def test_now_sets_the_clock(run: Run) -> None:
    status, out, _errors = run("ask", "/status as_of:yesterday", "--now", "2022-07-30T12:00+00:00")

    assert status == 0
    assert "Where it stands · 29 July 2022" in out


def test_check_lists_every_fault_with_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text("format: 1\nid: x\ntitle: X\nabout: Y\nsources: []\nstatements:\n  - id: S1\n    speaker: nobody\n")

    status, _out, errors = run("check", str(file))

    assert status == 1
    assert f"{file}:5:10: sources: " in errors
    assert "statements[0] (S1).speaker: unknown person 'nobody'" in errors
    assert "statements[0] (S1).wordings: is missing" in errors


def test_a_faulty_file_is_not_half_loaded(run: Run, tmp_path: Path) -> None:
    run("ask", "/status")
    before = run("ask", "/status")
    file = tmp_path / "faulty.yaml"
    bundled = Path(__file__).parents[2] / "dossiers/us-russia-prisoner-swap-2022.yaml"
    file.write_text(bundled.read_text("utf-8").replace("speaker: peskov", "speaker: peskof", 1), "utf-8")

    status, out, errors = run("load", str(file))

    assert (status, out) == (1, "")
    assert "unknown person 'peskof'; did you mean 'peskov'?" in errors
    assert run("ask", "/status") == before


def test_a_snapshot_is_loaded_with_what_its_desk_had_recorded(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("ask", "-", typed="/outcome D1 happened basis:004-cnn\n/dossier export format:snapshot\n")
    [file] = tmp_path.glob("*.snapshot*.json")

    refused = run("load", str(file))
    status, out, _errors = run("load", "--database", "other.sqlite3", str(file))
    told = run("ask", "--database", "other.sqlite3", "/item D1")[1]

    assert refused[0] == 2
    assert "This desk has outcomes of its own" in refused[2]
    assert (status, out.startswith("Loaded\n")) == (0, True)
    assert "This desk's answer: happened – recorded by you" in told


def test_replay_shows_the_call_falling_due_and_keeps_nothing(run: Run) -> None:
    status, out, _errors = run("replay", "--from", "2022-07-27", "--to", "2022-08-10")
    again = run("replay", "--from", "2022-07-27", "--to", "2022-08-10")

    assert status == 0
    assert "Thu 28 Jul 2022, 09:00  reminder posted to the terminal\nExpected now: " in out
    assert "Thu 4 Aug 2022, 09:00  reminder posted to the terminal\nDid it happen? " in out
    # its opening, its closing, and each morning after that
    assert out.count("“In the coming days, I expect to speak with Russian Foreign Minister Lavrov") == 8
    assert "[Happened] [Did not] [Moved] [Unclear] [Later]" in out
    assert again[1] == out


def test_a_replay_with_digests_tells_each_day_what_came_out(run: Run) -> None:
    status, out, _errors = run("replay", "--from", "2022-07-27", "--to", "2022-07-28", "--digest", "18:00")
    wrong = run("replay", "--from", "2022-07-27", "--to", "2022-07-28", "--digest", "noon")

    assert status == 0
    assert (
        "Wed 27 Jul 2022, 18:00  digest posted to the terminal\nDigest · 27 July 2022\nNothing new; no source yet\n"
    ) in out
    assert "Digest · 28 July 2022\nNewest source: 28 July 2022\nThe first one here, so where it stands.\n" in out
    assert out.count("posted to the terminal\nDigest · 28 July 2022\n") == 1
    assert "1 reminder and " in out
    assert (wrong[0], wrong[1]) == (2, "")
    assert "--digest: “noon” is no time of the day" in wrong[2]


def test_a_replay_tells_what_came_of_what_the_terminal_follows(run: Run) -> None:
    run("ask", "/follow about:griner-case")
    run("ask", "/follow lavrov how:digest")

    _status, out, _errors = run("replay", "--from", "2022-07-29", "--to", "2022-07-31")

    told = out.split("news of what you follow posted to the terminal\n")[1:]
    assert [one.partition("\n")[0] for one in told[:2]] == ["New on Sergei Lavrov", "New on Brittney Griner’s case"]
    assert "Next: 30 July 2022, 09:00 UTC, if anything is new" in told[0]
    assert f"and {len(told)} messages on what you follow posted." in out


def test_a_replay_with_answers_shows_dates_opening_falling_due_and_answered_and_keeps_the_score(run: Run) -> None:
    span = ("--from", "2022-07-27", "--to", "2022-08-10")
    _status, out, _errors = run("replay", *span, "--answers")

    moments = [
        "expected: D1, Blinken–Lavrov conversation: about 27 July – 3 August 2022",
        "Thu 28 Jul 2022, 09:00  reminder posted to the terminal",
        "expected: D3, An exchange, which a lawyer says can come only after the ruling; condition:",
        "Sun 31 Jul 2022, 10:00  scripted answer, as 003-ruling tells, from the first day on which it may have been",
        "D3 opens: D2 happened\nOpens: D2, The ruling in Griner’s case: happened, recorded by the script",
        "Thu 4 Aug 2022, 09:00  reminder posted to the terminal",
        "Fri 5 Aug 2022, 09:00  reminder posted to the terminal",
        "Fri 5 Aug 2022, 10:00  scripted answer, nobody has answered, so one takes it on: /due",
        "Sat 6 Aug 2022, 09:00  direct message to script",
        "Sat 6 Aug 2022, 10:00  scripted answer, no source in it tells: /outcome D1 unclear",
        "Replay over on 10 August 2022: 6 reminders posted.",
        "  D9, Bringing Griner and Whelan home once Russia accepts: waits for D8",
        "Record of outcomes: 1 announced: 1 unclear [000-dcnf, 001-talks]",
        "  United States: 1 announced: 1 unclear [000-dcnf, 001-talks]",
        "Conditions and hopes: not in this record; United States 6 of its own side, ",
    ]
    assert [one for one in moments if one not in out] == []
    assert [out.index(one) for one in moments] == sorted(out.index(one) for one in moments)
    assert "recorded by the script" not in run("ask", "/dates state:all")[1]


def test_what_is_first_published_later_does_not_arrive_earlier_in_a_replay(run: Run) -> None:
    _status, out, _errors = run("replay", "--from", "2022-07-27", "--to", "2022-07-28")

    assert "001" not in out
    assert "003" not in out


def test_a_replay_without_days_covers_the_dossiers_story(run: Run) -> None:
    first, last = run("replay", "--to", "2022-07-28")[1], run("replay", "--from", "2022-08-10")[1]

    assert first.startswith("Thu 28 Jul 2022, 00:00  known: 000-dcnf")
    assert "Replay over on 10 August 2022" in last


def test_the_demo_fits_one_screen_and_ends_cleanly_where_there_is_no_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    status, out, errors = run("demo")

    assert (status, errors) == (0, "")
    assert 24 <= len(out.splitlines()) < 40
    assert "backchannel> status as_of:2022-08-04\nWhere it stands · 4 August 2022\n" in out
    assert "backchannel> who peskov as_of:2022-08-04\nDmitry Peskov · 4 August 2022\n" in out
    assert "\n4 August 2022, 09:00, a reminder (all of them: .venv/bin/backchannel replay)\nDid it happen?" in out


@pytest.mark.parametrize("line", [line for line, _meaning in TRY])
def test_what_the_demo_says_to_try_works(run: Run, line: str) -> None:
    assert run("ask", line)[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("replay", "--from", "2022-08-10", "--to", "2022-07-27"),
        ("replay", "--from", "soon", "--to", "2022-07-27"),
        ("ask", "/status", "--now", "soon"),
        ("ask", "/status", "--config", "/nowhere/config.toml"),
        (),
    ],
)
def test_wrong_usage_is_status_2_with_a_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, errors = run(*arguments)

    assert (status, out) == (2, "")
    assert errors.strip()
    assert "Traceback" not in errors


def test_run_without_a_token_says_where_to_put_it(run: Run) -> None:
    status, _out, errors = run("run")

    assert status == 2
    assert "There is no token. Set DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or name files" in errors
    assert "[discord] token_file, [slack] bot_token_file and app_token_file" in errors


def test_a_database_that_is_none_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.sqlite3").write_bytes(b"this is no database, only text, and long enough to be looked at")

    status, _out, errors = run("ask", "/status")

    assert status == 1
    assert "can't be opened: file is not a database." in errors
    assert len(errors.splitlines()) == 1


def test_control_characters_in_what_is_typed_do_not_reach_the_terminal(run: Run) -> None:
    _status, out, errors = run("ask", "/who \x1b[31mred\x1b]0;title\x07 \u202eevil")

    assert not {"\x1b", "\x07", "\u202e"} & set(out + errors)


@pytest.mark.parametrize("typed", ["/who pe\0skov", "/who \udcff", "/find \0", "/item S1\0"])
def test_what_is_no_text_is_refused_with_a_sentence(run: Run, typed: str) -> None:
    status, out, errors = run("ask", typed)

    assert (status, out) == (2, "")
    assert "there is a character in it that is no text" in errors


def test_a_pipe_that_closes_is_no_traceback(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m bot ask /status --database "{tmp_path / "own.sqlite3"}" | head -n 1'

    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )

    assert done.stdout == "Where it stands\n"
    assert "Traceback" not in done.stderr


def test_no_colour_where_there_is_no_terminal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "ask", "/status", "--database", str(tmp_path / "own.sqlite3")]
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "40"}

    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2], env=environment
    )

    assert "\x1b" not in done.stdout


def test_ask_explains_how_a_name_was_read(run: Run) -> None:
    _status, out, _errors = run("ask", "/who peskof", "--explain")

    assert "How “peskof” was read: nobody is sure, so it is only suggested\nDmitry Peskov: one slip" in out
