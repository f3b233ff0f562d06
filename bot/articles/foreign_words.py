"""Words of other languages that tell that somebody spoke, and their days; months as CLDR 46 has them."""

import re
from typing import Final

# Verbs that stand beside a name, in the forms of news: past, present, both genders.
SAID: Final = frozenset(
    # German
    "sagte sagt erklärte erklärt betonte betont teilte mahnte warnte forderte meinte antwortete kündigte bekräftigte "
    "sagten erklärten schrieb "
    # French
    "dit déclaré déclare affirmé affirme assuré assure expliqué explique ajouté ajoute estimé estime indiqué souligné "
    "souligne précisé lancé annoncé répondu écrit "
    # Spanish
    "dijo dice afirmó afirma declaró aseguró señaló agregó añadió explicó sostuvo advirtió subrayó respondió indicó "
    "anunció escribió "
    # Italian, Portuguese
    "disse detto dichiarato dichiara affirmou afirmou declarou "
    # Russian
    "сказал сказала заявил заявила заявили сообщил сообщила отметил отметила подчеркнул подчеркнула добавил добавила "
    "пояснил пояснила ответил ответила говорит написал написала объявил объявила "
    # Ukrainian
    "сказав заявив заявили повідомив повідомила зазначив зазначила підкреслив підкреслила додав додала відповів "
    "відповіла пояснила наголосив наголосила каже написав".split()
)
# Of scripts without capitals; there only a name of the dossier is looked for.
SAID_ANYWHERE: Final = re.compile(
    "说|表示|称|指出|強調|强调|قال|قالت|صرح|صرحت|أعلن|أعلنت|أكد|أكدت|أضاف|أضافت|وقال|وأضاف"
)
_MONTHS = {
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "at": "jänner feber märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
MONTHS: Final = {name: number for names in _MONTHS.values() for number, name in enumerate(names.split(), start=1)}
DAY_WORDS: Final = {
    "gestern": -1, "heute": 0, "hier": -1, "aujourd'hui": 0, "aujourd’hui": 0, "demain": 1, "ayer": -1, "hoy": 0,
    "вчера": -1, "сегодня": 0, "завтра": 1, "вчора": -1, "сьогодні": 0, "أمس": -1, "اليوم": 0, "غدا": 1, "غدًا": 1,
    "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1,
}  # fmt: skip
# Words that mean a day in one language and something else in another.
DAY_WORDS_OF: Final = {"hier": "French"}
