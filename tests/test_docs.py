"""The documentation says what there is: every command with its options, every subcommand, every promise's file.

`python -m tests.test_docs` writes the table in docs/commands.md again.
"""

import re
from argparse import ArgumentParser
from pathlib import Path

from bot.cli.arguments import parser
from bot.commands.options import DEPTH, SHARED
from bot.commands.registry import COMMANDS, GIVEN, example, shown_options
from bot.config_values import KEYS
from tests.conftest import Run

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMMANDS_PAGE = ROOT / "docs/commands.md"
_BETWEEN = re.compile(r"(?<=<!-- commands -->\n).*?(?=<!-- /commands -->)", re.DOTALL)


def _table() -> str:
    rows = ["| command | options | does | for example |", "|---|---|---|---|"]
    for name, command in COMMANDS.items():
        if not command.pressed:
            shown = [option for option in shown_options(name) if option not in (*SHARED, DEPTH)]
            options = " ".join(f"`{option.name}`" for option in shown) or "–"
            given = f"`{example(name)}`" if name not in GIVEN else GIVEN[name]
            rows.append(f"| `/{name}` | {options} | {command.summary} | {given} |")
    return "\n".join(rows) + "\n"


def test_the_page_of_commands_lists_every_one_with_its_options() -> None:
    assert _BETWEEN.search(COMMANDS_PAGE.read_text("utf-8"))[0] == _table()  # type: ignore[index]


def test_what_the_readme_says_to_ask_is_answered(run: Run) -> None:
    lines = re.findall(r"^\| `([^`]+)` \|", README.read_text("utf-8"), re.MULTILINE)

    assert len(lines) == 5
    assert [line for line in lines if run("ask", line)[0] != 0] == []


def test_the_readme_promises_what_make_does() -> None:
    made = dict(re.findall(r"^([a-z]+): .*## (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README.read_text("utf-8"), re.MULTILINE))

    assert named - made.keys() == set()
    assert re.match(r"Install, load the bundled dossier, show one screen of it, then prompt\b", made["demo"])
    assert re.match(r"Install, run all tests\b", made["test"])


def test_operating_lists_every_subcommand() -> None:
    text = (ROOT / "docs/operating.md").read_text("utf-8")

    assert [name for name in _subcommands() if f"`backchannel {name}" not in text] == []


def test_operating_explains_every_flag_of_every_subcommand() -> None:
    text = (ROOT / "docs/operating.md").read_text("utf-8")
    rows = {row[1]: row[0] for row in re.finditer(r"^\| `backchannel (\w+).*$", text, re.MULTILINE)}
    said = {name: set(re.findall(r"--[a-z-]+", row)) for name, row in rows.items()}
    all_have = set(re.findall(r"--[a-z-]+", text.partition("Every subcommand takes")[2].partition("\n\n")[0]))

    flags = {name: {flag for flag in one._option_string_actions if flag.startswith("--")}
             for name, one in _subcommands().items()}  # fmt: skip

    assert all_have == set.intersection(*flags.values())
    assert {name: taken - all_have for name, taken in flags.items()} == said


def _subcommands() -> dict[str, ArgumentParser]:
    actions = [action for action in parser()._actions if action.dest == "command"]
    return dict(actions[0].choices or {})


def test_security_names_tests_that_are_there() -> None:
    named = set(re.findall(r"`(tests/[\w/*.]+)`", (ROOT / "docs/security.md").read_text("utf-8")))

    assert len(named) > 8
    assert [name for name in sorted(named) if not list(ROOT.glob(name))] == []


def test_each_key_of_the_configuration_is_explained_where_it_is_set() -> None:
    text = (ROOT / "config.example.toml").read_text("utf-8")
    sections = re.split(r"^\[(\w+)\]$", text, flags=re.MULTILINE)[1:]
    said = dict(zip(sections[::2], sections[1::2], strict=True))

    for section, keys in KEYS.items():
        for key in keys:
            assert re.search(rf"^#.*\n(?:\w+ = .*\n)*(?:# )?{key} = ", said[section], re.MULTILINE), (
                f"[{section}] {key}"
            )


def test_the_desks_guide_speaks_of_every_command_that_reads_or_changes_a_dossier() -> None:
    text = (ROOT / "docs/desk.md").read_text("utf-8")
    words = {name.split()[0] for name, command in COMMANDS.items() if not command.pressed} - {"setup"}

    assert sorted(word for word in words if f"`/{word}" not in text) == []


def test_links_lead_to_files_that_are_there() -> None:
    for page in (README, *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), f"{page.name}: {target}"


def test_what_structure_names_is_there() -> None:
    table = (ROOT / "docs/structure.md").read_text("utf-8").partition("## Where is")[2].partition("## Two")[0]

    named = re.findall(r"`([\w/]+(?:\.py|/))`", table)

    assert len(named) > 40
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_pictures_are_small_and_there_is_one_of_each_scene_with_its_description() -> None:
    sizes = {path.stem: path.stat().st_size for path in (ROOT / "docs/pictures").glob("*.png")}
    scenes = re.findall(r'Scene\("([a-z-]+)"', (ROOT / "tests/pictures/scenes.py").read_text("utf-8"))
    in_slack = (ROOT / "tests/pictures/slack_scenes.py").read_text("utf-8")
    scenes += [f"slack-{name}" for name in re.findall(r'(?m)^ +(?:yield |\()"([a-z-]+)", ', in_slack)]
    shown = (ROOT / "docs/pictures/README.md").read_text("utf-8")

    assert sorted(sizes) == sorted(scenes)
    assert sorted(sizes) == sorted(re.findall(r"!\[[^]]{20,}\]\(([a-z-]+)\.png\)", shown))
    assert [name for name, size in sizes.items() if size > 150_000] == []


def test_the_changelog_speaks_of_every_command() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert [name for name, command in COMMANDS.items() if not command.pressed and f"`/{name}`" not in text] == []


if __name__ == "__main__":
    COMMANDS_PAGE.write_text(_BETWEEN.sub(lambda _found: _table(), COMMANDS_PAGE.read_text("utf-8")), "utf-8")
