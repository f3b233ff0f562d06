"""The drafts of a text while it is read: which words, whose, and which quotations are spoken for."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.articles.quotation_marks import Quotation
from bot.articles.records import SaidOn, Span, Speaker, Statement
from bot.articles.referents import Referent, Voice
from bot.articles.sentences import Sentence, Token

Range = tuple[int, int]  # of a sentence's tokens, half open


@dataclass(slots=True)
class Draft:
    """A statement in the making."""

    spans: list[Span]
    voice: Voice
    rules: list[str]
    confidence: float
    paragraph: int
    quotes: tuple[int, ...]
    said_on: SaidOn | None = None
    medium: str = ""
    continues: bool = False

    @property
    def referent(self) -> Referent | None:
        """Who spoke, if that is known."""
        return self.voice[0]

    @property
    def speaker(self) -> Speaker:
        """Who spoke, as it is shown."""
        return self.voice[1]

    def doubt(self, most: float) -> None:
        """Make the speaker no surer than this."""
        self.voice = self.voice[0], replace(self.speaker, confidence=min(self.speaker.confidence, most))


class DraftList:
    """What is drafted so far."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self.drafts: list[Draft] = []
        self._text = text
        self._quotations = quotations
        self._starts = [one.inner[0] for one in quotations]
        self._claimed: set[int] = set()

    def is_claimed(self, token: Token) -> bool:
        """Tell whether somebody's words hold this quotation already."""
        return token.quotation in self._claimed

    def quotation(self, token: Token) -> Quotation:
        """Give the quotation that a token stands for."""
        return self._quotations[token.quotation]

    def words_of(self, token: Token) -> int:
        """Count the words of a quotation."""
        start, end = self.quotation(token).inner
        return len(self._text[start:end].split())

    def make(
        self, sentence: Sentence, ranges: Sequence[Range], *, voice: Voice, rules: Sequence[str], confidence: float
    ) -> Draft:
        """Draft what stands in some ranges of a sentence, without adding it."""
        tokens = sentence.tokens
        quotes = tuple(
            token.quotation
            for first, last in ranges
            for token in tokens[first:last]
            if token.kind == "quote" and token.quotation >= 0
        )
        spans = [self._span(tokens, first, last) for first, last in ranges if last > first]
        return Draft(spans, voice, [*rules, voice[1].rule], confidence, sentence.paragraph, quotes)

    def add(self, draft: Draft) -> None:
        """Add a draft; its quotations are spoken for."""
        self._claimed.update(draft.quotes)
        if draft.spans:
            self.drafts.append(draft)

    def drop(self, draft: Draft) -> None:
        """Take a draft back."""
        self._claimed.difference_update(draft.quotes)
        self.drafts.remove(draft)

    def follow(self, sentence: Sentence, at: int, draft: Draft, *, rule: str, most: float) -> None:
        """Add a quotation as the words of an earlier draft's speaker."""
        followed = self.make(sentence, [(at, at + 1)], voice=draft.voice, rules=[rule], confidence=draft.confidence)
        followed.doubt(most)
        followed.said_on, followed.medium, followed.continues = draft.said_on, draft.medium, True
        self.add(followed)

    def last_before(self, place: int) -> Draft | None:
        """Find the draft that ends last before a place."""
        past = [draft for draft in self.drafts[-8:] if draft.spans[-1][1] <= place]
        return max(past, key=lambda draft: draft.spans[-1][1]) if past else None

    def statements(self) -> list[Statement]:
        """Give all drafts as statements, in the order of the text."""
        return [self._statement(draft) for draft in self.in_order()]

    def in_order(self) -> list[Draft]:
        """Give all drafts in the order of the text."""
        return sorted(self.drafts, key=lambda draft: draft.spans[0])

    def _span(self, tokens: Sequence[Token], first: int, last: int) -> Span:
        while last > first + 1 and tokens[last - 1].kind == "mark" and tokens[last - 1].text not in (")", "]", "…"):
            last -= 1
        return self._edge(tokens[first])[0], self._edge(tokens[last - 1])[1]

    def _edge(self, token: Token) -> Span:
        if token.kind == "quote" and token.quotation >= 0:
            return self.quotation(token).inner
        return token.start, token.end

    def _statement(self, draft: Draft) -> Statement:
        faulty = any(self._quotations[number].fault for number in draft.quotes)
        if faulty:
            draft.doubt(0.7)
            draft.rules.append("faulty marks")
        confidence = min(draft.confidence, draft.speaker.confidence, 0.5 if faulty else 1.0)
        kind = self._kind(draft.spans)
        return Statement(
            kind,
            tuple(draft.spans),
            draft.speaker,
            draft.said_on,
            round(confidence, 2),
            draft.medium,
            tuple(dict.fromkeys(draft.rules)),
            draft.continues,
            draft.paragraph,
            tuple(part for span in draft.spans for part in self._quoted(span))
            if kind == "mixed" and not faulty
            else (),
        )

    def _kind(self, spans: Sequence[Span]) -> str:
        parts = [part for span in spans for part in self._quoted(span)]
        quoted = sum(len(self._text[start:end].split()) for start, end in parts)
        whole = sum(len(self._text[start:end].split()) for start, end in spans)
        return "direct" if quoted > 0.9 * whole else "mixed" if quoted else "indirect"

    def _quoted(self, span: Span) -> list[Span]:
        """Find what of a span stands between marks."""
        found: list[Span] = []
        for number in range(max(0, bisect_right(self._starts, span[0]) - 2), len(self._quotations)):
            start, end = self._quotations[number].inner
            if start >= span[1]:
                break
            if end > span[0]:
                found.append((max(span[0], start), min(span[1], end)))
        return found
