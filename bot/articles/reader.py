"""Reading a whole text: paragraphs, marks, sentences, people, and statements by the form of the text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.articles.coming_dates import find_coming
from bot.articles.dates import find_dates
from bot.articles.file_text import LARGEST, LONGEST, UnreadableError
from bot.articles.foreign_texts import read_foreign
from bot.articles.headlines import find_headlines
from bot.articles.languages import ENGLISH, find_language, form_in
from bot.articles.offers import find_offers
from bot.articles.page import Page, read_page
from bot.articles.paragraphs import find_paragraphs
from bot.articles.people import People
from bot.articles.posts import find_posts
from bot.articles.quotation_marks import Quotation, find_quotations
from bot.articles.records import SURE, Article, Person, Reading, SaidOn, Span, Speaker, Statement
from bot.articles.releases import find_parts, is_release, issuer
from bot.articles.sentences import Sentence, find_sentences
from bot.articles.statements import Statements
from bot.articles.transcripts import find_label, find_turns, is_transcript, speaker_of


def read_article(article: Article) -> Reading:
    """Read a text or page; every span is a place in what was handed over."""
    if len(article.text) > LARGEST:
        raise UnreadableError(f"This has {len(article.text):,} characters; up to {LARGEST:,} are read.")
    if not article.is_page:
        return _read(article)
    page = read_page(article.text)
    if not page.text:
        raise UnreadableError(
            "This page holds no text beside scripts and menus. Save it once it is shown, or paste its text."
        )
    day = date.fromisoformat(page.published) if page.published else None
    plain = replace(
        article, text=page.text, is_page=False, title=article.title or page.title, published=article.published or day
    )
    return _placed(_read(plain), page)


def _placed(reading: Reading, page: Page) -> Reading:
    """Turn places in a page's text into places in the page."""
    statements = tuple(
        replace(
            one,
            spans=tuple(map(page.span, one.spans)),
            quoted=tuple(map(page.span, one.quoted)),
            speaker=replace(one.speaker, span=page.span(one.speaker.span) if one.speaker.span else None),
        )
        for one in reading.statements
    )
    faults = tuple(replace(fault, span=page.span(fault.span)) for fault in reading.faults)
    dates = tuple(replace(one, span=page.span(one.span)) for one in reading.dates)
    offers = tuple(replace(one, span=page.span(one.span)) for one in reading.offers)
    coming = tuple(replace(one, span=page.span(one.span), sentence=page.span(one.sentence)) for one in reading.coming)
    return replace(reading, statements=statements, faults=faults, dates=dates, offers=offers, coming=coming)


def _read(article: Article) -> Reading:
    text = article.text
    if len(text) > LONGEST:
        raise UnreadableError(
            f"The text has {len(text):,} characters; up to {LONGEST:,} are read. Hand over the part that matters."
        )
    if not any(map(str.isalpha, text[:100_000])):
        raise UnreadableError("There is no text here. Paste the text of the article, or hand over a saved page.")
    language = find_language(f"{article.title}\n{text}")
    if language != ENGLISH:
        return read_foreign(article, language, form_in(language))
    paragraphs = labelled = find_paragraphs(text)
    is_spoken = is_transcript(text, paragraphs)
    if is_spoken:
        paragraphs = [(turn[2], one[1]) if (turn := find_label(text, one)) else one for one in labelled]
    quotations, faults = find_quotations(text, paragraphs)
    sentences = find_sentences(text, paragraphs, quotations)
    people = People(article.people, sentences, _title_sentences(article.title))
    told = Statements(text, sentences, quotations, people, article.published).find()
    if is_spoken:
        form, statements = "transcript", _transcript(article, labelled, people, told)
    elif is_release(article.title, text, paragraphs):
        form, statements = "release", _release(article, paragraphs, people, told)
    else:
        posts = [
            *find_posts(text, paragraphs, people),
            *find_headlines(text, paragraphs, people, told=told, published=article.published),
        ]
        posted = {one.paragraph for one in posts}
        others = [one for one in told if one.paragraph not in posted]
        form, statements = "article", sorted([*others, *posts], key=lambda one: one.spans[0])
    newcomers = tuple(
        Person("", known.name, (), tuple(known.roles), known.gender) for known in people.newcomers if known.sure
    )
    dates = find_dates(text, article.published) if article.published else ()
    offers = find_offers(text, sentences)
    coming = find_coming(text, sentences, dates)
    return Reading(form, tuple(statements), tuple(faults), newcomers, tuple(dates), tuple(offers), tuple(coming))


def _title_sentences(title: str) -> list[Sentence]:
    """Read a title for the names in it; its places count as before the text."""
    return find_sentences(title, [(0, len(title))], list[Quotation]()) if title else []


def _transcript(
    article: Article, paragraphs: Sequence[Span], people: People, told: Sequence[Statement]
) -> list[Statement]:
    spoken = [(turn.span, speaker_of(turn, people)) for turn in find_turns(article.text, paragraphs)]
    return _spoken(article, spoken, told, "turn of a transcript")


def _release(
    article: Article, paragraphs: Sequence[Span], people: People, told: Sequence[Statement]
) -> list[Statement]:
    speaker = issuer(article.title, article.text, paragraphs, people)
    parts = find_parts(article.text, paragraphs, title=article.title)
    quoted = [one for one in told if one.kind == "direct" and one.speaker.confidence >= SURE and one.speaker.name]
    own = [(part, speaker) for part in parts if not _is_quoted(article.text, part, quoted)]
    return _spoken(article, own, told, "paragraph of a release", quoted=quoted)


def _is_quoted(text: str, part: Span, quoted: Sequence[Statement]) -> bool:
    """Tell a paragraph that begins with somebody's words between marks: it is theirs, not the issuer's."""
    within = [one for one in quoted if part[0] <= one.spans[0][0] < part[1]]
    return bool(within) and text[part[0]] in "“\"«„'‘"


def _spoken(
    article: Article,
    parts: Sequence[tuple[Span, Speaker]],
    told: Sequence[Statement],
    rule: str,
    *,
    quoted: Sequence[Statement] = (),
) -> list[Statement]:
    """Draft each part as its speaker's own words, and within it what it quotes of somebody else."""
    day = SaidOn(article.published, False, "day of publication") if article.published else None
    found = [
        Statement("direct", (span,), speaker, day, speaker.confidence, "", (rule, speaker.rule), False, number)
        for number, (span, speaker) in enumerate(parts)
    ]
    within = _quoted_within(parts, told)
    apart = [one for one in quoted if not any(span[0] <= one.spans[0][0] < span[1] for span, _speaker in parts)]
    return sorted([*found, *within, *apart], key=lambda one: one.spans[0])


def _quoted_within(parts: Sequence[tuple[Span, Speaker]], told: Sequence[Statement]) -> list[Statement]:
    return [
        replace(one, rules=(*one.rules, "quoted within"))
        for one in told
        for span, speaker in parts
        if one.kind == "direct"
        and span[0] <= one.spans[0][0] < span[1]
        and one.speaker.confidence >= (0.6 if "as somebody said" in one.rules else 0.8)
        and one.speaker.name != speaker.name
        and (one.speaker.rule != "role without a name" or "as somebody said" in one.rules)
        and sum(end - start for start, end in one.spans) > 20
    ]
