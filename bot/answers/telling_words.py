"""Which words of a message tell what it is about."""

from db.model.search_terms import words

_SHORTEST = 4
# words of four letters and more that stand in messages of every kind
_TELLING_NOTHING = frozenset(
    """
    about above according across actually added adding after again against ahead almost along already also
    although always among announced another answered anyone anything around asked asking because been before
    began behind being believe below between both came cannot come comes coming could course days despite didn
    does doesn doing done down during each earlier either else enough even ever every everyone everything
    expected far feel first five following former found four from further gave getting give given gives giving
    goes going gone good great have having hello here hers herself himself hold hour hours however into isn
    itself just keep kept knew know known last late later least less like likely little long longer look looking
    made make makes making many matter maybe mean means meanwhile might more most much must myself near need
    needs neither never next none noted nothing often once only onto other others ours over part past people
    perhaps place please possible quite rather reached really recent recently remain reported reportedly reports
    right said same saying says second seem seemed seems seen send sent several shall should show shows side
    since some someone something soon stand state stated statement still such sure take taken takes taking tell
    telling tells than thank thanks that their theirs them themselves then there these they thing things think
    this those though thought three through time times today told tomorrow took toward towards tried turn under
    unless until upon used using very want wants wasn ways week weeks well went were what whatever when where
    whether which while whole whom whose will wish with within without word words work working would wouldn year
    years yesterday your yours
    """.split()
)


def telling_words(text: str, *, most: int) -> dict[str, int]:
    """List the words that tell what a message is about, the likeliest names and figures first, each with its weight."""
    found: dict[str, int] = {}
    for word in words(text):
        if (len(word.folded) >= _SHORTEST or not word.folded.isascii()) and word.folded not in _TELLING_NOTHING:
            starts = not text[: word.start].strip() or text[: word.start].rstrip()[-1] in ".!?:\n"
            named = word.folded.isdecimal() or (text[word.start].isupper() and not starts)
            found[word.folded] = max(found.get(word.folded, 1), 3 if named else 1)
    return dict(sorted(found.items(), key=lambda one: -one[1])[:most])
