"""The form of a dossier file: what is refused before its content is looked at, and hostile files."""

import json

import pytest
import yaml

from bot.dossiers.intake import Fault, IntakeError, check_text, yaml_tree


def faults(content: bytes | str, name: str = "x.yaml") -> tuple[Fault, ...]:
    with pytest.raises(IntakeError) as refused:
        check_text(content if isinstance(content, bytes) else content.encode(), name=name)
    return refused.value.faults


def told(content: bytes | str, name: str = "x.yaml") -> list[str]:
    """List all faults but those that only say which keys a whole dossier needs."""
    lines = [str(fault).removeprefix(f"{name}:").strip() for fault in faults(content, name)]
    return [line for line in lines if "is missing" not in line and "unknown key" not in line]


@pytest.fixture(params=["libyaml", "python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read YAML with the compiled parser, and with the one that is there without it."""
    if request.param == "python":
        monkeypatch.setattr(yaml_tree, "_LOADER", yaml.SafeLoader)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: &x b", "1:4: a: the anchor '&x'; expected no anchor, or quotes round a text with '&'"),
        ("a: *x", "1:4: a: the alias '*x'; expected the value written out, or quotes round a text with '*'"),
        ("*x : b", "1:1: the alias '*x'; expected the value written out, or quotes round a text with '*'"),
        ("a:\n  <<: {b: c}", "2:3: a: a merge key '<<'; expected every key written out"),
        ("a: !b c", "1:4: a: the tag '!b'; expected no tag, or quotes round a text with '!'"),
        ("a: !!str 1", "1:4: a: the tag 'tag:yaml.org,2002:str'; expected no tag, or quotes round a text with '!'"),
        ("a: b\nc: d\na: e", "3:1: the key 'a' stands here twice; expected each key once"),
        ("? [a]\n: b", "1:3: a list or mapping as a key; expected text"),
        ("{a: b}: c", "1:1: a list or mapping as a key; expected text"),
        ('"": b', "1:1: an empty key; expected the name of a key"),
        ("a: b\n---\nc: d", "2:1: a second document behind '---'; expected one document a file"),
        (
            "a: b\n...\nc: d",
            "3:1: something behind the end of the dossier; expected one document, and quotes round [ ] a",
        ),
        ("a: b: c", "1:5: a ': ' where no key can stand; expected the text in quotes if it contains ': '"),
        ("a: b\nc\nd: e", "2:1: a line without ': '; expected 'key: value', or the text in quotes"),
        (
            "a:\n  b: c\n d: e",
            "3:2: a line that does not fit those above it; expected a key at their indentation, or qu",
        ),
        ("- a\nb: c", "2:1: a line that does not fit the list above it; expected '- ' at the indentation of that list"),
        ("a: @b", "1:4: a character that cannot begin a text; expected the text in quotes, and spaces instead of tabs"),
        (
            "a:\n\t- b",
            "2:1: a character that cannot begin a text; expected the text in quotes, and spaces instead of t",
        ),
        ("a: [b,\nc: d", "a list in [ ] that is not closed (opened in line 1); expected ',' or ']'"),
        ("a: {b: c\n", "a mapping in { } that is not closed (opened in line 1); expected ',' or '}'"),
        ('a: b\nc: "d\n', "2:4: a text in quotes that never ends; expected the closing quote"),
        (
            'a: "\\q"',
            "an unknown escape behind a backslash; expected single quotes, in which a backslash is plain text",
        ),
        ("a: ]", "1:4: a sign where a text should begin; expected the text in quotes"),
        ("a: &", "not readable as YAML: "),
        ('a: "\\0"', "1:4: a: the character U+0000 (a control character); expected printable text"),
    ],
)
def test_yaml_fault(text: str, fault: str) -> None:
    first = told(text)[0]

    assert fault in first


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["a:", "a: ", "a:   # b", "a:\n  - ", "a: [b, , c]", "a:\n# b\n", "{a}", "--- "])
def test_an_empty_value_is_a_fault(text: str) -> None:
    assert (
        any("has no value; expected text, or the key left out" in line for line in told(text)) or text == "a: [b, , c]"
    )


def test_places_count_characters_and_lines_as_editors_do() -> None:
    text = "\ufeffа: 😀 ü\r\nб: {в: &g д}\r\n"

    assert told(text) == ["2:8: б.в: the anchor '&g'; expected no anchor, or quotes round a text with '&'"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": null}', "1:7: a: the JSON value null; expected the key left out"),
        ('{"a": NaN}', '1:7: a: the number NaN; expected text: "NaN"'),
        ("3", "1:1: the number 3; expected a mapping"),
        ("[]", "1:1: a list; expected a mapping with the keys format, id, title, about, sources and the sections"),
        ('{"a": "b",\n "a": "c"}', "2:2: the key 'a' stands here twice; expected each key once"),
        ('{"a": {"b": "c", "b": "d"}}', "1:18: a: the key 'b' stands here twice; expected each key once"),
        ('{"a": "\\u0000"}', "1:7: a: the character U+0000 (a control character); expected printable text"),
        ('{"a": "\\ud800"}', "1:7: a: the character U+D800 (half a character); expected printable text"),
        ('{"a": "\\\\\\b"}', "1:7: a: the character U+0008 (a control character); expected printable text"),
        ('{"a": "b",}', " comma "),
        ('{"a": "b"', "1:10: no end where one should be; expected a comma before what follows, or the closing bracket"),
        (
            '{"a": "b" "c": "d"}',
            "1:11: no end where one should be; expected a comma before what follows, or the closing",
        ),
        ('{"a" "b"}', "1:6: a key without ':'; expected ':' behind the key"),
        ('{"a": no}', "1:7: no value where one should be; expected a text in double quotes, a list or an object"),
        ('{"a": "b', "1:7: a text in quotes that never ends; expected the closing quote"),
        ('{"a": "b\n"}', "1:9: a line break or tab inside a text; expected \\n or \\t"),
        ('{"a": "\\q"}', "1:8: an unknown escape behind a backslash; expected two backslashes for one"),
        ('{"a": "b"}}', "1:11: something behind the end of the dossier; expected one object in one pair of { }"),
        ('{"a": ' + "9" * 5000 + "}", "1:7: a: the number 999999"),
    ],
)
def test_json_fault(text: str, fault: str) -> None:
    assert fault in told(text, "x.json")[0]


def test_json_with_ordinary_escapes_is_not_suspected() -> None:
    text = json.dumps({"a": "„“ \\b \\u0000 😀 \n\t"})

    assert told(text, "x.json") == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "x.yaml: the file is empty; expected a dossier"),
        (b"\n \n", "x.yaml: the file is empty; expected a dossier"),
        (b"# only a remark\n", "x.yaml: the file is empty; expected a dossier"),
        (b"\xef\xbb\xbf", "x.yaml: the file is empty; expected a dossier"),
        (b"a: b\nc: \xfc", "x.yaml:2:4: the byte 0xFC, which is not UTF-8; expected a file saved as UTF-8"),
        ("a: b".encode("utf-16"), "x.yaml:1:1: the file is UTF-16; expected a file saved as UTF-8"),
        (bytes(1_000_000), "x.yaml: the file has more than 200 unprintable characters; expected text"),
        (b" " * 40_000_001, "x.yaml: the file has more than 40 MB; expected a smaller dossier"),
    ],
)
def test_content_that_is_no_text(content: bytes, fault: str) -> None:
    assert [str(one) for one in faults(content)] == [fault]


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
@pytest.mark.parametrize(
    ("character", "called"),
    [
        ("\0", "U+0000 (a control character)"),
        ("\x1b", "U+001B (a control character)"),
        ("\x7f", "U+007F (a control character)"),
        ("\u2028", "U+2028 (line separator)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
    ],
)
def test_unprintable_characters_are_refused_with_their_place(name: str, character: str, called: str) -> None:
    text = f'{{"a": "b",\n"c": "d{character}e"}}'

    assert told(text, name) == [f"2:8: the character {called}; expected printable text"]


def test_a_name_must_tell_the_format() -> None:
    (fault,) = faults(b"a: b", "x.toml")

    assert str(fault) == "x.toml: the file's name tells no format; expected a name in .yaml, .yml, .json"


DEEP = {
    "yaml lists": ("[" * 60_000, "x.yaml"),
    "yaml mappings": ("{a: " * 60_000, "x.yaml"),
    "yaml dashes": ("- " * 30_000, "x.yaml"),
    "yaml indentation": ("".join(f"{' ' * depth}a:\n" for depth in range(1_000)), "x.yaml"),
    "json lists": ("[" * 60_000, "x.json"),
    "json objects": ('{"a":' * 60_000, "x.json"),
    "whole json": ('{"a":' + "[" * 500 + "]" * 500 + "}", "x.json"),
}


@pytest.mark.parametrize(("text", "name"), DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_is_one_fault(text: str, name: str) -> None:
    (fault,) = faults(text, name)

    assert fault.found == "nested more than 20 deep"
    assert 0 < fault.line <= 21


def test_merge_and_alias_bombs_are_only_text() -> None:
    merged = "\n".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 3)}]" for n in range(1, 50))
    laughs = "\n".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 15))

    lines = told(f"a0: &a0 {{x: y}}\n{merged}\nb0: &b0 lol\n{laughs}")

    assert len(lines) > 90
    assert all(" anchor " in line or " alias " in line or " merge " in line for line in lines)


def test_long_names_are_cut_in_faults() -> None:
    (fault,) = [fault for fault in faults(f"a: &{'x' * 100_000} b") if "anchor" in fault.found]

    assert len(str(fault)) < 200
