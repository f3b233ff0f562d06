"""Cues: the words of a sentence that tell that somebody spoke, who, to whom, and where their words begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.cue_tails import TAIL_PREPOSITIONS, skip_any_listener, skip_tail
from bot.articles.cue_words import (
    BE,
    DESCRIBING,
    FINITE,
    MODALS,
    NEGATIONS,
    ONLY_QUOTED,
    PARTICIPLES,
    PHRASES,
    PLAIN,
    REFUSALS,
    TELL,
)
from bot.articles.name_runs import Run
from bot.articles.phrases import Phrase, after_verb, is_adverb, is_time, name_phrase, read_noun
from bot.articles.sentences import QUOTED, Token
from bot.articles.verb_subjects import before_verb


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: tokens `start` to `tail` attribute; with `that` or a colon words follow behind `tail`."""

    kind: str  # plain, quoted (only words between marks), participle, according, describing, refusal, quoting
    verb: str
    start: int
    at: int
    tail: int
    phrase: Phrase | None
    inverted: bool = False
    leads: bool = False  # "that" or a colon says that words follow
    medium: str = ""
    hearsay: bool = False
    aside: bool = False  # "as Lavrov said": the words stand round it


def find_cues(tokens: Sequence[Token], runs: Sequence[Run]) -> list[Cue]:
    """Find the cues of a sentence in their order."""
    found: list[Cue] = []
    for at, token in enumerate(tokens):
        if (token.kind == "word" and token.text.islower()) or (at == 0 and token.kind == "word"):
            cue = _cue(tokens, at, runs)
            if cue and not (found and cue.start < found[-1].at and cue.kind == "plain" and found[-1].kind == "quoting"):
                found.append(cue)
    return found


def _cue(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> Cue | None:
    word = tokens[at].lower
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if word == "according" and following == "to":
        return _according(tokens, at, runs)
    if word == "in" and at + 2 < len(tokens):
        return _in_view(tokens, at, runs)
    pair = PHRASES.get((word, following))
    triple = PHRASES.get((word, following, tokens[at + 2].lower)) if at + 2 < len(tokens) else None
    if (pair or triple) and not (word in ("went", "goes") and at + 2 < len(tokens) and tokens[at + 2].lower == "to"):
        verb = pair or triple
        return _verb(tokens, at, at + (2 if pair else 3), str(verb), runs, participle=word.endswith("ing"))
    if word in _EXPRESSING and following in _FEELINGS and at + 2 < len(tokens) and tokens[at + 2].lower == "that":
        return _verb(tokens, at, at + 2, "express", runs, participle=word.endswith("ing"))
    if word in TELL or word in PLAIN:
        return _verb(tokens, at, at + 1, (PLAIN.get(word) or TELL[word]), runs)
    if word in PARTICIPLES:
        return _verb(tokens, at, at + 1, PARTICIPLES[word], runs, participle=True)
    if word in REFUSALS or (word in ("would", "will") and following == "not"):
        return _refusal(tokens, at, runs)
    if word in ONLY_QUOTED:
        return _only_quoted(tokens, at, runs) or _describing(tokens, at, runs)
    if word in DESCRIBING:
        return _describing(tokens, at, runs)
    return None


_EXPRESSING = frozenset("expressed expresses expressing voiced voices voicing".split())
_FEELINGS = frozenset(
    "hope hopes concern concerns confidence doubt doubts regret optimism belief fear fears worry".split()
)


_OBJECTS = {"him": "he", "her": "she", "them": "they"}
_OWNERS = {"his": "he", "her": "she", "their": "they"}


def _in_view(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> Cue | None:
    """Read "in his view," and "in Lind's words,"."""
    owner = tokens[at + 1]
    pronoun = _OWNERS.get(owner.lower)
    run = next((run for run in runs if run.first == at + 1 and run.possessive and run.kind == "person"), None)
    end = at + 2 if pronoun else run.last if run else len(tokens)
    if end + 1 >= len(tokens) or tokens[end].lower not in ("view", "opinion", "words") or tokens[end + 1].text != ",":
        return None
    phrase = Phrase("pronoun", pronoun, (owner.start, owner.end), plural=pronoun == "they") if pronoun else None
    phrase = phrase or (name_phrase(tokens, run, run.first) if run else None)
    return Cue("according", "in view", at, at, end + 1, phrase) if phrase else None


def _according(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> Cue | None:
    begun = at + 1
    words = [token.lower for token in tokens[at + 2 : at + 5]]
    if words[:2] == ["words", "of"] or words[1:3] == ["words", "of"]:
        begun += 2 if words[0] == "words" else 3
    pronoun = _OBJECTS.get(tokens[at + 2].lower) if at + 2 < len(tokens) else None
    if pronoun and (at + 3 >= len(tokens) or tokens[at + 3].kind == "mark"):
        meant = Phrase("pronoun", pronoun, (tokens[at + 2].start, tokens[at + 2].end), plural=pronoun == "they")
        return Cue("according", "according to", at, at, at + 3, meant)
    phrase, end = after_verb(tokens, begun, runs)
    if phrase is None or fold_head(phrase) in _NO_VOICES:
        return None
    return Cue("according", "according to", at, at, end, phrase)


_NO_VOICES = frozenset(
    "agreement plan law terms data poll polls figures schedule tradition constitution treaty deal timetable "
    "estimates records calendar statistics rules findings text survey code map maps photographs images "
    "footage images them it".split()
)


def fold_head(phrase: Phrase) -> str:
    """Give the last word of a phrase before its first preposition, in small letters."""
    words = phrase.text.lower().split()
    stop = next((place for place, word in enumerate(words) if place and word in _BEHIND_HEAD), len(words))
    return words[stop - 1] if words else ""


_BEHIND_HEAD = frozenset("of for from by in released published conducted".split())


def _verb(
    tokens: Sequence[Token], at: int, after: int, verb: str, runs: Sequence[Run], *, participle: bool = False
) -> Cue | None:
    if participle:
        return _participle(tokens, at, after, verb, runs)
    previous = _previous(tokens, at)
    if previous in BE or (tokens[after : after + 1] and tokens[after].lower == "than"):  # easier said than done
        return None
    hearsay = _hearsay(tokens, at, after, verb=verb, runs=runs)
    if hearsay:
        return hearsay
    if previous in NEGATIONS or previous in MODALS or previous in ("to", "having", "get", "let", "did", "do", "does"):
        went_on = _went_on(tokens, at, after, verb, runs) if previous == "to" else None
        return went_on or (_came_out(tokens, at, after, verb, runs) if previous == "to" else None)
    inverted = _inverted(tokens, at, after, verb, runs) if _is_inverted(tokens, at, runs) else None
    if inverted or (at and tokens[at - 1].kind == "quote"):
        return inverted
    return _upright(tokens, at, after, verb, runs)


def _inverted(tokens: Sequence[Token], at: int, after: int, verb: str, runs: Sequence[Run]) -> Cue | None:
    """Read "“…,” said Lavrov"."""
    phrase, end = after_verb(tokens, after - 1, runs)
    if phrase is None or phrase.kind == "unknown":
        return None
    tail, leads, medium = skip_tail(tokens, end, runs, listener=False)
    return Cue("plain", verb, at, at, tail, phrase, inverted=True, leads=leads, medium=medium)


def _upright(tokens: Sequence[Token], at: int, after: int, verb: str, runs: Sequence[Run]) -> Cue | None:
    """Read "Lavrov said"."""
    phrase, start = before_verb(tokens, at, runs)
    if phrase is None and not _shares_subject(tokens, at):
        return None
    if _is_plural_noun(tokens, at, after) or (at and tokens[at - 1].lower in _DETERMINERS):
        return None
    if phrase and phrase.kind == "unknown" and fold_head(phrase) in _NO_VOICES:
        return None
    if (start > 0 and tokens[start - 1].lower in ("what", "whatever")) or (phrase and _is_noun(tokens, at, phrase)):
        return None
    if verb == "put" and start > 1 and tokens[start - 1].lower == "how" and tokens[start - 2].lower in BE:
        start -= 2  # "…", was how one delegate put it
    tail, leads, medium = skip_tail(tokens, after, runs, listener=verb in TELL.values())
    if verb in TELL.values() and not medium:
        tail, leads, medium = skip_any_listener(tokens, after)
        if not medium:
            return None
    aside = start > 0 and tokens[start - 1].lower == "as"
    return Cue("plain", verb, start, at, tail, phrase, leads=leads, medium=medium, aside=aside)


_BARE_NOUNS = frozenset(
    "claim report state note estimate promise pledge answer reply comment joke vow swear repeat lament "
    "counter hint boast tweet relate address write caution highlight".split()
)


def _shares_subject(tokens: Sequence[Token], at: int) -> bool:
    """Tell "… did not deny it, but emphasized that …": the subject stands before the first verb."""
    place = at - 1
    while place >= 0 and is_adverb(tokens[place]):
        place -= 1
    return place > 2 and tokens[place].lower in ("and", "but") and not tokens[at].lower.endswith("s")


_DETERMINERS = frozenset("the a an his her its their these those our my".split())  # "calling the comments unhelpful"


def _is_plural_noun(tokens: Sequence[Token], at: int, after: int) -> bool:
    """Tell "small island states have refused" from "he states that": no verb stands right before another."""
    word = tokens[at].lower
    return word.endswith("s") and word != "says" and after < len(tokens) and tokens[after].lower in FINITE


def _is_noun(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Tell "his Wednesday claim that" from "they claim that": a bare form needs several who speak."""
    word = tokens[at].lower
    if word.removesuffix("s") in _BARE_NOUNS and len(phrase.text.split()) > 6 and phrase.kind != "name":
        return True
    if word not in PLAIN or PLAIN[word] != word:
        return False
    several = phrase.plural or phrase.text.split()[-1].lower().endswith("s") or phrase.text.lower() in _SEVERAL
    return not several or (word in _BARE_NOUNS and phrase.kind not in ("pronoun", "role", "body"))


_SEVERAL = frozenset("i we you they police media people taliban hamas kremlin".split())


def _previous(tokens: Sequence[Token], at: int) -> str:
    """Give the word before a verb, adverbs and "have" left out."""
    place = at - 1
    while place >= 0 and tokens[place].kind == "word" and (is_adverb(tokens[place]) and tokens[place].lower != "never"):
        place -= 1
    return tokens[place].lower if place >= 0 and tokens[place].kind == "word" else ""


def _went_on(tokens: Sequence[Token], at: int, after: int, verb: str, runs: Sequence[Run]) -> Cue | None:
    """Read "went on to say"."""
    words = [token.lower for token in tokens[max(0, at - 3) : at]]
    if words[-3:-1] not in (["went", "on"], ["goes", "on"]) and words[-2:-1] != ["continued"]:
        return None
    begun = at - (3 if words[-2:-1] == ["on"] else 2)
    phrase, start = before_verb(tokens, begun, runs)
    if phrase is None:
        return None
    tail, leads, medium = skip_tail(tokens, after, runs, listener=verb in TELL.values())
    return Cue("plain", verb, start, at, tail, phrase, leads=leads, medium=medium)


_CAME = frozenset("emerged came appeared rose stood stepped returned telephoned rang phoned paused".split())


def _came_out(tokens: Sequence[Token], at: int, after: int, verb: str, runs: Sequence[Run]) -> Cue | None:
    """Read "emerged from the talks to say that"."""
    came = next((place for place in range(at - 2, max(-1, at - 22), -1) if tokens[place].lower in _CAME), None)
    if came is None or any(token.kind != "word" for token in tokens[came:at]):
        return None
    phrase, start = before_verb(tokens, came, runs)
    tail, leads, medium = skip_tail(tokens, after, runs, listener=verb in TELL.values())
    begins = leads or (tail < len(tokens) and tokens[tail].kind == "quote")
    return Cue("plain", verb, start, at, tail, phrase, leads=leads, medium=medium) if phrase and begins else None


_HEARD = frozenset("said reported understood believed thought alleged rumoured rumored".split())


def _hearsay(tokens: Sequence[Token], at: int, after: int, *, verb: str, runs: Sequence[Run]) -> Cue | None:
    """Read "is said to have told": somebody else's word for it, which is never sure."""
    words = [token.lower for token in tokens[max(0, at - 4) : at]]
    if len(words) < 4 or words[0] not in BE or words[1] not in _HEARD or words[2:] != ["to", "have"]:
        return None
    phrase, start = before_verb(tokens, at - 4, runs)
    if phrase is None:
        return None
    tail, leads, medium = skip_tail(tokens, after, runs, listener=verb in TELL.values())
    return Cue("plain", verb, start, at, tail, phrase, leads=leads, medium=medium, hearsay=True)


_PARTING = frozenset((",", "—", "–", "-", "--"))


def _is_inverted(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> bool:
    """Tell "“…,” said Lavrov" and "…, said Lavrov" from "Lavrov said"."""
    if at == 0 or at + 1 >= len(tokens):
        return False
    before = tokens[at - 1]
    if before.kind == "quote":
        return before.lower != QUOTED or tokens[at].lower not in ("went", "goes", "made", "makes")
    if before.text not in _PARTING:
        return False
    if _is_behind_quotation(tokens, at) and tokens[at].lower not in TELL:
        phrase, _end = after_verb(tokens, at, runs)  # “…”, commented political scientist Dara Rith
        return phrase is not None and phrase.kind != "unknown"
    following = tokens[at + 1]
    if tokens[at].lower in TELL and (tokens[at].lower != "informed" or before_verb(tokens, at, runs)[0] is not None):
        return False
    begins = following.is_capital or following.lower in (
        "the",
        "a",
        "an",
        "his",
        "her",
        "one",
        "another",
        "senior",
        "he",
        "she",
        "its",
    )
    if not begins:
        return False
    phrase, end = after_verb(tokens, at, runs)
    if phrase is None or phrase.kind == "unknown" or any(token.lower in FINITE for token in tokens[at + 1 : end]):
        return False  # ", said he would send 30 officers"
    ends = (
        end >= len(tokens)
        or tokens[end].kind == "mark"
        or tokens[end].lower in TAIL_PREPOSITIONS
        or is_time(tokens, end)
    )
    return ends and not (
        end < len(tokens) and tokens[end].lower in ("was", "is", "has", "would", "will", "had", "were")
    )


def _participle(tokens: Sequence[Token], at: int, after: int, verb: str, runs: Sequence[Run]) -> Cue | None:
    """Read "…, adding that …", "with his wife saying …", "issued a statement saying …"."""
    previous = tokens[at - 1].lower if at else ""
    if previous == "before" and verb == "add" and at > 1 and tokens[at - 2].kind != "word":
        tail, leads, medium = skip_tail(tokens, after, runs, listener=False)
        return Cue("participle", verb, at - 1, at, tail, None, leads=leads, medium=medium)
    if previous in BE or previous in (
        "of",
        "by",
        "without",
        "for",
        "from",
        "before",
        "after",
        "in",
        "about",
        "like",
        "against",
    ):
        return None
    phrase, start = None, at
    hearsay = False
    if after < len(tokens) and tokens[after].lower == "to":
        return None  # "claiming to speak for the rebels"
    if previous == "as":
        return _as_saying(tokens, at, after, runs)
    with_at = next((place for place in range(at - 1, max(-1, at - 9), -1) if tokens[place].lower == "with"), None)
    if with_at is not None and all(token.kind == "word" for token in tokens[with_at:at]) and with_at + 1 < at:
        phrase, start = read_noun(tokens, with_at + 1, at, runs), with_at
    tail, leads, medium = skip_tail(tokens, after, runs, listener=verb in TELL.values())
    return Cue("participle", verb, start, at, tail, phrase, leads=leads, medium=medium, hearsay=hearsay)


def _as_saying(tokens: Sequence[Token], at: int, after: int, runs: Sequence[Run]) -> Cue | None:
    """Read "was quoted as saying" and "RIA quoted Alla Bout as saying"."""
    verb_at = next(
        (
            place
            for place in range(at - 2, max(-1, at - 24), -1)
            if tokens[place].lower in ("quoted", "cited", "quotes", "quoting")
        ),
        None,
    )
    if verb_at is None:
        return None
    if _previous(tokens, verb_at) in BE:
        being = next(place for place in range(verb_at - 1, -1, -1) if tokens[place].lower in BE)
        phrase, start = before_verb(tokens, being, runs)
        medium = ""
    else:
        whole, _end = after_verb(tokens, verb_at, runs)
        phrase = whole
        carrier, start = before_verb(tokens, verb_at, runs)
        medium = carrier.text if carrier else ""
    tail, leads, more = skip_tail(tokens, after, runs, listener=False)
    return Cue("plain", "say", start, at, tail, phrase, leads=leads, medium=medium or more) if phrase else None


def _refusal(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> Cue | None:
    words = [token.lower for token in tokens[at + 1 : at + 4]]
    if tokens[at].lower in ("would", "will"):
        if words[1:2] not in (["comment"], ["elaborate"], ["discuss"]):
            return None
    elif words[:2] not in (
        ["to", "comment"],
        ["to", "say"],
        ["further", "comment"],
        ["to", "elaborate"],
        ["to", "discuss"],
    ) and words[:1] != ["comment"]:
        return _describing(tokens, at, runs) if tokens[at].lower in DESCRIBING else None
    phrase, start = before_verb(tokens, at, runs)
    if phrase is None or phrase.kind == "unknown":
        return None
    return Cue("refusal", "decline", start, at, at, phrase)


def _is_behind_quotation(tokens: Sequence[Token], at: int) -> bool:
    """Tell a verb behind “…,” or “…”, from one behind words that are only set off."""
    if at and tokens[at - 1].kind == "quote":
        return tokens[at - 1].lower != QUOTED
    place = at - 1
    while place > at - 3 and place > 0 and tokens[place].text in _PARTING:
        place -= 1
    return place < at - 1 and tokens[place].kind == "quote"


def _only_quoted(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> Cue | None:
    """Read verbs that tell of speech only beside words between marks."""
    if _previous(tokens, at) in BE or _previous(tokens, at) in NEGATIONS or _previous(tokens, at) == "to":
        return None
    if _is_behind_quotation(tokens, at):
        phrase, end = after_verb(tokens, at, runs)
        if phrase and phrase.kind != "unknown":
            tail, leads, medium = skip_tail(tokens, end, runs, listener=False)
            return Cue("quoted", tokens[at].lower, at, at, tail, phrase, inverted=True, leads=leads, medium=medium)
    phrase, start = before_verb(tokens, at, runs)
    if phrase is None or phrase.kind == "unknown":
        return None
    tail, leads, medium = skip_tail(tokens, at + 1, runs, listener=tokens[at].lower == "asked")
    beside = start > 0 and (
        tokens[start - 1].kind == "quote"
        or (tokens[start - 1].text == "," and start > 1 and tokens[start - 2].kind == "quote")
    )
    follows = next((place for place in range(tail, min(len(tokens), tail + 2)) if tokens[place].kind == "quote"), None)
    whole = start == 0 and tail + 1 >= len(tokens) and tail > at  # "Ada Lind asked." behind a quotation
    if not beside and follows is None and not whole and not (leads and tail >= len(tokens)):
        return None
    return Cue("quoted", tokens[at].lower, start, at, tail, phrase, leads=leads, medium=medium)


def _is_speech(token: Token) -> bool:
    return token.kind == "word" and (token.lower in PLAIN or token.lower in TELL)


def _describing(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> Cue | None:
    """Read "called it “a mistake”": words between marks within the same clause."""
    if tokens[at].lower not in DESCRIBING or _previous(tokens, at) in BE or _previous(tokens, at) in NEGATIONS:
        return None
    for place in range(at + 1, min(len(tokens), at + 18)):
        token = tokens[place]
        if token.kind == "quote":
            break
        if token.text in (";", "—", ":") or (_is_speech(token) and tokens[place - 1].lower not in _DETERMINERS):
            return None
    else:
        return None
    phrase: Phrase | None
    if tokens[at].lower.endswith("ing"):
        return Cue("describing", tokens[at].lower, at, at, at + 1, None)
    phrase, start = before_verb(tokens, at, runs)
    if phrase is None and not _shares_subject(tokens, at):
        return None
    if phrase is not None and phrase.kind == "unknown":
        return None
    return Cue("describing", tokens[at].lower, start if phrase else at, at, at + 1, phrase)
