"""Taking over in short: the news since one's last look, and what falls due; on a new dossier, where it stands."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from bot.answers.short.date_rows import watched_rows
from bot.answers.short.status import status
from bot.answers.status import nothing_yet
from bot.asking import Ask, local_day
from bot.blocks import Answer, Block, Choice, Group, Line, Moment
from bot.changes.news_short import MOST_NEWS, source_row, weigh_news
from bot.digests import handover as whole
from bot.digests.compose import MOST_ROWS, take_news
from bot.digests.filters import Filters
from bot.phrasing.rows import make_rows, more_button, titled
from bot.phrasing.short_size import fitting
from db.desk.subscriptions import has_recorded, newest_position


def handover(
    ask: Ask, *, until: Annotated[str, "the end of your shift, in your own words, e.g. tonight, tomorrow 9:00"] = ""
) -> Answer:
    """Say in short what is new since your last look and what falls due; of a new dossier, where it stands."""
    end = whole.shift_end(ask, until)
    settled = whole.stands_still(ask)
    seen = newest_position(ask.view.connection, now=ask.now, day=ask.as_of)
    since = whole.last_look(ask)
    last = whole.newest_handover(ask)
    # of a past day no clock of today is told
    head = [] if ask.explicit_as_of else [whole.who_has_it(last)]
    press = [whole.take_over_button(ask, seen, last)] if settled and not ask.explicit_as_of else []
    if not settled:
        head.append(Line(("Changes are being written just now: ask again in a minute to take over.",)))
    line = whole.handover_line(until)
    if ask.head.first and ask.as_of < ask.head.first:
        nothing = nothing_yet(ask, ask.head.first)
        return replace(nothing, blocks=(*head, *nothing.blocks, *press), line=line)
    if not has_recorded(ask.view.connection, ask.head.id, until=since.seen.change):
        return _standing(ask, head, press, line)
    news = take_news(ask, Filters(), since=since.seen, until=seen)
    weighed = weigh_news(ask, news.news, news.recorded)
    looked = "your last look, " if since.person else "24 hours ago, "
    head += [] if ask.explicit_as_of else [Line((looked, Moment(since.seen.at)), label="Since")]
    due = watched_rows(ask, make_rows(ask), until=local_day(end, ask.desk.zone), unanswered=True)
    choices = [*press, Choice("Where it stands", ask.again("/status")), more_button(ask, line)]

    def make(most: int) -> Answer:
        sections: list[Block] = [Group("", tuple(one)) for one in (weighed.shown(most), due) if one]
        blocks = (*head, source_row(ask, news.news, anything=weighed.anything), *sections, *choices)
        return Answer(titled(ask, "Handover"), blocks, line=line, short=True)

    return fitting(ask, (partial(make, most) for most in range(MOST_NEWS, 0, -1)), most=MOST_ROWS)


def _standing(ask: Ask, head: list[Line], press: list[Choice], line: str) -> Answer:
    """Say where it stands, as the first handover on a new dossier."""
    standing = status(ask)
    said = Line(("The first one here, so where it stands.",))
    return replace(standing, title=titled(ask, "Handover"), blocks=(said, *head, *standing.blocks, *press), line=line)
