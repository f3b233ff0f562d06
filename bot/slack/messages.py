"""An answer as messages for Slack: Block Kit, in pages within Slack's limits, with buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import (
    Answer,
    Choice,
    Day,
    Exact,
    Id,
    Line,
    Mark,
    Moment,
    Quote,
    Window,
    choices,
    quoted,
    walk,
)
from bot.commands.registry import COMMANDS
from bot.phrasing.copied import copied_lines
from bot.phrasing.lines import span
from bot.phrasing.marks import WORKED_OUT, foot_words, has_worked_out, numbers
from bot.phrasing.plain import plain
from bot.pictures.content import Picture, alt_text
from bot.slack.markdown import Json, clip, commands, escape, label, link
from bot.slack.pages import Sheet, pack, source_words

_TITLE, _TEXT, _VALUE, _ALT = 150, 2_800, 2_000, 2_000
_MOST_CHOICES, _A_ROW = 50, 25
_FACT, _MOST_LINKS = 250, 9
_MAIN = frozenset(("Save", "Apply", "Approve", "Send for review", "I have it", "Take", "Take the sure ones"))


@dataclass(frozen=True, slots=True)
class Page:
    """One message of an answer: its blocks without what is pressed, and what that is."""

    blocks: tuple[Json, ...]
    text: str
    number: int
    total: int
    choices: tuple[Choice, ...]


def pages(answer: Answer) -> list[Page]:
    """Render an answer, at least one page."""
    pressed = _pressed(answer)
    if answer.copied:
        texts = _copied(answer)
        return [
            Page(({"type": "section", "text": plain_text(text)},), escape(text), number, len(texts), pressed)
            for number, text in enumerate(texts, 1)
        ]
    sheets = pack(answer, pressed=frozenset(pressed))
    entries, before = sum(sheet.entries for sheet in sheets), 0
    result = []
    for number, sheet in enumerate(sheets, 1):
        where = f"Page {number} of {len(sheets)}" if len(sheets) > 1 else ""
        where += f" ({span(before + 1, before + sheet.entries)} of {entries})" if where and sheet.entries else ""
        result.append(Page(_blocks(answer, sheet, where), text_of(answer), number, len(sheets), pressed))
        before += sheet.entries
    return result


def _copied(answer: Answer) -> list[str]:
    """Put what is to be copied into plain texts, a page each, at least one."""
    texts = [""]
    for line in copied_lines(answer):
        shown = clip(plain(line), _TEXT)
        joined = f"{texts[-1]}\n\n{shown}" if texts[-1] else shown
        texts = [*texts[:-1], joined] if len(joined) <= _TEXT else [*texts, shown]
    return [text or "…" for text in texts]


def message(page: Page, line: str = "", *, share: bool = False) -> Json:
    """Make a page a message with its buttons: its choices, and with `line` the way to the pages before and after.

    What they do is in their values alone, so they go on working when the bot has been restarted.
    """
    return {"text": page.text, "blocks": [*page.blocks, *actions(page, line, share=share)]}


def actions(page: Page, line: str = "", *, share: bool = False) -> list[Json]:
    """Make the blocks in which a page's buttons stand."""
    asked = _asked(page.choices)
    turned = [button("Previous", "page:previous", f"{page.number - 1} {line}")] if line and page.number > 1 else []
    turned += [button("Next", "page:next", f"{page.number + 1} {line}")] if line and page.number < page.total else []
    turned += [button("Share", "share:all", line)] if share and line else []
    pressed = [*asked, *turned]
    rows = [pressed[at : at + _A_ROW] for at in range(0, len(pressed), _A_ROW)]
    return [{"type": "actions", "elements": row} for row in rows]


def _asked(choices: Sequence[Choice]) -> list[Json]:
    """Make the buttons that ask; the one that carries out what was read back stands out, as long as it is alone."""
    made = [button(choice.label, f"ask:{place}", choice.line) for place, choice in enumerate(choices)]
    main = [place for place, choice in enumerate(choices) if choice.label in _MAIN]
    if len(main) == 1:
        made[main[0]]["style"] = "primary"
    return made


def button(text: str, action_id: str, value: str) -> Json:
    """Make a button; what it says goes without marks."""
    return {"type": "button", "action_id": action_id, "value": value, "text": plain_text(label(text))}


def plain_text(text: str) -> Json:
    """Make a text that Slack takes as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def sentence(text: str, choices: tuple[Choice, ...] = ()) -> Json:
    """Make one sentence a message, e.g. what was wrong, with what can be asked instead."""
    shown = label(commands(text, COMMANDS), room=2_900)
    rows: list[Json] = [{"type": "section", "text": plain_text(shown)}]
    asked = _asked(choices)
    return {"text": escape(shown), "blocks": rows + ([{"type": "actions", "elements": asked}] if asked else [])}


def pictured(message: Json, file: str, picture: Picture) -> Json:
    """Put a picture that was uploaded into a message, with its description for who can't see it."""
    block = {"type": "image", "slack_file": {"id": file}, "alt_text": clip(plain(alt_text(picture)), _ALT)}
    at = next((place for place, one in enumerate(message["blocks"]) if one["type"] == "context"), 1)
    return message | {"blocks": [*message["blocks"][:at], block, *message["blocks"][at:]]}


def text_of(answer: Answer) -> str:
    """Put an answer in words alone: what a notification shows and what is read out."""
    lines = [plain(answer.title)]
    for block in walk(answer.blocks):
        if isinstance(block, Line):
            said = "".join(_words(part) for part in block.parts)
            lines.append(plain(f"{block.label}: {said}" if block.label else said))
        elif isinstance(block, Quote):
            lines.append(plain(f"{block.speaker}: {quoted(block)}"))
    return clip_lines([escape(commands(line, COMMANDS)) for line in lines if line.strip()]) or "…"


def clip_lines(lines: list[str]) -> str:
    """Join as many lines as fit the text beside blocks, at least one."""
    kept, used = [], 0
    for line in lines:
        shown = line if len(line) <= _TEXT else escape(clip(line, _TEXT // 6))
        if used + len(shown) > _TEXT:
            break
        kept.append(shown)
        used += len(shown) + 1
    return "\n".join(kept)


def _words(part: object) -> str:
    match part:
        case str():
            return part
        case Exact():
            return f"“{part.text}”"
        case Window() | Day():
            return part.words()
        case Mark() | Id():
            return ""  # small, and said elsewhere
        case Moment():
            return f"{part.at:%d %B %Y, %H:%M} UTC".lstrip("0")
        case _:
            return str(getattr(part, "text", "") or getattr(part, "label", "") or getattr(part, "name", "") or "…")


def _blocks(answer: Answer, sheet: Sheet, where: str) -> tuple[Json, ...]:
    title = clip(commands(answer.title, COMMANDS), _TITLE)
    head: list[Json] = [{"type": "header", "text": plain_text(title)}] if title else []
    ping = _ping(answer.ping)
    if answer.short:
        return (*ping, *head, *_below(answer), *sheet.blocks, *_foot(answer, sheet, where))
    body = [*ping, *head, *sheet.blocks, *(_source(mark_words, url) for mark_words, url in _sources(answer, sheet))]
    as_of = f"as of {Window(answer.as_of.isoformat()).words()}" if answer.as_of else ""
    facts = " · ".join(clip(fact, _FACT) for fact in (where, as_of, answer.dossier) if fact.strip())
    # a message of buttons only says nothing to who has it read out
    foot: list[Json] = [{"type": "context", "elements": [plain_text(facts)]}] if facts else []
    return tuple([*body, *foot] or [{"type": "section", "text": plain_text("…")}])


def _below(answer: Answer) -> list[Json]:
    """Put the row under a short answer's title, in small."""
    said = "".join(map(_words, answer.below))
    return [{"type": "context", "elements": [plain_text(clip(said, _FACT))]}] if said else []


def _foot(answer: Answer, sheet: Sheet, where: str) -> list[Json]:
    """Put a short answer's sources at its foot, in one paragraph and in the order of their numbers, then links."""
    numbered, shown = numbers(answer), {mark.id for mark in sheet.sources}
    cited = [mark for mark in answer.sources if mark.id in shown]
    said = [f"{numbered[mark.id]} {foot_words(mark)}" for mark in cited]
    said += [WORKED_OUT] if has_worked_out(answer) else []
    said += [where] if where else []
    elements: list[Json] = [plain_text(clip(" · ".join(said), _TEXT - 800))] if said else []
    links = [address for mark in cited if (address := _open(mark.url, numbered[mark.id]))]
    return [{"type": "context", "elements": [*elements, *links[:_MOST_LINKS]]}] if elements else []


def _open(url: str, shown: str) -> Json | None:
    leads = link(url, "open") if url else None
    if not leads:
        return None
    address = str(leads["url"]).replace("|", "%7C").replace("&", "&amp;")
    return {"type": "mrkdwn", "text": f"<{address}|{f'{shown} open'.strip()}>", "verbatim": True}


def _sources(answer: Answer, sheet: Sheet) -> list[tuple[str, str]]:
    return [(source_words(mark, answer), mark.url) for mark in sheet.sources]


def _source(words: str, url: str) -> Json:
    elements: list[Json] = [plain_text(words)]
    leads = _open(url, "")
    if leads:
        elements.append(leads)
    return {"type": "context", "elements": elements}


def _ping(role: str) -> list[Json]:
    """Mention whom an answer is to notify: a user group or a person, and nobody else."""
    if not (role and role.isascii() and role.isalnum() and role[0] in "SUW"):
        return []
    kind = "usergroup" if role[0] == "S" else "user"
    mention = {"type": kind, f"{kind}_id": role}
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [mention]}]}]


def _pressed(answer: Answer) -> tuple[Choice, ...]:
    """Choose what becomes a button, each line once."""
    short = [choice for choice in choices(answer.blocks) if len(choice.line) <= _VALUE]
    by_line = {choice.line: choice for choice in reversed(short)}
    return tuple(choice for choice in short if by_line[choice.line] is choice)[:_MOST_CHOICES]
