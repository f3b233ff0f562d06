"""`backchannel article --explain`: which rule made which part."""

from bot.articles.explanation import explain
from tests.articles.drafted import read


def test_each_part_is_told_with_its_rule() -> None:
    text = "“We are close,” Ada Lind told Reuters on Monday."

    assert explain(read(text), text) == (
        "Read as an article: 1 statements, 1 of them sure.\n"
        "1. direct: We are close,\n"
        "   speaker: Ada Lind (lind), 0.95, by “name of the dossier”\n"
        "   day: 2023-05-01, stated, by “weekday before publication”\n"
        "   words: by “words before their cue”\n"
        "   through: Reuters\n"
        "Date “Monday”: 2023-05-01, past: weekday just over"
    )
