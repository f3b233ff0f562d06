"""Whether a day in prose is over or to come, by the verbs of its clause; pure."""

import re
from collections.abc import Sequence
from typing import Literal

Tense = Literal["past", "future", "present", ""]

_REACH = 240  # characters either side; a clause is seldom longer
_END = re.compile(r"[;:!?\n“”\"]|(?<=[a-z0-9)%]{2})\.(?=\s|$)")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")

_TO_COME = frozenset(
    "will shall would may might must should can could cannot wo upcoming due scheduled slated expected "
    "planned plans planning intends hopes hoping wants pending tentatively expires expire looms awaits "
    "awaiting deadline".split()
)
# In the present they tell of what is fixed: “the talks resume on Friday”, “the deadline is Friday”
_FIXED = frozenset(
    "is are am isn aren meets meet begins begin starts start ends end opens open closes close resumes "
    "resume returns return travels travel leaves leave arrives arrive votes vote convenes convene gathers "
    "gather lapses lapse falls takes take follows visits visit hosts host rules rule decides decide sits "
    "sit flies fly goes go speaks speak hears do does don doesn hear runs run comes come holds hold faces "
    "face stops stop wait expects expect".split()
)
_OVER = frozenset(
    "was were did had has have said told met held began broke came went saw gave took made left sent spoke "
    "wrote brought fell fought got grew kept knew led lost paid rose ran sat sold stood struck swore taught "
    "thought threw understood withdrew won found felt flew forgot chose built bought caught drew drove "
    "heard hit shot shut cut put quit spent shook sought became blew ago since done gone given taken says "
    "wasn weren didn hadn hasn haven".split()
)
# “to” after these looks ahead, whatever the tense: “urged them to answer on Friday”
_FORWARD = frozenset(
    "due set expected scheduled planned plans plan planning agreed agree agrees hopes hope hoped ready want "
    "wants wanted likely promised promises vowed vows intends intended decided decides urged asked ordered "
    "demanded invited offered proposed threatened pledged prepared preparing going deadline chance "
    "invitation aims supposed willing about committed undertook "
    "until".split()
)
# “called on both sides to answer”: whom somebody urges stands right before “to”
_ADDRESSED = frozenset("them us both sides parties".split())
_NO_VERB = frozenset("the a an his her its their our my your this that these those each all any both".split())
_BEFORE_ADJECTIVE = _NO_VERB | frozenset("of for about with two three four five six most more many some".split())
_HELPING = frozenset("be been being is are was were gets get isn aren".split())
_ADVERBS = frozenset("only also then now still soon first finally probably never".split())
_NO_PAST = frozenset("need indeed speed feed seed breed united hundred embed bed red limited so-called".split())


def tense_at(text: str, start: int, end: int) -> Tense:
    """Find whether the clause around a span speaks of what is over or to come; "" where no verb tells.

    A present tense is "present": of a day it means one to come, of a month or a year it tells nothing.
    """
    left = _clause_before(text, start)
    near = left[joints[-1].end() :] if (joints := list(_JOINT.finditer(left))) else left
    nearest = _WORD.findall(near)
    if _HEADED.search(near) and _is_headline(text, start, end):
        return "future"
    return _look_back(nearest) or _look_on(nearest[-1:], _words_after(text, end)) or _look_back(_WORD.findall(left))


_JOINT = re.compile(r",\s+(?:so|but|and|while|whereas|although|though|because|then)\b")


_HEADED = re.compile(r"\bto [a-z]+(?: [a-z]+)*\s*$")  # “Talks to resume on Tuesday”
_SENTENCE = re.compile(r"[.!?…][”\"')]*\s*$")


def _is_headline(text: str, start: int, end: int) -> bool:
    """Tell a line that is no sentence, above all else or after an empty line: there “to” tells of what is to come."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    line = text[begin : stop if stop >= 0 else len(text)]
    return len(line) <= _LINE and stop >= 0 and not _SENTENCE.search(line)


_LINE = 160  # characters of the longest headline


def _clause_before(text: str, start: int) -> str:
    left = text[max(0, start - _REACH) : start].rstrip("“”\"' ")
    ends = list(_END.finditer(left))
    return left[ends[-1].end() :] if ends else left


def _words_after(text: str, end: int) -> list[str]:
    right = text[end : end + _REACH].lstrip("”\"' ")
    found = _END.search(right)
    return _WORD.findall(right[: found.start()] if found else right)


def _look_back(words: Sequence[str]) -> Tense:
    """Walk back from the day to the verb that it belongs to; “is on trial after her arrest in May” is over."""
    is_after = False
    for i in range(len(words) - 1, -1, -1):
        is_after = is_after or words[i] in ("after", "following", "since")
        if told := _tell(words, i):
            return "past" if is_after and told == "present" else told
    return ""


def _look_on(before: Sequence[str], after: Sequence[str]) -> Tense:
    """Walk on to the first verb: “On Monday the ministers will meet”."""
    words = [*before, *after]
    return next((told for i in range(len(before), len(words)) if (told := _tell(words, i))), "")


def _tell(words: Sequence[str], i: int) -> Tense:
    """Tell what one word says of the time, with the two before it; "" if nothing."""
    word, _, short = words[i].lower().replace("’", "'").partition("'")
    if word == "to":
        return _to(words, i)
    if word in _TO_COME or short == "ll":
        return _unless_noun(words, i, "future")
    if word in _FIXED:
        return _fixed(words, i)
    return "past" if short != "s" and _is_past(word, words, i) else ""


def _previous(words: Sequence[str], i: int, back: int = 1) -> str:
    return words[i - back].lower() if i >= back else ""


def _unless_noun(words: Sequence[str], i: int, told: Tense) -> Tense:
    """Pass over “may” as a month, “the will”, “the planned march”, “the vote”."""
    if words[i] in ("May", "March", "Will") or _previous(words, i) in _NO_VERB - {"this", "that"}:
        return "future" if words[i].lower() in ("upcoming", "planned", "scheduled", "expected", "deadline") else ""
    return told


def _to(words: Sequence[str], i: int) -> Tense:
    """Read “to answer” after a verb that looks ahead; another “to” leaves it to the verb before."""
    following = words[i + 1] if i + 1 < len(words) else ""
    if not following.islower() or following in _NO_VERB or following.endswith("ing"):
        return ""
    near = {_previous(words, i, back) for back in (1, 2, 3, 4)}
    if following == "be" or _previous(words, i) in (
        "is",
        "are",
        "was",
        "were",
        "be",
        "am",
        "has",
        "have",
        "needs",
        *_DAYS,
    ):
        return "future"  # “an interview to be published on Sunday”, “flew on Thursday to meet him on Friday”
    return "future" if near & _FORWARD or _previous(words, i) in _ADDRESSED else ""


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split())


def _fixed(words: Sequence[str], i: int) -> Tense:
    """Read a present tense, which of a day tells of what is to come."""
    previous = _previous(words, i)
    if previous in _OVER:
        return ""  # “came close”, “held open”
    if previous in _TO_COME | _NO_VERB | {"not", "to", "of", "in", "on", "for", "first", "last", "next", "s"}:
        return ""  # a noun: “the vote”, “the end”; or an infinitive, whose “to” tells
    if _previous(words, i, 2) in _TO_COME and previous in _ADVERBS:
        return ""  # “can only take place”
    return "present"


def _is_past(word: str, words: Sequence[str], i: int) -> bool:
    previous = next((before.lower() for before in reversed(words[:i]) if not before.endswith("ly")), "")
    if word in _OVER:
        return previous not in ("be", "to", "will", "would", "not")
    if not word.endswith("ed") or len(word) < 4 or word in _NO_PAST or not words[i].islower():
        return False
    return previous not in _BEFORE_ADJECTIVE | _HELPING
