"""Long exact words on a phone: cut between sentences alone, and never so that what limits them falls out."""

_LONGEST = 400  # characters: some eleven rows at 40 columns
# what a sentence that limits the one before it begins with
_LIMITING = frozenset(
    "but however yet though although only if unless provided except still nor otherwise instead".split()
)


def cut_at_sentences(text: str, *, longest: int = _LONGEST) -> str:
    """Leave out the last sentences of long words, with […] for them; the first stands whole, however long it is."""
    if len(text) <= longest:
        return text
    ends = _ends(text)
    fitting = [end for end in ends if end <= longest] or ends[:1]
    end = fitting[-1] if fitting else len(text)
    return text if end >= len(text) else f"{text[:end]} […]"


def _ends(text: str) -> list[int]:
    """Give where sentences end, and none that the next one limits."""
    # reads a text as articles are read, which few answers need
    from bot.articles.sentences import find_sentences

    found = find_sentences(text, [(0, len(text))], [])
    begins = [text[one.start : one.end].split(maxsplit=1) for one in found[1:]]
    limiting = [bool(words) and words[0].strip("“”‘’,").casefold() in _LIMITING for words in begins]
    return [one.end for one, limited in zip(found, [*limiting, False], strict=True) if not limited]
