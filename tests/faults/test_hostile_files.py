"""S5: files made to stop a parser are refused at once, in little memory, in one sentence that names the line."""

import json
import subprocess
import sys

from tests.faults.conftest import Figures

# in a process of its own: what it would take is its most memory, and one that dies takes no test with it
_CHILD = """
import json, pathlib, re, sys, time
from bot.dossiers.intake import IntakeError, check_text
files = json.load(sys.stdin)
def most():  # of this program alone, in MiB; resource counts what it was started from
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
try:
    check_text(b"format: 1", name="x.yaml")
except IntakeError:
    pass
idle = most()
for name, text in files:
    began = time.process_time()
    try:
        check_text(text.encode(), name=name)
        said = []
    except IntakeError as error:
        said = [str(fault) for fault in error.faults]
    seconds = time.process_time() - began
    print(json.dumps([name, said, seconds, most() - idle]), flush=True)
"""


def _merged(lines: int) -> str:
    return "a0: &a0 {x: y}\n" + "".join(
        f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 3)}]\n" for n in range(1, lines // 2)
    )


def _aliased(before: str, between: str, after: str) -> str:
    rows = [f"a0: &a0 {before}{between.join(['lol'] * 9)}{after}"]
    rows += [f"a{n}: &a{n} {before}{between.join([f'*a{n - 1}'] * 9)}{after}" for n in range(1, 9)]
    return "\n".join(rows)


# the measured list, and what each is refused for
_FILES = {
    "nested lists, 60 kB.yaml": ("[" * 60_000, "nested more than 20 deep"),
    "nested mappings.yaml": ("{a: " * 30_000, "nested more than 20 deep"),
    "merge keys, 24 lines.yaml": (_merged(24), "the anchor"),
    "merge keys, 50 lines.yaml": (_merged(50), "the anchor"),
    "aliases in lists.yaml": (_aliased("[", ", ", "]"), "the anchor"),
    "aliases in mappings.yaml": (
        "a0: &a0 {x: y}\n" + "".join(f"a{n}: &a{n} {{b: *a{n - 1}, c: *a{n - 1}}}\n" for n in range(1, 60)),
        "the anchor",
    ),
    "tags.yaml": ("a: !!python/object/apply:os.system ['true']\n", "the tag"),
    "a key twice.yaml": ("format: 1\nformat: 1\n", "stands here twice"),
    "types.yaml": ("format: NO\nid: 12:30:45\ntitle: 1.10\nabout: 017\n", "format: 'NO'; expected 1"),
    "nested lists.json": ("[" * 5_000, "nested more than 20 deep"),
    "nested objects.json": ('{"a":' * 5_000, "nested more than 20 deep"),
    "a number without end.json": ('{"format": ' + "9" * 100_000 + "}", "format"),
    "a line of a million.yaml": (f"format: {'x' * 1_000_000}", "format"),
    "unseen.yaml": ("a: \x07\n" * 50_000, "unprintable"),
    "quotes.yaml": ('"' * 60_001, ""),
    "blanks.yaml": ("a:" + " " * 500_000 + "\t\n", ""),
}


def test_each_is_refused_at_once_in_little_memory_with_its_line(figures: Figures) -> None:
    sent = json.dumps([(name, text) for name, (text, _why) in _FILES.items()])

    done = subprocess.run([sys.executable, "-c", _CHILD], input=sent, capture_output=True, text=True, check=False)

    found = [json.loads(line) for line in done.stdout.splitlines()]
    figures(
        "S5",
        files=len(found),
        longest=max(seconds for _name, _said, seconds, _more in found),
        mebibytes_above_idle=max(more for *_rest, more in found),
    )
    assert (done.returncode, [name for name, *_rest in found]) == (0, list(_FILES)), done.stderr
    for name, said, seconds, mebibytes in found:
        assert any(_FILES[name][1] in sentence for sentence in said), (name, said[:3])
        assert all(sentence.startswith(f"{name}:") and "\n" not in sentence for sentence in said)
        assert (seconds <= 1, mebibytes <= 50) == (True, True), (name, seconds, mebibytes)
