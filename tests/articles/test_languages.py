"""Texts in other languages: that they are is said, and words between marks, names beside them and days are found."""

import time

import pytest

from bot.articles.explanation import explain
from bot.articles.languages import ENGLISH, find_language, limits_of
from bot.articles.reader import read_article
from bot.articles.records import Article, Person, Reading
from tests.articles.corpus import list_own
from tests.articles.drafted import DAY

PEOPLE = (
    Person("lind", "Ada Lind", ("Ада Линд", "آدا ليند", "阿达·林德"), ("Minister of Trade",), "female"),
    Person("okoro", "Ben Okoro", (), (), "male"),
)
GERMAN = (
    "Die Gespräche über die Fähren sind am Mittwoch ohne Ergebnis zu Ende gegangen. „Wir sind einer Einigung noch nie "
    "so nah gewesen“, sagte Handelsministerin Ada Lind am 3. Mai 2023 in Halm. Der Hafen ist seit 12.04.2023 zu.\n\n"
    "Ein Sprecher der Gewerkschaft wollte sich nicht äußern. Das „Angebot“ sei nicht ernst. Die Seiten werden sich "
    "morgen wieder treffen, und es wird auch um die Löhne gehen, die von der Stadt bezahlt werden."
)
FRENCH = (
    "Les négociations sur les ferries se sont achevées mercredi sans accord. « Nous n'avons jamais été aussi proches "
    "d'un accord », a déclaré la ministre du Commerce Ada Lind le 3 mai 2023 à Halm. Le port est fermé depuis "
    "le 12/04/2023.\n\nLe syndicat a dit qu'il ne voulait pas de cette offre, et que les équipages "
    "sont prêts pour une grève dans le port."
)
SPANISH = (
    "Las negociaciones sobre los transbordadores terminaron sin acuerdo. «Nunca hemos estado tan cerca de un acuerdo», "
    "dijo la ministra de Comercio, Ada Lind, el 3 de mayo de 2023. El puerto está cerrado desde el 12/04/2023.\n\n"
    "El sindicato no quiere la oferta, y las tripulaciones están listas para una huelga en el puerto de la ciudad."
)
RUSSIAN = (
    "Переговоры о паромах завершились без результата. «Мы никогда не были так близки к соглашению», — сказала министр "
    "торговли Ада Линд 3 мая 2023 года. Порт закрыт с 12.04.2023. Экипажи объявили, что они готовы к забастовке."
)
UKRAINIAN = (
    "Переговори про пороми завершилися без результату. «Ми ніколи не були так близько до угоди», — сказала міністерка "
    "торгівлі Ада Лінд 3 травня 2023 року. Порт зачинено з 12.04.2023. Екіпажі оголосили, що вони готові до страйку."
)
ARABIC = (
    "انتهت المفاوضات حول العبارات دون اتفاق. وقالت الوزيرة آدا ليند يوم 3 مايو 2023: «لم نكن يوما أقرب إلى اتفاق "
    "من الآن». الميناء مغلق منذ 12/04/2023 والطواقم مستعدة للإضراب."
)
CHINESE = (
    "关于渡轮的谈判没有结果。"
    "贸易部长阿达·林德2023年5月3日说：“我们从来没有像今天这样接近达成协议。”港口从4月12日起关闭。"
)

TEXTS = {
    "German": (GERMAN, "Wir sind einer Einigung noch nie so nah gewesen"),
    "French": (FRENCH, "Nous n'avons jamais été aussi proches d'un accord"),
    "Spanish": (SPANISH, "Nunca hemos estado tan cerca de un acuerdo"),
    "Russian": (RUSSIAN, "Мы никогда не были так близки к соглашению"),
    "Ukrainian": (UKRAINIAN, "Ми ніколи не були так близько до угоди"),
    "Arabic": (ARABIC, "لم نكن يوما أقرب إلى اتفاق من الآن"),
    "Chinese": (CHINESE, "我们从来没有像今天这样接近达成协议。"),
}


def read_in(language: str) -> Reading:
    return read_article(Article(TEXTS[language][0], DAY, people=PEOPLE))


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_another_language_says_so(language: str) -> None:
    reading = read_in(language)

    assert reading.form == f"text in {language}"
    assert limits_of(reading.form).startswith(f"This text is in {language}, not English")
    assert explain(reading, TEXTS[language][0]).startswith(f"This text is in {language}")


@pytest.mark.parametrize("language", TEXTS)
def test_words_between_marks_are_found_with_who_is_named_beside_them_and_never_as_sure(language: str) -> None:
    text, words = TEXTS[language]

    found = read_in(language).statements

    assert [text[slice(*one.spans[0])].strip() for one in found] == [words]
    assert [one.speaker.person for one in found] == ["lind"]
    assert [(one.is_sure, one.speaker.confidence < 0.8) for one in found] == [(False, True)]


@pytest.mark.parametrize("language", TEXTS)
def test_days_with_numbers_are_found_and_say_when_it_was_said(language: str) -> None:
    reading = read_in(language)

    assert {"2023-05-03", "2023-04-12"} <= {one.value for one in reading.dates}
    assert [one.said_on and one.said_on.day.isoformat() for one in reading.statements] == ["2023-05-03"]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("„Das ist ein schlechter Tag“, sagte Jens Falk.", "Jens Falk"),
        ("„Das ist ein schlechter Tag“, sagte der Mann.", ""),
        ("Es war still. „Das ist ein schlechter Tag“ stand auf dem Plakat von Jens Falk.", ""),
        ("Ben Okoro sagte: „Das ist ein schlechter Tag.“", "Ben Okoro"),
        ("Ben Okoro kam. Jens Falk sagte: „Das ist ein schlechter Tag.“", "Jens Falk"),
    ],
)
def test_a_speaker_is_a_name_beside_a_verb_of_speech_or_stays_open(sentence: str, speaker: str) -> None:
    text = f"{sentence}\n\nDer Hafen ist zu, und die Fähren sind nicht im Dienst, weil die Stadt das so will."
    text += " Es ist auch so, dass die Stadt das Geld für die Löhne nicht hat."

    assert read_article(Article(text, DAY, people=PEOPLE)).statements[0].speaker.name == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lind said « c'est la vie et le port est dans la ville » and left for the port.",
        "Il Giornale and La Stampa were at the port. “Le Monde est la,” Ada Lind said.",
        "The crews of the port said: “Мы близки.”",
        "Ada Lind: yes.",
        "Die Zeit, Der Spiegel and Das Erste asked the minister in the port. She said it was over.",
    ],
)
def test_a_text_with_words_of_other_languages_is_english(text: str) -> None:
    assert find_language(text) == ENGLISH


def test_every_labelled_text_is_english() -> None:
    texts = [text for text in list_own() if not text.labels["file"].endswith(".html")]

    assert {find_language(text.text) for text in texts} == {ENGLISH}


def test_a_foreign_text_of_a_hundred_thousand_characters_ends_in_bounded_time() -> None:
    begun = time.process_time()

    for piece in ("„a b c“, sagte ", "Ада Линд сказала «", "12.04.2023 ", "说“", "Die Stadt und der Hafen "):
        read_article(Article(GERMAN + piece * (100_000 // len(piece)), DAY, people=PEOPLE))

    assert time.process_time() - begun < 8
