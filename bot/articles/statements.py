"""The statements of an article: what its cues and quotation marks hold, who speaks, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.articles.cue_words import FINITE, HAVE
from bot.articles.cues import Cue, find_cues
from bot.articles.name_runs import Run
from bot.articles.people import People
from bot.articles.phrases import Phrase, read_noun
from bot.articles.quotation_marks import Quotation
from bot.articles.records import SaidOn, Span, Speaker, Statement
from bot.articles.said_days import find_day
from bot.articles.sentences import Sentence, Token
from bot.articles.speakers import Discourse, Referent
from bot.articles.subjects import first_subject

_FEWEST_WORDS = 3  # of a paraphrase; fewer say nothing that could be taken
_FEWEST_QUOTED = 4  # of words between marks beside no cue; fewer only distance the writer from a word
_CLAUSE_VERBS = frozenset(
    "say tell add insist claim warn state argue acknowledge admit maintain concede stress explain complain".split()
)
_NEVER_BARE = frozenset(
    "report believe comment respond answer estimate relate suggest reveal write tweet reply remark observe "
    "recall counter testify highlight swear indicate disclose note announce vow pledge promise repeat".split()
)
_ON = frozenset("but while as though although and whereas yet which after before when with even because or if".split())
_ALWAYS_CUT = frozenset("but while though although whereas yet".split())


@dataclass(slots=True)
class _Draft:
    spans: list[Span]
    speaker: Speaker
    referent: Referent | None
    said_on: SaidOn | None
    rules: list[str]
    medium: str = ""
    confidence: float = 0.9
    continues: bool = False
    paragraph: int = 0
    quotes: tuple[int, ...] = ()


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
        self._published = published
        self._talk = Discourse(people)
        self._drafts: list[_Draft] = []
        self._claimed: set[int] = set()
        self._days: list[tuple[Referent, date]] = []
        self._pending: tuple[_Draft, int] | None = None  # who was introduced, and in which sentence
        self._from, self._until = 0, 0  # the tokens round a cue that can say its day
        self._waiting: list[tuple[int, int]] = []  # quotations without a speaker so far, with their sentence

    def find(self) -> list[Statement]:
        """Give all statements in the order of the text."""
        for number in range(len(self._sentences)):
            self._read(number)
        self._settle_waiting(len(self._sentences))
        drafts = sorted(self._drafts, key=lambda draft: draft.spans[0])
        return [self._statement(draft) for draft in drafts]

    # --- one sentence

    def _read(self, number: int) -> None:
        sentence = self._sentences[number]
        if number and self._sentences[number - 1].paragraph != sentence.paragraph:
            self._settle_waiting(number)
        runs = self._people.runs[number]
        tokens = sentence.tokens
        cues = find_cues(tokens, runs)
        subject = first_subject(tokens, runs)
        last: tuple[Referent | None, Speaker] | None = None
        begun = 0
        for place, cue in enumerate(cues):
            if any(token.text == ":" for token in tokens[: cue.start]):
                self._talk.note_subject(subject, tokens[0].start)  # "His rival hit back: “…,” he said"
            if cue.at < begun and cue.kind != "according":
                continue
            self._from = begun
            self._until = next((one.start for one in cues[place + 1 :] if _is_apart(tokens, one)), len(tokens))
            found = self._who(cue, tokens=tokens, runs=runs, subject=subject, last=last)
            end = self._take(number, cue, cues[place + 1 :], begun, found)
            if end is not None:
                begun = max(begun, end)
                last = found
                if cue.kind != "according" or found[0]:
                    self._talk.note_speaker(found[0], tokens[cue.at].start)
        self._talk.note_subject(subject, tokens[0].start if tokens else 0)
        self._leftovers(number, subject)

    def _who(
        self,
        cue: Cue,
        *,
        tokens: Sequence[Token],
        runs: Sequence[Run],
        subject: Phrase | None,
        last: tuple[Referent | None, Speaker] | None,
    ) -> tuple[Referent | None, Speaker]:
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

    def _take(
        self, number: int, cue: Cue, later: Sequence[Cue], begun: int, found: tuple[Referent | None, Speaker]
    ) -> int | None:
        """Draft what a cue attributes; gives the token up to which the sentence is used."""
        tokens = self._sentences[number].tokens
        if cue.kind == "refusal":
            end = _content_end(self._text, tokens, cue.at, later, self._quotations)
            self._draft(number, [(cue.at, end)], cue=cue, found=found, rule="refusal to comment")
            return end
        if cue.kind == "according":
            return self._according(number, cue, later, begun, found)
        if cue.aside:
            return self._aside(number, cue, later, begun=begun, found=found)
        before = _quote_before(tokens, cue.start, begun)
        if before is not None and cue.kind in ("plain", "quoted") and not self._is_claimed(tokens[before]):
            return self._backward(number, cue, later=later, begun=begun, quote=before, found=found)
        if cue.kind == "describing":
            return self._describing(number, cue, later, found)
        if cue.kind == "plain" and _is_inserted(tokens, cue, begun):
            end = _content_end(self._text, tokens, cue.tail + 1, later, self._quotations)
            first = _skip_conjunctions(tokens, begun, cue.start)
            ranges = [(first, _before_comma(tokens, cue.start)), (cue.tail + 1, end)]
            self._draft(number, ranges, cue=cue, found=found, rule="cue within the words")
            return end
        if cue.kind == "plain" and self._is_trailing(tokens, cue, begun):
            content = (_skip_conjunctions(tokens, begun, cue.start), _before_comma(tokens, cue.start))
            self._draft(number, [content], cue=cue, found=found, rule="cue behind the words")
            return cue.tail
        return self._forward(number, cue, later, begun, found)

    def _is_claimed(self, token: Token) -> bool:
        return token.quotation in self._claimed

    def _backward(
        self,
        number: int,
        cue: Cue,
        *,
        later: Sequence[Cue],
        begun: int,
        quote: int,
        found: tuple[Referent | None, Speaker],
    ) -> int:
        """Draft "“…,” he said", and what goes on behind the cue."""
        tokens = self._sentences[number].tokens
        first = _skip_conjunctions(tokens, begun, quote + 1)
        if quote > begun and tokens[quote - 1].text == ":":
            first = quote  # "He was guarded: “…,” he said"
        ranges = [(first, quote + 1)]
        tail = cue.tail
        onward = _skip_conjunctions(tokens, tail, min(len(tokens), tail + 6))
        end = tail
        if onward < len(tokens) and tokens[onward].kind == "quote" and onward > tail + 1:
            self._draft(number, ranges, cue=cue, found=found, rule="words before their cue")
            end = _content_end(self._text, tokens, onward, later, self._quotations)
            self._draft(number, [(onward, end)], cue=cue, found=found, rule="more words behind the cue")
            return end
        if onward < len(tokens) and tokens[onward].kind == "quote":
            end = _content_end(self._text, tokens, onward, later, self._quotations)
            ranges.append((onward, end))
        elif cue.leads and tail < len(tokens):
            end = _content_end(self._text, tokens, tail, later, self._quotations)
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
        found: tuple[Referent | None, Speaker],
    ) -> int | None:
        """Draft "As X put it, “…”" and "The matter, as X said, will be …"; at the end of a sentence it tells the chain."""
        tokens = self._sentences[number].tokens
        first = _skip_conjunctions(tokens, begun, cue.start - 1)
        comma = next((at for at in range(cue.tail, min(len(tokens), cue.tail + 25)) if tokens[at].text == ","), None)
        quote = next((at for at in range(cue.tail, len(tokens)) if tokens[at].kind == "quote"), None)
        if first >= cue.start - 1 and quote is not None and (comma is None or quote > comma or quote == cue.tail):
            self._draft(number, [(quote, quote + 1)], cue=cue, found=found, rule="as somebody said")
            return quote + 1
        if comma is None or comma + 2 >= len(tokens):
            return None
        end = _content_end(self._text, tokens, comma + 1, later, self._quotations)
        ranges = [(comma + 1, end)]
        if first < cue.start - 2:
            ranges.insert(0, (first, _before_comma(tokens, cue.start - 1)))
        self._draft(number, ranges, cue=cue, found=found, rule="as somebody said")
        return end

    def _is_trailing(self, tokens: Sequence[Token], cue: Cue, begun: int) -> bool:
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
        return over and _has_verb(tokens[begun : cue.start - 1])

    def _forward(
        self, number: int, cue: Cue, later: Sequence[Cue], begun: int, found: tuple[Referent | None, Speaker]
    ) -> int | None:
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
        if first >= len(tokens) or (tokens[first].kind == "mark" and tokens[first].text not in ("$", "(", "[")):
            return self._without_words(number, cue, begun, found)
        end = _content_end(self._text, tokens, first, later, self._quotations)
        content = tokens[first:end]
        if not self._is_content(content, cue):
            return None
        self._draft(
            number,
            [(first, end)],
            cue=cue,
            found=found,
            rule="words behind their cue" if cue.kind != "participle" else "participle",
        )
        return end

    def _is_content(self, content: Sequence[Token], cue: Cue) -> bool:
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
        if len(words) < _FEWEST_WORDS:
            return False
        if cue.leads:
            return True
        if cue.verb in _NEVER_BARE and not _begins_clause(words):
            return False
        if cue.verb == "believe":
            return False
        return _is_finite(content) or cue.verb in ("say", "tell", "add")

    def _without_words(self, number: int, cue: Cue, begun: int, found: tuple[Referent | None, Speaker]) -> int | None:
        """Join "Lavrov said." to the quotation of the sentence before, or keep who is introduced for the next."""
        tokens = self._sentences[number].tokens
        if cue.leads or (tokens and tokens[-1].text == ":"):
            self._pending = (self._make(number, [], cue=cue, found=found, rule="introduced with a colon"), number)
            return cue.tail
        if cue.start == _skip_conjunctions(tokens, 0, cue.start) and number and begun == 0:
            previous = self._sentences[number - 1]
            last = previous.tokens[-1] if previous.tokens else None
            if (
                last
                and last.kind == "quote"
                and previous.paragraph == self._sentences[number].paragraph
                and not self._is_claimed(last)
            ):
                if (number - 1, len(previous.tokens) - 1) in self._waiting:
                    self._waiting.remove((number - 1, len(previous.tokens) - 1))
                self._draft(
                    number - 1,
                    [(len(previous.tokens) - 1, len(previous.tokens))],
                    cue=cue,
                    found=found,
                    rule="cue in the next sentence",
                )
                return cue.tail
        return None

    def _according(
        self, number: int, cue: Cue, later: Sequence[Cue], begun: int, found: tuple[Referent | None, Speaker]
    ) -> int | None:
        tokens = self._sentences[number].tokens
        if begun and begun > cue.start - 3 and self._drafts:
            draft = self._drafts[-1]  # "he said …, according to Reuters": the chain, not another speaker
            draft.medium = draft.medium or f"according to {cue.phrase.text if cue.phrase else ''}"
            return cue.tail
        leading = _skip_conjunctions(tokens, begun, cue.start) >= cue.start
        if not leading:
            last = _before_comma(tokens, cue.start)
            first = _skip_conjunctions(tokens, begun, last)
            if last - first < _FEWEST_WORDS:
                return None
            self._draft(number, [(first, last)], cue=cue, found=found, rule="according to, behind the words")
            return cue.tail
        comma = cue.tail
        if comma >= len(tokens) or tokens[comma].text != ",":
            return None
        first = comma + 1
        while first < len(tokens) and tokens[first].lower in ("quoting", "citing", "which", "who"):
            first = next((at + 1 for at in range(first, len(tokens)) if tokens[at].text == ","), len(tokens))
        end = _content_end(self._text, tokens, first, later, self._quotations)
        if end - first < _FEWEST_WORDS:
            return None
        self._draft(number, [(first, end)], cue=cue, found=found, rule="according to, before the words")
        return end

    def _describing(
        self, number: int, cue: Cue, later: Sequence[Cue], found: tuple[Referent | None, Speaker]
    ) -> int | None:
        """Draft "called the raid “an act of war”": up to the last words between marks."""
        tokens = self._sentences[number].tokens
        end = _content_end(self._text, tokens, cue.at + 1, later, self._quotations)
        quotes = [at for at in range(cue.at + 1, end) if tokens[at].kind == "quote"]
        if not quotes or sum(self._words_of(tokens[at]) for at in quotes) < 2:
            return None
        first = cue.at + (2 if tokens[cue.at + 1].lower in ("on", "for", "upon") else 1)
        self._draft(
            number, [(first, quotes[-1] + 1)], cue=cue, found=found, rule="words for something", confidence=0.75
        )
        return quotes[-1] + 1

    def _words_of(self, token: Token) -> int:
        quotation = self._quotations[token.quotation]
        return len(self._text[quotation.inner[0] : quotation.inner[1]].split())

    # --- quotations beside no cue

    def _leftovers(self, number: int, subject: Phrase | None) -> None:
        sentence = self._sentences[number]
        tokens = sentence.tokens
        for at, token in enumerate(tokens):
            if token.kind != "quote" or self._is_claimed(token) or token.quotation < 0:
                continue
            alone = all(other.kind != "word" for other in tokens)
            if alone or self._quotations[token.quotation].continues:
                self._alone(number, at)
            elif self._words_of(token) >= _FEWEST_QUOTED:
                self._in_sentence(number, at, subject)

    def _alone(self, number: int, at: int) -> None:
        """Give words that stand alone to who was introduced, or who spoke just before in the paragraph."""
        sentence = self._sentences[number]
        token = sentence.tokens[at]
        if self._pending and number - self._pending[1] <= 1:
            self._follow(number, at, self._pending[0], "introduced with a colon", 0.93)
            self._pending = (self._pending[0], number) if not self._quotations[token.quotation].closed else None
            return
        last = self._last_draft(number)
        if self._quotations[token.quotation].continues and last and last.quotes:
            self._follow(number, at, last, "quotation goes on in the next paragraph", 0.93)
        elif last and last.paragraph == sentence.paragraph and last.quotes and self._is_next(last, number):
            self._follow(number, at, last, "quotation goes on behind its cue", 0.93)
        elif self._words_of(token) >= 2:
            self._waiting.append((number, at))

    def _is_next(self, draft: _Draft, number: int) -> bool:
        before = self._sentences[number - 1] if number else None
        return before is not None and draft.spans[-1][1] >= before.start - 1

    def _last_draft(self, number: int) -> _Draft | None:
        at = self._sentences[number].start
        past = [draft for draft in self._drafts[-8:] if draft.spans[-1][1] <= at]
        return max(past, key=lambda draft: draft.spans[-1][1]) if past else None

    def _follow(self, number: int, at: int, draft: _Draft, rule: str, most: float) -> None:
        sentence = self._sentences[number]
        speaker = replace(draft.speaker, confidence=min(draft.speaker.confidence, most))
        followed = _Draft(
            [self._span(sentence.tokens, at, at + 1)],
            speaker,
            draft.referent,
            draft.said_on,
            [rule, speaker.rule],
            draft.medium,
            draft.confidence,
            True,
            sentence.paragraph,
            (sentence.tokens[at].quotation,),
        )
        self._claimed.add(sentence.tokens[at].quotation)
        self._drafts.append(followed)
        self._talk.note_speaker(draft.referent, sentence.start)

    def _in_sentence(self, number: int, at: int, subject: Phrase | None) -> None:
        """Give longer words between marks within a sentence to its subject, never as sure."""
        sentence = self._sentences[number]
        tokens = sentence.tokens
        if _is_title(self._text, self._quotations[tokens[at].quotation]):
            return
        if subject is None or subject.span[0] > tokens[at].start:
            return
        referent, speaker = self._talk.resolve(subject, tokens[at].start)
        if referent is None:
            return
        colon = at and tokens[at - 1].text == ":"
        speaker = replace(
            speaker, confidence=min(speaker.confidence, 0.75 if colon else 0.5), rule="subject of the sentence"
        )
        self._add(number, [(at, at + 1)], (referent, speaker), ["words between marks beside no cue"], confidence=0.6)

    def _settle_waiting(self, number: int) -> None:
        """At the end of a paragraph, give what waits to who spoke later in it, or in the paragraph before."""
        for place, at in self._waiting:
            sentence = self._sentences[place]
            if self._is_claimed(sentence.tokens[at]):
                continue
            later = [
                draft
                for draft in self._drafts
                if draft.paragraph == sentence.paragraph and draft.spans[0][0] > sentence.start and draft.quotes
            ]
            before = [
                draft
                for draft in self._drafts
                if draft.paragraph < sentence.paragraph and sentence.paragraph - draft.paragraph <= 2
            ]
            if later:
                self._follow(place, at, later[0], "quotation before one of the same paragraph", 0.82)
            elif before:
                self._follow(
                    place,
                    at,
                    max(before, key=lambda draft: draft.spans[-1][1]),
                    "quotation after another paragraph",
                    0.7,
                )
            else:
                self._add(
                    place,
                    [(at, at + 1)],
                    (None, Speaker("", None, None, 0.2, "nobody before it")),
                    ["words alone"],
                    confidence=0.6,
                )
        self._waiting.clear()

    # --- drafts

    def _draft(
        self,
        number: int,
        ranges: list[tuple[int, int]],
        *,
        cue: Cue,
        found: tuple[Referent | None, Speaker],
        rule: str,
        confidence: float = 0.9,
    ) -> None:
        draft = self._make(number, ranges, cue=cue, found=found, rule=rule, confidence=confidence)
        self._claimed.update(draft.quotes)
        if draft.spans:
            self._drafts.append(draft)

    def _make(
        self,
        number: int,
        ranges: list[tuple[int, int]],
        *,
        cue: Cue,
        found: tuple[Referent | None, Speaker],
        rule: str,
        confidence: float = 0.9,
    ) -> _Draft:
        sentence = self._sentences[number]
        tokens = sentence.tokens
        said_on = self._said_on(number, ranges, cue, found[0])
        draft = self._blank(number, ranges, found, [rule], confidence)
        draft.said_on, draft.medium = said_on, cue.medium
        if said_on:
            draft.rules.append(said_on.rule)
        if tokens and cue.hearsay:
            draft.speaker = replace(draft.speaker, confidence=min(draft.speaker.confidence, 0.5))
        return draft

    def _blank(
        self,
        number: int,
        ranges: list[tuple[int, int]],
        found: tuple[Referent | None, Speaker],
        rules: list[str],
        confidence: float,
    ) -> _Draft:
        sentence = self._sentences[number]
        tokens = sentence.tokens
        quotes = tuple(
            token.quotation
            for first, last in ranges
            for token in tokens[first:last]
            if token.kind == "quote" and token.quotation >= 0
        )
        spans = [self._span(tokens, first, last) for first, last in ranges if last > first]
        return _Draft(
            spans, found[1], found[0], None, [*rules, found[1].rule], "", confidence, False, sentence.paragraph, quotes
        )

    def _add(
        self,
        number: int,
        ranges: list[tuple[int, int]],
        found: tuple[Referent | None, Speaker],
        rules: list[str],
        confidence: float,
    ) -> None:
        draft = self._blank(number, ranges, found, rules, confidence)
        draft.said_on = self._assumed(found[0])
        self._claimed.update(draft.quotes)
        self._drafts.append(draft)

    def _span(self, tokens: Sequence[Token], first: int, last: int) -> Span:
        while last > first + 1 and tokens[last - 1].kind == "mark" and tokens[last - 1].text not in (")", "]", "…"):
            last -= 1
        return self._edge(tokens[first])[0], self._edge(tokens[last - 1])[1]

    def _edge(self, token: Token) -> Span:
        if token.kind == "quote" and token.quotation >= 0:
            return self._quotations[token.quotation].inner
        return token.start, token.end

    def _said_on(
        self, number: int, ranges: list[tuple[int, int]], cue: Cue, referent: Referent | None
    ) -> SaidOn | None:
        if self._published is None:
            return None
        tokens = self._sentences[number].tokens
        last = max((end for _first, end in ranges), default=0)
        behind = tokens[max(last, cue.tail) : self._until] if not cue.leads else ()
        found = (
            find_day(tokens[cue.start : cue.tail], self._published)
            or find_day(_outside(tokens, self._from, cue.start, ranges), self._published)
            or find_day(behind, self._published)
        )
        if found and found[0] <= self._published:
            if referent:
                self._days.append((referent, found[0]))
            return SaidOn(found[0], True, found[1])
        if (
            cue.at
            and any(tokens[at].lower in ("has", "have", "had") for at in range(max(0, cue.at - 2), cue.at))
            and cue.kind == "plain"
        ):
            return None
        return self._assumed(referent, number)

    def _assumed(self, referent: Referent | None, number: int | None = None) -> SaidOn | None:
        if self._published is None:
            return None
        for other, day in reversed(self._days):
            if referent and other.same(referent):
                return SaidOn(day, False, "day of the speaker's words before")
        if number:
            before = self._sentences[number - 1]
            subject = first_subject(before.tokens, self._people.runs[number - 1])
            found = find_day(before.tokens, self._published)
            if found and found[0] <= self._published and self._is_context(before.tokens, subject, referent):
                return SaidOn(found[0], False, "day of the sentence before")
        return SaidOn(self._published, False, "day of publication")

    def _is_context(self, tokens: Sequence[Token], subject: Phrase | None, referent: Referent | None) -> bool:
        meeting = any(
            token.lower in ("meeting", "session", "summit", "conference", "briefing", "talks", "hearing")
            and tokens[min(at + 1, len(tokens) - 1)].lower in (*_DAYS, "on")
            for at, token in enumerate(tokens)
        )
        if meeting or subject is None or referent is None:
            return meeting
        other, _speaker = self._talk.resolve(subject, tokens[0].start)
        return other is not None and (
            other.same(referent) or bool(set(other.name.lower().split()[-1:]) & set(referent.name.lower().split()))
        )

    def _statement(self, draft: _Draft) -> Statement:
        quoted = sum(self._quoted(span) for span in draft.spans)
        whole = sum(len(self._text[start:end].split()) for start, end in draft.spans)
        share = quoted / max(1, whole)
        kind = "direct" if share > 0.9 else "mixed" if quoted else "indirect"
        faulty = any(self._quotations[number].fault for number in draft.quotes)
        confidence = min(draft.confidence, draft.speaker.confidence, 0.5 if faulty else 1.0)
        speaker = replace(draft.speaker, confidence=min(draft.speaker.confidence, 0.7)) if faulty else draft.speaker
        rules = [*draft.rules, "faulty marks"] if faulty else draft.rules
        return Statement(
            kind,
            tuple(draft.spans),
            speaker,
            draft.said_on,
            round(confidence, 2),
            draft.medium,
            tuple(rules),
            draft.continues,
            draft.paragraph,
        )

    def _quoted(self, span: Span) -> int:
        """Count the words of a span that stand between marks."""
        return sum(
            len(self._text[max(span[0], one.inner[0]) : min(span[1], one.inner[1])].split())
            for one in self._quotations
            if one.inner[0] < span[1] and span[0] < one.inner[1]
        )


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday")


def _is_apart(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell a cue of its own from "announcing it" in "Blinken said when announcing it Wednesday"."""
    return cue.kind != "participle" or (cue.start > 0 and tokens[cue.start - 1].kind != "word")


def _outside(tokens: Sequence[Token], begun: int, end: int, ranges: Sequence[tuple[int, int]]) -> list[Token]:
    """Give the words before a cue that are not what was said."""
    return [tokens[at] for at in range(begun, end) if not any(first <= at < last for first, last in ranges)]


def _is_inserted(tokens: Sequence[Token], cue: Cue, begun: int) -> bool:
    """Tell "Silence, she argued, has bought us nothing": a clause parted by its cue."""
    first = _skip_conjunctions(tokens, begun, cue.start)
    if cue.leads or cue.phrase is None or not 0 < cue.start - 1 - first <= 9 or tokens[cue.start - 1].text != ",":
        return False
    if cue.tail + 2 >= len(tokens) or tokens[cue.tail].text != "," or _has_verb(tokens[first : cue.start - 1]):
        return False
    following = tokens[cue.tail + 1]
    opens = tokens[first].lower in _NO_SUBJECTS
    return (
        not opens and following.kind == "word" and (following.lower in FINITE or following.lower.endswith(("ed", "s")))
    )


_NO_SUBJECTS = frozenset(
    "in on at after before during following for from with as when while by despite earlier later".split()
)


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


def _quote_before(tokens: Sequence[Token], start: int, begun: int) -> int | None:
    """Give the quotation that stands right before a cue."""
    for at in (start - 1, start - 2):
        if at >= begun and tokens[at].kind == "quote":
            return (
                at if at == start - 1 or tokens[start - 1].text in (",", "—", "–", ".", "...", "…", "?", "!") else None
            )
    return None


def _skip_conjunctions(tokens: Sequence[Token], at: int, end: int) -> int:
    while at < end and (
        tokens[at].kind == "mark"
        or tokens[at].lower
        in ("and", "but", "so", "yet", "however", "meanwhile", "also", "while", "as", "then", "later")
    ):
        at += 1
    return at


def _before_comma(tokens: Sequence[Token], at: int) -> int:
    while at > 0 and tokens[at - 1].kind == "mark" and tokens[at - 1].text not in (")", "]"):
        at -= 1
    return at


def _has_verb(tokens: Sequence[Token]) -> bool:
    return any(
        token.lower in FINITE
        or token.lower in HAVE
        or (token.kind == "word" and token.lower.endswith("ed"))
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


def _content_end(
    text: str, tokens: Sequence[Token], first: int, later: Sequence[Cue], quotations: Sequence[Quotation]
) -> int:
    """Find where what was said ends: before the next cue of its own, or where the writer goes on."""
    end = len(tokens)
    for cue in later:
        if cue.start <= first:
            continue
        before = tokens[cue.start - 1]
        if cue.kind in ("participle", "according") and before.kind in ("mark", "quote"):
            end = _before_comma(tokens, cue.start)
            break
        if (cue.kind == "participle" or cue.phrase is None) and before.lower in ("and", "but"):
            end = _before_comma(tokens, cue.start - 1)
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


def _is_title(text: str, quotation: Quotation) -> bool:
    """Tell the name of a broadcast or work ("Good Morning America") from what somebody said."""
    words = text[quotation.inner[0] : quotation.inner[1]].split()
    return (
        len(words) < 7
        and all(not word[0].islower() or len(word) < 4 for word in words)
        and text[quotation.inner[1] - 1].isalnum()
    )
