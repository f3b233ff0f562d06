"""What an answer is made of: meaning without markup, so that every platform can show the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.pictures.content import Picture
from db.model import edtf


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware, UTC), shown in the reader's own zone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """When something was or is expected, by calendar days: EDTF, never narrower than its source."""

    edtf: str

    def words(self) -> str:
        """Say it in English."""
        return edtf.words(self.edtf)


@dataclass(frozen=True, slots=True)
class Exact:
    """Words taken verbatim from each of the sources they cite; shown in quotation marks."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The sources that carry what stands before it; shown as small figures, in the order in which it names them."""

    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day or stretch as short answers say it, without a `year` that goes without saying; `*` if worked out."""

    edtf: str
    worked_out: bool = False
    year: int = 0

    def words(self) -> str:
        """Say it in English."""
        return edtf.brief_words(self.edtf, year=self.year) + ("*" if self.worked_out else "")


@dataclass(frozen=True, slots=True)
class Id:
    """An item's id, small and last in its row, for a next command to take."""

    id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, by the platform's own id."""

    channel: str


@dataclass(frozen=True, slots=True)
class RoleName:
    """A role of a server, by the platform's own id; shown by its name, and never notified."""

    role: str


@dataclass(frozen=True, slots=True)
class CommandName:
    """A command by its name; with the platform's `id` of it, it can be pressed where that is possible."""

    name: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were looked for, marked where they stand in a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web address under a label of ours."""

    url: str
    label: str


Part = str | Moment | Window | Exact | Place | RoleName | CommandName | Hit | Link | Mark | Day | Id


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with the sources it rests on; `label` is the short word in front of it, `lead` the answer itself."""

    parts: tuple[Part, ...]
    cites: tuple[str, ...] = ()
    label: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """One wording of a statement: who, when, by which medium, in whose words."""

    speaker: str
    kind: Literal["direct", "partial", "indirect", "headline"]
    text: str
    cites: tuple[str, ...]
    when: str = ""
    medium: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together under a title."""

    title: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that can be asked next by one press, or by typing its line."""

    label: str
    line: str


@dataclass(frozen=True, slots=True)
class Pick:
    """A channel or a role to be picked from the platform's own list; it ends the line, which is then sent."""

    label: str
    line: str
    what: Literal["channel", "role"]


Block = Line | Quote | Group | Choice | Pick


@dataclass(frozen=True, slots=True)
class SourceMark:
    """A cited source as it stands at the foot of an answer; `maybe_later` when its day is not certain by `as_of`.

    `credit` is what a short answer calls it, and `day` when it says that it came out.
    """

    id: str
    name: str
    title: str
    published: Window
    deduced: bool
    maybe_later: bool
    remarks: tuple[str, ...] = ()
    url: str = ""
    credit: str = ""
    day: Day | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that an answer hands over."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, and the option of its line that it fills.

    A platform may let a zone, a channel or roles (ids, with spaces between) be chosen; elsewhere they are typed.
    """

    option: str
    label: str
    description: str
    example: str
    value: str = ""
    needed: bool = False
    longest: int = 300
    tall: bool = False
    kind: Literal["text", "zone", "channel", "roles"] = "text"


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for by a form, where there are forms; filled in, its fields complete the line."""

    title: str
    line: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Appointment:
    """What is to be put into a server's own calendar; the place is a title, not an address."""

    name: str
    description: str
    place: str
    start: datetime
    end: datetime


# how what an answer is about stands: platforms show it in colour, beside the words that say so
State = Literal["", "overdue", "open", "answered", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question is answered with.

    `line` asks the same again, with ids instead of what was typed (short enough for a button's id).
    `as_of` is the inclusive calendar day up to which publications count. An `aside` is for the asker alone and takes no
    message's place. `posted` ("channel/message") is the message that shows this answer already, and `said` what to tell
    the asker where that is not the one pressed. `mark` is what a message is known by when its channel is read back.
    Where it is posted to a channel, `ping` is the role that is notified, and `under` the channel in which its thread is
    to hang from a message.
    A `form` is opened in the answer's place where that is possible. `refused`: nothing was done; the answer says why.
    A `short` answer has its sources at its foot, in the order in which its marks name them; `below` stands under its
    title. Where it was told in a channel, `seen_in` is that one: who may not see it may not read this.
    A `copied` one is to be pasted elsewhere: it is shown as a message's own text.
    """

    title: str
    blocks: tuple[Block, ...]
    line: str = ""
    as_of: date | None = None
    dossier: str = ""
    sources: tuple[SourceMark, ...] = ()
    picture: Picture | None = None
    mark: str = ""
    aside: bool = False
    posted: str = ""
    said: str = ""
    file: File | None = None
    appointment: Appointment | None = None
    ping: str = ""
    under: str = ""
    form: Form | None = None
    refused: bool = False
    short: bool = False
    below: tuple[Part, ...] = ()
    state: State = ""
    seen_in: str = ""
    copied: bool = False


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, groups before what is in them."""
    for block in blocks:
        yield block
        if isinstance(block, Group):
            yield from walk(block.blocks)


def cited(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """List the ids of all sources cited, each once, in order of id."""
    found = {cite for block in walk(blocks) if isinstance(block, Line | Quote) for cite in block.cites}
    return tuple(sorted(found.union(*(part.cites for part in parts_of(blocks) if isinstance(part, Mark | Exact)))))


def parts_of(blocks: tuple[Block, ...]) -> Iterator[Part]:
    """Yield every part of every line."""
    for block in walk(blocks):
        if isinstance(block, Line):
            yield from block.parts


def marked(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """List the ids of the sources that marks name, each once, in the order in which they are named."""
    return tuple(dict.fromkeys(cite for part in parts_of(blocks) if isinstance(part, Mark) for cite in part.cites))


def choices(blocks: tuple[Block, ...]) -> tuple[Choice, ...]:
    """List the questions that can be asked next."""
    return tuple(block for block in walk(blocks) if isinstance(block, Choice))


def picks(blocks: tuple[Block, ...]) -> tuple[Pick, ...]:
    """List what can be picked."""
    return tuple(block for block in walk(blocks) if isinstance(block, Pick))


def quoted(quote: Quote) -> str:
    """Word a quote: exact words in quotation marks, everything else without."""
    return f"“{quote.text}”" if quote.kind in ("direct", "headline") else quote.text


def heading(quote: Quote) -> str:
    """Word what stands before a quote: who, how, when."""
    kind = {"direct": "", "partial": "", "indirect": "reported", "headline": "headline"}[quote.kind]
    facts = [quote.speaker, Window(quote.when).words() if quote.when else "day not given", quote.medium, kind]
    return ", ".join(fact for fact in facts if fact)
