"""How one utterance is worded: its quotation, its speaker, what is to be remarked."""

import re
from collections.abc import Iterable

from bot.blocks import Exact, Part, Quote
from bot.names.folding import fold
from bot.phrasing.lines import natural
from bot.phrasing.when import age
from db.model.records import Statement, Wording

_QUOTED = re.compile(r"“([^“”]*)”")
_UNTELLING = ("the", "and", "for")  # words of a name by which nobody is known

STATES = {
    "original": "",
    "translated": "translated",
    "retranslated": "translated back from another language",
    "garbled": "garbled in the source",
}


def quote(statement: Statement, wording: Wording, *, speaker: str) -> Quote:
    """Show one wording of a statement; where the source calls the speaker otherwise, it says how."""
    state = STATES[wording.state]
    remark = f"{state}: {wording.damage}" if state and wording.damage else state or wording.damage
    there = called_there(wording, speaker)
    remarks = (remark.rstrip("."), f"speaker given as {there}" if there else "")
    return Quote(
        speaker=speaker,
        kind=wording.kind,
        text=wording.text,
        cites=(wording.source,),
        when=statement.when.edtf if statement.when else "",
        medium=wording.medium,
        remarks=tuple(filter(None, remarks)),
    )


def called_there(wording: Wording, name: str) -> str:
    """Give what the source calls the speaker, if no word of the name shown is in it."""
    there = fold(wording.speaker_as)
    telling = [word for word in fold(name).split() if len(word) > 2 and word not in _UNTELLING]
    return "" if any(word in there for word in telling) else wording.speaker_as


def best_wording(statement: Statement) -> Wording:
    """Choose the wording nearest to what was said: garbled last, exact before indirect, original before translated."""
    return min(statement.wordings, key=nearness)


def nearness(wording: Wording) -> tuple[bool, int, int, str]:
    """Give what wordings are sorted by, the one nearest to what was said first."""
    kinds = ("direct", "partial", "indirect", "headline")
    states = ("original", "translated", "retranslated", "garbled")
    return wording.state == "garbled", kinds.index(wording.kind), states.index(wording.state), wording.source


def speaks(statement: Statement) -> bool:
    """Tell a statement from silence and refusals to comment; of whom no stance is noted has spoken."""
    return not statement.stance or any(
        stance.kind not in ("silent", "no response", "declines to comment") for stance in statement.stance
    )


def says_only(statement: Statement) -> bool:
    """Tell whether somebody took no stance in a statement, and merely said something."""
    return all(stance.kind == "says" for stance in statement.stance)


def has_word(statement: Statement) -> bool:
    """Tell whether a statement is somebody's own word: not silence, and not an outlet's headline alone."""
    return speaks(statement) and any(wording.kind != "headline" for wording in statement.wordings)


def newest(statements: Iterable[Statement]) -> list[Statement]:
    """Sort statements newest first, those of one day by id; those without a day come last."""
    by_id = sorted(statements, key=lambda statement: natural(statement.id))
    return sorted(by_id, key=age, reverse=True)


def wording_parts(wording: Wording) -> tuple[Part, ...]:
    """Say a wording in a line: exact words in quotation marks, others without, and what has been done to them."""
    text = quoted_parts(wording)
    marks = ["headline"] if wording.kind == "headline" else ["reported"] if wording.kind == "indirect" else []
    marks += [STATES[wording.state]] if STATES[wording.state] else []
    return (*text, f" ({', '.join(marks)})") if marks else text


def quoted_parts(wording: Wording) -> tuple[Part, ...]:
    """Part a wording into what its source has word for word and what it has not."""
    if wording.kind in ("direct", "headline"):
        return (Exact(wording.text, (wording.source,)),)
    pieces = _QUOTED.split(wording.text)
    return tuple(Exact(one, (wording.source,)) if at % 2 else one for at, one in enumerate(pieces) if one)


def said_parts(statement: Statement, speaker: str) -> tuple[Part, ...]:
    """Say a statement in a line, in the wording nearest to what was said; cite `best_wording(…).source` with it.

    Silence is named as such; where the source calls the speaker otherwise, it says how; of a garbled wording, why.
    """
    best = best_wording(statement)
    silence = ", ".join(stance.kind for stance in statement.stance) if not speaks(statement) else ""
    who = f"{speaker} ({silence})" if silence else speaker
    return (f"{statement.id}, {who}: ", *wording_parts(best), *remarks_on(best, speaker))


def remarks_on(wording: Wording, speaker: str) -> tuple[str, ...]:
    """Say what has to be known of a wording besides: why it is garbled, and what the source calls the speaker."""
    there = called_there(wording, speaker)
    remarks = [wording.damage.rstrip(".")] if wording.damage and wording.state == "garbled" else []
    remarks += [f"speaker given as {there}"] if there else []
    return (f" – {'; '.join(remarks)}",) if remarks else ()
