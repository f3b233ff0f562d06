"""The statements of an article: what the cues of its sentences attribute, who speaks, and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.articles.content import (
    FEWEST_WORDS,
    before_comma,
    behind_circumstance,
    content_end,
    has_verb,
    is_content,
    is_inserted,
    is_trailing,
    opens_for,
    quote_before,
    resumes,
    skip_conjunctions,
)
from bot.articles.cue_days import CueDays
from bot.articles.cue_words import FINITE, PLAIN, TELL
from bot.articles.cues import Cue, find_cues
from bot.articles.draft_list import Draft, DraftList, Range
from bot.articles.later_names import name_later
from bot.articles.loose_quotations import LooseQuotations
from bot.articles.name_runs import Run
from bot.articles.people import People
from bot.articles.phrases import Phrase, read_noun
from bot.articles.quotation_marks import Quotation
from bot.articles.records import Speaker, Statement
from bot.articles.referents import Voice
from bot.articles.repeated_words import share_days
from bot.articles.sentences import Sentence, Token
from bot.articles.speakers import Discourse
from bot.articles.subjects import first_subject

_SUBORDINATE = frozenset("after because since when while where before though although".split())
_RETOLD = 0.7  # how sure a speaker is whose words another tells


class Statements:
    """Goes through the sentences of a text in their order and drafts what is said in them."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        quotations: Sequence[Quotation],
        people: People,
        published: date | None,
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._quotations = quotations
        self._people = people
        self._talk = Discourse(people)
        self._list = DraftList(text, quotations)
        self._days = CueDays(text, published, sentences=sentences, runs=people.runs, talk=self._talk)
        self._loose = LooseQuotations(text, sentences, drafts=self._list, talk=self._talk, days=self._days)
        self._within = (0, 0)  # the tokens round a cue that can say its day

    def find(self) -> list[Statement]:
        """Give all statements in the order of the text."""
        for number in range(len(self._sentences)):
            self._read(number)
        self._loose.settle()
        name_later(self._list.in_order())
        share_days(self._text, self._list.in_order(), self._quotations)
        return self._list.statements()

    # --- one sentence

    def _read(self, number: int) -> None:
        sentence = self._sentences[number]
        if number and self._sentences[number - 1].paragraph != sentence.paragraph:
            self._loose.settle()
        runs = self._people.runs[number]
        tokens = sentence.tokens
        cues = find_cues(tokens, runs)
        subject = first_subject(tokens, runs)
        last: Voice | None = None
        begun = 0
        for place, cue in enumerate(cues):
            if any(token.text == ":" for token in tokens[: cue.start]):
                self._talk.note_subject(subject, tokens[0].start)  # "His rival hit back: “…,” he said"
            if cue.at < begun and cue.kind != "according":
                continue
            self._within = begun, next((one.start for one in cues[place + 1 :] if _is_apart(tokens, one)), len(tokens))
            found = self._who(cue, tokens=tokens, runs=runs, subject=subject, last=last)
            end = self._take(number, cue, cues[place + 1 :], begun, found)
            if end is not None:
                begun = max(begun, end)
                last = found
                if found[0] and "statement" in cue.medium.split():
                    self._talk.issuer = found[0]
                if cue.kind != "according" or found[0]:
                    inner = cue.start > 0 and tokens[cue.start - 1].lower in _SUBORDINATE
                    self._talk.note_speaker(found[0], tokens[cue.at].start, is_inner=inner)
        self._talk.note_subject(subject, tokens[0].start if tokens else 0)
        if _issues_statement(tokens) and self._talk.subjects and subject:
            self._talk.issuer = self._talk.subjects[-1][1]
        self._loose.read(number, subject)

    def _who(
        self,
        cue: Cue,
        *,
        tokens: Sequence[Token],
        runs: Sequence[Run],
        subject: Phrase | None,
        last: Voice | None,
    ) -> Voice:
        at = tokens[cue.at].start
        if cue.phrase is not None and cue.phrase.text == "who":
            antecedent = _antecedent(tokens, cue, runs)
            return (
                self._talk.resolve(antecedent, at)
                if antecedent
                else (None, Speaker("", None, cue.phrase.span, 0.2, "who"))
            )
        if cue.phrase is not None:
            return self._talk.resolve(cue.phrase, at)
        if cue.kind in ("plain", "describing") and subject is not None and last is None:
            referent, speaker = self._talk.resolve(subject, at)
            return referent, replace(
                speaker, rule=f"{speaker.rule}, shared subject", confidence=min(speaker.confidence, 0.82)
            )
        if last is not None and last[0] is not None:
            return last[0], replace(last[1], rule="subject of the cue before", confidence=min(last[1].confidence, 0.88))
        if subject is not None:
            referent, speaker = self._talk.resolve(subject, at)
            return referent, replace(speaker, rule="subject of the sentence", confidence=min(speaker.confidence, 0.78))
        return None, Speaker("", None, None, 0.2, "participle without a subject")

    def _take(self, number: int, cue: Cue, later: Sequence[Cue], begun: int, found: Voice) -> int | None:
        """Draft what a cue attributes; gives the token up to which the sentence is used."""
        tokens = self._sentences[number].tokens
        if cue.kind == "refusal":
            end = content_end(self._text, tokens, cue.at, later, self._quotations)
            self._draft(number, [(cue.at, end)], cue=cue, found=found, rule="refusal to comment")
            return end
        if cue.kind == "according":
            return self._according(number, cue, later, begun, found)
        if cue.aside:
            return self._aside(number, cue, later, begun=begun, found=found)
        before = quote_before(tokens, cue.start, begun)
        if before is not None and cue.kind in ("plain", "quoted") and not self._list.is_claimed(tokens[before]):
            return self._backward(number, cue, later=later, begun=begun, quote=before, found=found)
        if cue.kind == "describing":
            return self._describing(number, cue, later, found)
        if cue.kind == "plain" and is_inserted(tokens, cue, begun):
            end = content_end(self._text, tokens, cue.tail + 1, later, self._quotations)
            first = skip_conjunctions(tokens, begun, cue.start)
            ranges = [(first, before_comma(tokens, cue.start)), (cue.tail + 1, end)]
            inner = _doubted(found) if _quotes_another(tokens[cue.tail + 1 : end]) else found
            self._draft(number, ranges, cue=cue, found=inner, rule="cue within the words")
            return end
        if cue.kind == "plain" and is_trailing(tokens, cue, begun):
            ranges = [(skip_conjunctions(tokens, begun, cue.start), before_comma(tokens, cue.start))]
            end = cue.tail
            if resumes(tokens, cue):
                end = content_end(self._text, tokens, cue.tail + 1, later, self._quotations)
                ranges.append((cue.tail + 1, end))
            self._draft(number, ranges, cue=cue, found=found, rule="cue behind the words")
            return end
        if cue.inverted and opens_for(tokens, cue, begun):
            end = content_end(self._text, tokens, cue.tail + 1, later, self._quotations)
            self._draft(number, [(cue.tail + 1, end)], cue=cue, found=found, rule="cue behind an opening")
            return end
        return self._forward(number, cue, later, begun, found)

    def _backward(
        self,
        number: int,
        cue: Cue,
        *,
        later: Sequence[Cue],
        begun: int,
        quote: int,
        found: Voice,
    ) -> int:
        """Draft "“…,” he said", and what goes on behind the cue."""
        tokens = self._sentences[number].tokens
        first = skip_conjunctions(tokens, begun, quote + 1)
        if quote > begun and tokens[quote - 1].text == ":":
            first = quote  # "He was guarded: “…,” he said"
        ranges = [(first, quote + 1)]
        tail = cue.tail
        onward = skip_conjunctions(tokens, tail, min(len(tokens), tail + 6))
        end = tail
        if later and quote_before(tokens, later[0].start, onward) == onward:
            onward = len(tokens)  # the next words have a cue of their own
        if onward < len(tokens) and tokens[onward].kind == "quote" and onward > tail + 1:
            self._draft(number, ranges, cue=cue, found=found, rule="words before their cue")
            end = content_end(self._text, tokens, onward, later, self._quotations)
            self._draft(number, [(onward, end)], cue=cue, found=found, rule="more words behind the cue")
            return end
        if onward < len(tokens) and tokens[onward].kind == "quote":
            end = content_end(self._text, tokens, onward, later, self._quotations)
            ranges.append((onward, end))
        elif cue.leads and tail < len(tokens):
            end = content_end(self._text, tokens, tail, later, self._quotations)
            ranges.append((tail, end))
        self._draft(number, ranges, cue=cue, found=found, rule="words before their cue")
        return max(end, tail)

    def _aside(
        self,
        number: int,
        cue: Cue,
        later: Sequence[Cue],
        *,
        begun: int,
        found: Voice,
    ) -> int | None:
        """Draft "As X put it, “…”" and "The matter, as X said, will be …"; at the end it only tells the chain."""
        tokens = self._sentences[number].tokens
        first = skip_conjunctions(tokens, begun, cue.start - 1)
        comma = next((at for at in range(cue.tail, min(len(tokens), cue.tail + 25)) if tokens[at].text == ","), None)
        quote = next((at for at in range(cue.tail, len(tokens)) if tokens[at].kind == "quote"), None)
        closed = quote_before(tokens, cue.start - 1, begun)
        if closed is not None and not self._list.is_claimed(tokens[closed]):
            self._draft(number, [(closed, closed + 1)], cue=cue, found=found, rule="as somebody said")
            return cue.tail
        if first >= cue.start - 1 and quote is not None and (comma is None or quote > comma or quote == cue.tail):
            self._draft(number, [(quote, quote + 1)], cue=cue, found=found, rule="as somebody said")
            return quote + 1
        if comma is None or comma + 2 >= len(tokens):
            return None
        end = content_end(self._text, tokens, comma + 1, later, self._quotations)
        ranges = [(comma + 1, end)]
        if first < cue.start - 2:
            ranges.insert(0, (first, before_comma(tokens, cue.start - 1)))
        self._draft(number, ranges, cue=cue, found=found, rule="as somebody said")
        return end

    def _forward(self, number: int, cue: Cue, later: Sequence[Cue], begun: int, found: Voice) -> int | None:
        """Draft "he said that …", "he said: “…”"."""
        tokens = self._sentences[number].tokens
        first = cue.tail
        if (
            first < len(tokens)
            and tokens[first].text == ","
            and first + 1 < len(tokens)
            and tokens[first + 1].kind == "quote"
        ):
            first += 1
        elif cue.leads and first + 1 < len(tokens) and tokens[first].text == ",":
            first += 1  # "he added that, if they were to call, “…”"
        first = behind_circumstance(tokens, first, cue)
        if first >= len(tokens) or (tokens[first].kind == "mark" and tokens[first].text not in ("$", "(", "[")):
            return self._without_words(number, cue, begun, found)
        end = content_end(self._text, tokens, first, later, self._quotations)
        content = tokens[first:end]
        if not is_content(content, cue):
            return None
        rule = "words behind their cue" if cue.kind != "participle" else "participle"
        colon = next((at for at in range(first + FEWEST_WORDS, end - 1) if tokens[at].text == ":"), None)
        if colon and tokens[colon + 1].kind == "quote":
            self._draft(number, [(first, colon)], cue=cue, found=found, rule=rule)
            first, rule = colon + 1, "exact words behind a colon"
        self._draft(number, [(first, end)], cue=cue, found=found, rule=rule)
        return end

    def _without_words(self, number: int, cue: Cue, begun: int, found: Voice) -> int | None:
        """Join "Lavrov said." to the quotation of the sentence before, or keep who is introduced for the next."""
        tokens = self._sentences[number].tokens
        if self._tells_again(number, cue, begun, found):
            return cue.tail
        if cue.leads or (tokens and tokens[-1].text == ":"):
            self._loose.introduce(self._make(number, [], cue=cue, found=found, rule="introduced with a colon"), number)
            return cue.tail
        if cue.start == skip_conjunctions(tokens, 0, cue.start) and number and begun == 0:
            previous = self._sentences[number - 1]
            last = previous.tokens[-1] if previous.tokens else None
            if (
                last
                and last.kind == "quote"
                and previous.paragraph == self._sentences[number].paragraph
                and not self._list.is_claimed(last)
            ):
                self._loose.release(number - 1, len(previous.tokens) - 1)
                self._draft(
                    number - 1,
                    [(len(previous.tokens) - 1, len(previous.tokens))],
                    cue=cue,
                    found=found,
                    rule="cue in the next sentence",
                )
                return cue.tail
        return None

    def _tells_again(self, number: int, cue: Cue, begun: int, found: Voice) -> bool:
        """Doubt "Putin told Peskov that …" where ", Biden said" stands behind it: it is Biden's word for it."""
        last = self._list.drafts[-1] if self._list.drafts else None
        sentence = self._sentences[number]
        if not begun or cue.phrase is None or last is None or last.spans[0][0] < sentence.start or last.quotes:
            return False
        is_behind = before_comma(sentence.tokens, cue.start) == before_comma(sentence.tokens, begun)
        same = last.referent is not None and found[0] is not None and last.referent.same(found[0])
        if not is_behind or same:
            return False
        if last.referent is None or last.referent.known is None:
            self._list.drop(last)  # "Rebels have told the Red Cross where he is, a source said": the source's words
            content = (skip_conjunctions(sentence.tokens, 0, cue.start), before_comma(sentence.tokens, cue.start))
            self._draft(number, [content], cue=cue, found=found, rule="cue behind what somebody told")
            return True
        last.doubt(_RETOLD)
        last.medium = last.medium or f"{cue.verb} {cue.phrase.text}"
        last.rules.append("told again by another")
        return True

    def _according(self, number: int, cue: Cue, later: Sequence[Cue], begun: int, found: Voice) -> int | None:
        tokens = self._sentences[number].tokens
        if begun and begun > cue.start - 3 and self._list.drafts:
            draft = self._list.drafts[-1]  # "he said …, according to Reuters": the chain, not another speaker
            draft.medium = draft.medium or f"according to {cue.phrase.text if cue.phrase else ''}"
            return cue.tail
        leading = skip_conjunctions(tokens, begun, cue.start) >= cue.start
        if not leading:
            last = before_comma(tokens, cue.start)
            first = skip_conjunctions(tokens, begun, last)
            if _goes_on(tokens, cue):
                end = content_end(self._text, tokens, cue.tail + 1, later, self._quotations)
                whole = not has_verb(tokens[first:last])
                ranges = [(first, last), (cue.tail + 1, end)] if whole else [(cue.tail + 1, end)]
                self._draft(number, ranges, cue=cue, found=found, rule="according to, within the words")
                return end
            if first < last and tokens[first].lower in ("who", "which", "whose") and self._list.drafts:
                draft = self._list.drafts[-1]  # said Diendere, who led the talks, according to Reuters
                draft.medium = draft.medium or f"according to {cue.phrase.text if cue.phrase else ''}"
                return cue.tail
            if not _holds_words(tokens[first:last]) or not has_verb(tokens[first:last]):
                return None  # "Farole, according to his office, told …"
            self._draft(number, [(first, last)], cue=cue, found=found, rule="according to, behind the words")
            return cue.tail
        near = range(cue.tail, min(len(tokens), cue.tail + 9))
        comma = next((at for at in near if tokens[at].kind != "word"), len(tokens))
        if comma >= len(tokens) or tokens[comma].text != ",":
            return None
        first = comma + 1
        while first < len(tokens) and tokens[first].lower in ("quoting", "citing", "which", "who"):
            first = next((at + 1 for at in range(first, len(tokens)) if tokens[at].text == ","), len(tokens))
        end = content_end(self._text, tokens, first, later, self._quotations)
        if not _holds_words(tokens[first:end]) or _is_speech(tokens[first]):
            return None  # "In her view, says Ruiz, …": the verb has the words
        self._draft(number, [(first, end)], cue=cue, found=found, rule="according to, before the words")
        return end

    def _describing(self, number: int, cue: Cue, later: Sequence[Cue], found: Voice) -> int | None:
        """Draft "called the raid “an act of war”": up to the last words between marks."""
        tokens = self._sentences[number].tokens
        end = content_end(self._text, tokens, cue.at + 1, later, self._quotations)
        quotes = [at for at in range(cue.at + 1, end) if tokens[at].kind == "quote"]
        if not _ends(tokens) or not quotes or sum(self._list.words_of(tokens[at]) for at in quotes) < 2:
            return None
        first = cue.at + (2 if tokens[cue.at + 1].lower in ("on", "for", "upon") else 1)
        self._draft(
            number, [(first, quotes[-1] + 1)], cue=cue, found=found, rule="words for something", confidence=0.75
        )
        return quotes[-1] + 1

    def _draft(
        self, number: int, ranges: list[Range], *, cue: Cue, found: Voice, rule: str, confidence: float = 0.9
    ) -> None:
        self._list.add(self._make(number, ranges, cue=cue, found=found, rule=rule, confidence=confidence))

    def _make(
        self, number: int, ranges: list[Range], *, cue: Cue, found: Voice, rule: str, confidence: float = 0.9
    ) -> Draft:
        draft = self._list.make(self._sentences[number], ranges, voice=found, rules=[rule], confidence=confidence)
        draft.said_on = self._days.find(number, cue, found[0], ranges=ranges, within=self._within)
        draft.medium = cue.medium
        if draft.said_on:
            draft.rules.append(draft.said_on.rule)
        if cue.hearsay:
            draft.doubt(0.5)
        return draft


def _is_speech(token: Token) -> bool:
    return token.lower in PLAIN or token.lower in TELL


def _goes_on(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell "which, according to him, “…”" and "A deal, in his view, is over", not "Farole, according to him, said"."""
    if tokens[cue.start - 1].text != "," or cue.tail + 2 >= len(tokens) or tokens[cue.tail].text != ",":
        return False
    following = tokens[cue.tail + 1]
    return following.kind == "quote" or (following.lower in FINITE and cue.verb == "in view")


def _quotes_another(tokens: Sequence[Token]) -> bool:
    """Tell "The leader, Warsame said, had answered: “…”": the words between marks are the leader's."""
    verbs = [at for at, token in enumerate(tokens[:-1]) if token.lower in PLAIN or token.lower in TELL]
    return any(tokens[at + 1].kind == "quote" or tokens[at + 1].text in (":", ",") for at in verbs)


def _doubted(voice: Voice) -> Voice:
    return voice[0], replace(voice[1], confidence=min(voice[1].confidence, _RETOLD))


def _holds_words(tokens: Sequence[Token]) -> bool:
    return len(tokens) >= FEWEST_WORDS or any(token.kind == "quote" for token in tokens)


def _issues_statement(tokens: Sequence[Token]) -> bool:
    """Tell "The office issued a statement on Saturday"."""
    return any(
        token.lower in ("issued", "released", "published")
        and any(one.lower == "statement" for one in tokens[at + 1 : at + 5])
        for at, token in enumerate(tokens)
    )


def _ends(tokens: Sequence[Token]) -> bool:
    """Tell a sentence from a heading, which has no stop."""
    last = tokens[-1]
    return last.kind == "quote" or (last.kind == "mark" and last.text not in (",", "-", "–"))


def _is_apart(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell a cue of its own from "announcing it" in "Blinken said when announcing it Wednesday"."""
    return cue.kind != "participle" or (cue.start > 0 and tokens[cue.start - 1].kind != "word")


def _antecedent(tokens: Sequence[Token], cue: Cue, runs: Sequence[Run]) -> Phrase | None:
    """Find whom "who" means: the name before it."""
    who = next((at for at in range(cue.at - 1, -1, -1) if tokens[at].lower == "who"), None)
    if who is None:
        return None
    end = who - 1 if who and tokens[who - 1].text == "," else who
    start = end
    while start > 0 and tokens[start - 1].kind == "word" and end - start < 8 and not _parts(tokens[start - 1]):
        start -= 1
    return read_noun(tokens, start, end, runs) if end > start else None


def _parts(token: Token) -> bool:
    """Tell a verb or preposition before the one whom "who" means."""
    word = token.lower
    return (
        word in FINITE
        or word in ("to", "by", "from", "with", "told", "said", "met")
        or (word.endswith("ed") and token.text.islower())
    )
