"""Which language a text is in: by its script, and where that is shared by small words that others lack; pure."""

import re
from collections import Counter

ENGLISH = "English"
_LOOKED_AT = 8000  # characters
_FEWEST = 12  # small words in all, or nothing is told
_TIMES = 2  # as many small words as English has: names and quotations of other languages stand in English texts, too
_SCRIPTS = (
    ("Japanese", re.compile("[\u3040-\u30ff]")),  # before Chinese: its characters stand between kana
    ("Chinese", re.compile("[\u4e00-\u9fff]")),
    ("Korean", re.compile("[\uac00-\ud7af]")),
    ("Persian", re.compile("[پچژگ]")),
    ("Arabic", re.compile("[\u0600-\u06ff]")),
    ("Hebrew", re.compile("[\u05d0-\u05ea]")),
    ("Ukrainian", re.compile("[іїєґІЇЄҐ]")),
    ("Russian", re.compile("[ыэъёЫЭЪЁ]")),
    ("a Cyrillic script", re.compile("[\u0400-\u04ff]")),
    ("Greek", re.compile("[\u0370-\u03ff]")),
    ("Hindi", re.compile("[\u0900-\u097f]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")),
    ("Armenian", re.compile("[\u0531-\u058f]")),
    ("Georgian", re.compile("[\u10a0-\u10ff]")),
)
_RARE = 0.002  # of the letters: a letter that only one language of a script has is rare even there
_SMALL = {
    ENGLISH: "the of and to in that is was for on with as he his by at from this it are be has have not said they",
    "German": "der die das und den dem des ein eine einen nicht ist mit von zu auf für sich auch dass sei wird werden"
    " im am hat haben noch nach bei über sie es wir",
    "French": "le la les des du et est une un dans que qui pour sur pas au aux avec par ce cette il elle ont été plus"
    " nous sont mais",
    "Spanish": "el la los las del y en que un una es por con para se no su lo al más como fue han ha este esta pero",
    "Italian": "il lo la gli dei della delle di che un una è per con non si del nel sono ha anche più alla al come",
    "Portuguese": "o a os as do da dos das e que em um uma para com não é por se no na ao mais foi como são",
    "Dutch": "de het een en van dat is op te niet met voor zijn aan er ook maar om hij ze bij werd wordt naar",
    "Polish": "i w na z się nie że to do jest o po jak od za ale przez który oraz dla są jego",
    "Turkish": "ve bir bu için ile da de çok daha olarak olan gibi kadar ancak sonra dedi ise ne",
    "Swedish": "och att det som en ett är på för av med den inte till om han har de var från",
}
_SETS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORD = re.compile(r"[^\W\d_]+")


def find_language(text: str) -> str:
    """Name the language of a text in English; what can't be told counts as English, which is read in full."""
    beginning = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, beginning))
    latin = sum(char.isalpha() and char < "\u0250" for char in beginning)
    if letters > 2 * latin:
        return _by_script(beginning, letters)
    return _by_small_words(beginning)


def _by_script(text: str, letters: int) -> str:
    for language, signs in _SCRIPTS:
        if len(signs.findall(text)) > _RARE * letters:
            return language
    return "a script that is not Latin"


def _by_small_words(text: str) -> str:
    counted = Counter(word.lower() for word in _WORD.findall(text))
    found = {language: sum(counted[word] for word in words) for language, words in _SETS.items()}
    language = max(found, key=lambda one: found[one])
    enough = found[language] >= _FEWEST and found[language] >= _TIMES * found[ENGLISH]
    return language if enough else ENGLISH


_FOREIGN = "text in "


def form_in(language: str) -> str:
    """Name the form of a text that is read by its marks alone."""
    return f"{_FOREIGN}{language}"


def limits_of(form: str) -> str:
    """Say what is not read of a text in another language; "" for one that is read in full."""
    if not form.startswith(_FOREIGN):
        return ""
    language = form.removeprefix(_FOREIGN)
    return (
        f"This text is in {language}, not English: only words between quotation marks, who is named beside them, "
        "and days are read. Nothing is sure: check each draft."
    )
