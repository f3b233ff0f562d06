"""Words between marks that no cue of their own sentence attributes."""

from collections.abc import Sequence
from dataclasses import replace

from bot.articles.cue_days import CueDays
from bot.articles.draft_list import Draft, DraftList
from bot.articles.phrases import Phrase
from bot.articles.quotation_marks import Quotation
from bot.articles.records import Speaker
from bot.articles.referents import Voice
from bot.articles.sentences import Sentence
from bot.articles.speakers import Discourse

_FEWEST_QUOTED = 4  # words between marks; fewer only distance the writer from a word
_HEADING = 5  # words; more are no heading
_NOBODY = Speaker("", None, None, 0.2, "nobody before it")


class LooseQuotations:
    """Gives each quotation beside no cue to who was introduced, spoke before or speaks next, with less confidence."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], *, drafts: DraftList, talk: Discourse, days: CueDays
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._list = drafts
        self._talk = talk
        self._days = days
        self._introduced: tuple[Draft, int] | None = None  # with the sentence that does it
        self._waiting: list[tuple[int, int]] = []  # sentence and token
        self._subjects: dict[int, Voice] = {}  # whom a sentence without a cue is about

    def introduce(self, draft: Draft, number: int) -> None:
        """Remember who is to speak in the next sentence: "Peskov said:"."""
        self._introduced = draft, number

    def release(self, number: int, at: int) -> None:
        """Let a quotation go that has found its cue in the next sentence."""
        if (number, at) in self._waiting:
            self._waiting.remove((number, at))

    def read(self, number: int, subject: Phrase | None) -> None:
        """Look at what no cue of a sentence has taken."""
        tokens = self._sentences[number].tokens
        self._note(number, subject)
        alone = all(token.kind != "word" for token in tokens)
        for at, token in enumerate(tokens):
            if token.kind != "quote" or self._list.is_claimed(token) or token.quotation < 0:
                continue
            if alone or self._list.quotation(token).continues:
                self._alone(number, at)
            elif self._list.words_of(token) >= _FEWEST_QUOTED:
                self._in_sentence(number, at, subject)

    def _note(self, number: int, subject: Phrase | None) -> None:
        """Remember whom a sentence is about, for words that stand alone behind it: "Asked about it, Lind laughed."."""
        sentence = self._sentences[number]
        last = self._list.last_before(sentence.end + 1)
        if subject is None or (last and last.spans[-1][1] > sentence.start):
            return
        referent, speaker = self._talk.resolve(subject, sentence.start)
        if referent and referent.is_person and not referent.plural and subject.kind in ("name", "pronoun", "role"):
            self._subjects = {number: (referent, speaker)}

    def _alone(self, number: int, at: int) -> None:
        """Give words that stand alone to who was introduced, or who spoke just before in the paragraph."""
        sentence = self._sentences[number]
        token = sentence.tokens[at]
        quotation = self._list.quotation(token)
        if self._is_heading(number, quotation):
            return
        if self._introduced and number - self._introduced[1] <= 1:
            draft = self._introduced[0]
            self._follow(number, at, draft, rule="introduced with a colon", most=0.93)
            self._introduced = None if quotation.closed else (draft, number)
            return
        last = self._list.last_before(sentence.start)
        if quotation.continues and last and last.quotes:
            self._follow(number, at, last, rule="quotation goes on in the next paragraph", most=0.93)
        elif last and last.paragraph == sentence.paragraph and last.quotes and self._is_next(last, number):
            self._follow(number, at, last, rule="quotation goes on behind its cue", most=0.93)
        elif self._list.words_of(token) >= 2:
            self._waiting.append((number, at))

    def _is_heading(self, number: int, quotation: Quotation) -> bool:
        """Tell a heading between marks, 'Absolutely criminal', from a short answer: “Absolutely not.”."""
        near = self._sentences[max(0, number - 1) : number + 2]
        alone = sum(one.paragraph == self._sentences[number].paragraph for one in near) == 1
        words = self._text[quotation.inner[0] : quotation.inner[1]]
        return alone and quotation.closed and len(words.split()) <= _HEADING and words[-1:].isalnum()

    def _is_next(self, draft: Draft, number: int) -> bool:
        return number > 0 and draft.spans[-1][1] >= self._sentences[number - 1].start - 1

    def _follow(self, number: int, at: int, draft: Draft, *, rule: str, most: float) -> None:
        self._list.follow(self._sentences[number], at, draft, rule=rule, most=most)
        self._talk.note_speaker(draft.referent, self._sentences[number].start)

    def _in_sentence(self, number: int, at: int, subject: Phrase | None) -> None:
        """Give longer words between marks within a sentence to its subject, never as sure."""
        tokens = self._sentences[number].tokens
        token = tokens[at]
        if subject is None or subject.span[0] > token.start or _is_title(self._text, self._list.quotation(token)):
            return
        referent, speaker = self._talk.resolve(subject, token.start)
        if referent is None:
            return
        most = 0.75 if at and tokens[at - 1].text == ":" else 0.5
        speaker = replace(speaker, confidence=min(speaker.confidence, most), rule="subject of the sentence")
        self._add(number, at, (referent, speaker), rule="words between marks beside no cue")

    def _add(self, number: int, at: int, voice: Voice, *, rule: str) -> None:
        draft = self._list.make(self._sentences[number], [(at, at + 1)], voice=voice, rules=[rule], confidence=0.6)
        draft.said_on = self._days.assume(draft.referent, number)
        self._list.add(draft)

    def settle(self) -> None:
        """At the end of a paragraph, give what waits to who spoke later in it, or in one of the two before."""
        for number, at in self._waiting:
            sentence = self._sentences[number]
            if self._list.is_claimed(sentence.tokens[at]):
                continue
            recent = self._list.drafts[-40:]
            beside = [one for one in recent if one.paragraph == sentence.paragraph and one.quotes]
            later = [one for one in beside if one.spans[0][0] > sentence.start]
            earlier = [one for one in beside if one.spans[-1][1] <= sentence.start]
            before = [one for one in recent if 0 < sentence.paragraph - one.paragraph <= 2]
            told = self._told_before(number)
            if told:
                self._follow(number, at, told, rule="quotation behind a paraphrase", most=0.7 if later else 0.82)
            elif number - 1 in self._subjects and self._sentences[number - 1].paragraph == sentence.paragraph:
                referent, speaker = self._subjects[number - 1]
                doubted = replace(speaker, confidence=min(speaker.confidence, 0.7))
                self._add(number, at, (referent, doubted), rule="quotation behind a sentence about its speaker")
            elif later:
                self._follow(number, at, later[0], rule="quotation before one of the same paragraph", most=0.82)
            elif earlier:
                self._follow(number, at, earlier[-1], rule="quotation behind one of the same paragraph", most=0.78)
            elif before:
                last = max(before, key=lambda draft: draft.spans[-1][1])
                self._follow(number, at, last, rule="quotation after another paragraph", most=0.7)
            else:
                self._add(number, at, (None, _NOBODY), rule="words alone")
        self._waiting.clear()

    def _told_before(self, number: int) -> Draft | None:
        """Find the paraphrase that fills the sentence before: "He would not resign, Lind said. “I stay.”"."""
        if not number or self._sentences[number - 1].paragraph != self._sentences[number].paragraph:
            return None
        sentence = self._sentences[number - 1]
        told = [one for one in self._list.drafts[-40:] if sentence.start <= one.spans[0][0] < sentence.end]
        return told[-1] if told and not any(one.quotes for one in told) and told[-1].referent else None


def _is_title(text: str, quotation: Quotation) -> bool:
    """Tell the name of a broadcast or work ("Good Morning America") from what somebody said."""
    words = text[quotation.inner[0] : quotation.inner[1]].split()
    return (
        len(words) < 7
        and all(not word[0].islower() or len(word) < 4 for word in words)
        and text[quotation.inner[1] - 1].isalnum()
    )
