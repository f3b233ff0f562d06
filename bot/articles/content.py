"""Where the words that a cue attributes begin and end."""

from collections.abc import Sequence

from bot.articles.cue_words import FINITE, HAVE
from bot.articles.cues import Cue
from bot.articles.quotation_marks import Quotation
from bot.articles.sentences import Token

FEWEST_WORDS = 3  # of a paraphrase; fewer say nothing that could be taken
_CLAUSE_VERBS = frozenset(
    "say tell add insist claim warn state argue acknowledge admit maintain concede stress explain complain".split()
)
_NEVER_BARE = frozenset(
    "report believe comment respond answer estimate relate suggest reveal write tweet reply remark observe "
    "recall counter testify highlight swear indicate disclose note announce vow pledge promise repeat".split()
)
_ALWAYS_CUT = frozenset("but while though although whereas yet".split())


def is_trailing(tokens: Sequence[Token], cue: Cue, begun: int) -> bool:
    """Tell "The talks had failed, Lavrov said on Monday." from "In Geneva, Lavrov said the talks had failed."."""
    if cue.leads or cue.start < begun + 4 or tokens[cue.start - 1].text not in (",", "—", "–"):
        return False
    tail = cue.tail
    over = (
        tail >= len(tokens)
        or (tokens[tail].kind == "mark" and tokens[tail].text not in (":",))
        or tokens[tail].lower in ("adding", "as", "after", "during", "when", "in", "at", "while")
    )
    if tail + 1 < len(tokens) and tokens[tail].text == "," and tokens[tail + 1].kind == "quote":
        return False
    voiced = not cue.inverted or (cue.phrase is not None and cue.phrase.kind in ("name", "pronoun"))
    ends = (
        voiced
        and all(token.text in (".", "!", "?") for token in tokens[tail:])
        and tokens[begun].lower not in _NO_SUBJECTS
    )
    return over and (ends or has_verb(tokens[begun : cue.start - 1]))


def is_content(content: Sequence[Token], cue: Cue) -> bool:
    if any(token.kind == "quote" for token in content):
        return (
            cue.leads
            or cue.verb in _CLAUSE_VERBS
            or content[0].kind == "quote"
            or _is_finite(content)
            or cue.kind == "quoted"
        )
    if cue.kind == "quoted":
        return False
    words = [token for token in content if token.kind == "word"]
    if len(words) < FEWEST_WORDS:
        return False
    if cue.leads:
        return True
    if cue.verb in _NEVER_BARE and not _begins_clause(words):
        return False
    if cue.verb == "believe":
        return False
    return _is_finite(content) or (cue.verb in ("say", "tell", "add") and has_verb(content))


def is_inserted(tokens: Sequence[Token], cue: Cue, begun: int) -> bool:
    """Tell "Silence, she argued, has bought us nothing": a clause parted by its cue."""
    first = skip_conjunctions(tokens, begun, cue.start)
    if cue.leads or cue.phrase is None or not 0 < cue.start - 1 - first <= 9 or tokens[cue.start - 1].text != ",":
        return False
    if cue.tail + 2 >= len(tokens) or tokens[cue.tail].text != "," or has_verb(tokens[first : cue.start - 1]):
        return False
    following = tokens[cue.tail + 1]
    opens = tokens[first].lower in _NO_SUBJECTS
    goes_on = following.lower in FINITE or following.lower.endswith(("ed", "s"))
    return not opens and (following.kind == "quote" or (following.kind == "word" and goes_on))


def opens_for(tokens: Sequence[Token], cue: Cue, begun: int) -> bool:
    """Tell "In her view, says Helena Ruiz, a pledge would be enough": only an opening stands before the cue."""
    first = skip_conjunctions(tokens, begun, cue.start)
    if cue.leads or first + 1 >= cue.start or tokens[first].lower not in _NO_SUBJECTS:
        return False
    is_parted = cue.tail + 2 < len(tokens) and tokens[cue.tail].text == ","
    return is_parted and not has_verb(tokens[first : cue.start]) and has_verb(tokens[cue.tail + 1 :])


def behind_circumstance(tokens: Sequence[Token], first: int, cue: Cue) -> int:
    """Pass over "after the talks ended on Monday," between a cue and words between marks."""
    if cue.leads or first >= len(tokens) or tokens[first].lower not in _CIRCUMSTANCE:
        return first
    quote = next((at for at in range(first, min(len(tokens), first + 16)) if tokens[at].kind == "quote"), None)
    return quote if quote is not None and quote > first + 1 and tokens[quote - 1].text in (",", ":") else first


_CIRCUMSTANCE = frozenset("after before during following as when while upon ahead".split())


def resumes(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell "It would be used, he added, to buy aircraft" from "It would be used, he added, a day after the vote"."""
    parted = cue.tail + 2 < len(tokens) and tokens[cue.tail].text == ","
    return parted and tokens[cue.tail + 1].lower in _RESUMING


_RESUMING = frozenset("to because if unless until by for without from not even or since provided".split())
_NO_SUBJECTS = frozenset(
    "until under in on at after before during following for from with as when while by despite earlier later".split()
)


_BEHIND_QUOTATION = frozenset((",", "—", "–", "-", "--", ".", "...", "…", "?", "!"))


def quote_before(tokens: Sequence[Token], start: int, begun: int) -> int | None:
    """Give the quotation that stands right before a cue."""
    at = start - 1
    while at >= begun and at > start - 3 and tokens[at].text in _BEHIND_QUOTATION:
        at -= 1
    return at if at >= begun and tokens[at].kind == "quote" else None


def skip_conjunctions(tokens: Sequence[Token], at: int, end: int) -> int:
    while at < end and (
        tokens[at].kind == "mark"
        or tokens[at].lower
        in ("and", "but", "so", "yet", "however", "meanwhile", "also", "while", "as", "then", "later")
    ):
        at += 1
    return at


def before_comma(tokens: Sequence[Token], at: int) -> int:
    while at > 0 and tokens[at - 1].kind == "mark" and tokens[at - 1].text not in (")", "]"):
        at -= 1
    return at


_PAST = frozenset(
    "took went came made met left fell began held knew saw got gave told lost won put let set rose stood "
    "felt thought brought sent spoke found kept wants want needs need remains remain hopes expects plans "
    "means looks seems goes comes makes takes gives knows sees believes feels thinks understood became "
    "broke built ran fought shot struck cut paid led spent".split()
)


def has_verb(tokens: Sequence[Token]) -> bool:
    """Tell whether some word of these is a verb, as far as its form shows it."""
    return any(
        token.lower in FINITE
        or token.lower in HAVE
        or (token.kind == "word" and token.text.endswith("ed") and token.text[0].islower())
        or token.lower in _PAST
        or token.kind == "quote"
        for token in tokens
    )


def _is_finite(tokens: Sequence[Token]) -> bool:
    return any(token.lower in FINITE for token in tokens)


def _begins_clause(words: Sequence[Token]) -> bool:
    first = words[0].lower
    return first in ("he", "she", "it", "they", "there", "we", "his", "her") and any(
        word.lower in FINITE for word in words[1:6]
    )


def content_end(
    text: str, tokens: Sequence[Token], first: int, later: Sequence[Cue], quotations: Sequence[Quotation]
) -> int:
    """Find where what was said ends: before the next cue of its own, or where the writer goes on."""
    end = len(tokens)
    parted = [at for at in range(first + 1, end) if tokens[at].text == ";" and any(cue.start > at for cue in later)]
    if parted:
        return parted[0]
    for cue in later:
        if cue.start <= first:
            continue
        before = tokens[cue.start - 1]
        takes_over = cue.kind in ("participle", "according") or (cue.kind == "describing" and cue.phrase is None)
        if takes_over and before.kind in ("mark", "quote"):
            end = before_comma(tokens, cue.start)
            break
        if (cue.kind == "participle" or cue.phrase is None) and before.lower in ("and", "but"):
            end = before_comma(tokens, cue.start - 1)
            break
        if cue.kind == "according":
            end = cue.start
            break
        if cue.kind in ("plain", "quoted", "refusal") and (
            before.kind == "mark" or before.lower in ("and", "but", "while", "as")
        ):
            stop = cue.start
            while stop > first + 1 and (
                tokens[stop - 1].kind == "mark" or tokens[stop - 1].lower in ("and", "but", "while", "as")
            ):
                stop -= 1
            end = stop
            break
    end = _before_writer(text, tokens, first, end, quotations)
    return next((at for at in range(first + 3, end - 1) if tokens[at].text == "," and _writer_goes_on(tokens, at)), end)


_UNITS = frozenset("day days week weeks month months hour hours year years minutes".split())
_COUNTS = frozenset(
    "a an one two three four five six several just only barely less hours days weeks months more".split()
)
_AS_PARTS = frozenset("well long soon part if though a an he she they it we far opposed usual such many much".split())
_ACTS = frozenset("called urged demanded accused condemned denounced criticized criticised vowed pledged".split())


def _writer_goes_on(tokens: Sequence[Token], comma: int) -> bool:
    """Tell ", just a day after …" and ", after his talks": behind it the writer tells what had happened."""
    words = [token.lower for token in tokens[comma + 1 : comma + 8]]
    if not words:
        return False
    if words[0] == "as" and words[1:2] and words[1] not in _AS_PARTS:
        return True
    if words[0] in ("amid", "following") or (words[0] == "after" and words[1:2] != ["all"]):
        return True
    if (
        words[0] in ("and", "but")
        and words[1:2]
        and words[1] in ("he", "she", "it", "they")
        and words[2:3]
        and words[2] in _ACTS
    ):
        return True
    if words[0] not in _COUNTS:
        return False
    unit = next((at for at, word in enumerate(words[:5]) if word in _UNITS), None)
    return unit is not None and words[unit + 1 : unit + 2] in (["after"], ["before"], ["ahead"])


def _before_writer(text: str, tokens: Sequence[Token], first: int, end: int, quotations: Sequence[Quotation]) -> int:
    """Cut where, behind the last words between marks, the writer speaks again: "…,” but that path did not …"."""
    last = next((at for at in range(end - 1, first - 1, -1) if tokens[at].kind == "quote"), None)
    if last is not None and last + 2 < end:
        inner = quotations[tokens[last].quotation].inner if tokens[last].quotation >= 0 else (0, 0)
        comma_inside = text[inner[1] - 1 : inner[1]] == ","
        comma = tokens[last + 1].text in (",", "—", "–")
        word = tokens[last + 2].lower if comma else tokens[last + 1].lower
        if (comma or comma_inside) and (
            word in _ALWAYS_CUT or word in ("as", "and", "after", "in", "a", "the", "following")
        ):
            return last + 1
    return end
