"""When those who follow something are told what is new of it: after a burst of changes, or once a day."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from bot import localtime
from bot.asking import Ask, Asker, local_day
from bot.blocks import Answer, Block, Choice, Line, Moment
from bot.blocks_json import dump, keep, recall
from bot.digests.follow_message import FollowNews, news_for
from bot.digests.timetable import Timetable, next_run
from bot.log import Log
from bot.platforms import SLACK
from bot.rights import may_read
from bot.transport import Find, PostError
from db.desk.desks import Desk, get_desk
from db.desk.follows import KIND, Behind, Follow, list_behind, list_follows, mark_off, mark_told
from db.desk.people_settings import Reader, find_readers
from db.desk.subscriptions import newest_position, stand_still
from db.loading.heads import list_dossiers
from db.outbox import outbox
from db.outbox.outbox import Due
from db.reading.news import Position
from db.reading.view import View
from db.storage.database import Connection, Database, DatabaseError, lock
from db.storage.schema import LOCAL

BURST = timedelta(minutes=5)  # what comes within it is told in one message
_EASTERNMOST = timedelta(hours=14)
_EVERY_DAY = tuple(range(7))

_log = Log(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """When somebody is to be told of what they follow in a dossier, in one way; `held` is when it would have been.

    `zone` is the one in which they read times.
    """

    follows: tuple[Follow, ...]
    at: datetime
    zone: str
    held: datetime | None = None


def daily(desk: Desk, zone: str, *, after: datetime) -> datetime:
    """Give the next moment at which it is the desk's hour in a zone."""
    return next_run(Timetable((desk.hour,), _EVERY_DAY, zone), after=after).at


def list_turns(connection: Connection, *, now: datetime, desk: Desk, local: bool) -> list[Turn]:
    """List when those who have not been told of everything are to be told; some of it may be of no news to them."""
    behind = list_behind(connection, day=(now + _EASTERNMOST).date(), local=local)
    readers = find_readers(connection, {one.follow.person for one in behind})
    ids = {one.follow.desk for one in behind}
    desks = {id_: get_desk(connection, id_, default=desk) for id_ in sorted(ids)}
    several = (list(some) for _key, some in groupby(sorted(behind, key=_key), key=lambda one: _key(one)[:-1]))
    turns = (_turn(some, desks[some[0].follow.desk], readers[some[0].follow.person]) for some in several)
    return [turn for turn in turns if turn is not None]


def _key(one: Behind) -> tuple[str | int, ...]:
    """Give what tells messages apart, then the number: each tells one person, of one dossier, in one way."""
    follow = one.follow
    return follow.person, follow.desk, follow.dossier, follow.how, follow.id


def _turn(behind: Sequence[Behind], desk: Desk, reader: Reader) -> Turn | None:
    follows = tuple(one.follow for one in behind)
    zone = reader.zone or desk.zone
    at = daily(desk, zone, after=min(follow.seen.at for follow in follows))
    if follows[0].how == "dm":
        # once a day for what was loaded before its day of publication
        moments = [at] if min(follow.seen.day for follow in follows) < local_day(at, desk.zone) else []
        moments += [one.first + BURST for one in behind if one.first is not None]
        if not moments:
            return None
        at = min(moments)
    end = localtime.end_of_quiet(at, reader.quiet, zone=zone)
    return Turn(follows, end or at, zone, at if end else None)


# --- telling


async def tell_followers(
    database: Database, *, now: datetime, desk: Desk, local: bool, find: Find | None = None
) -> None:
    """Owe a message to everybody whose turn it is, if there is anything new and they may still read it."""
    for turn in await database.read(list_turns, now=now, desk=desk, local=local):
        if turn.at <= now:
            await _tell(database, turn, now=now, desk=desk, find=find)


async def _tell(database: Database, turn: Turn, *, now: datetime, desk: Desk, find: Find | None) -> None:
    try:
        reads = find is None or await _reads(database, turn, now=now, desk=desk, find=find)
        await database.write(_owe, turn, now=now, desk=desk, reads=reads)
    except (DatabaseError, PostError) as error:
        _log.warning("news of what is followed waits", reason=str(error))
    except Exception:  # one that can't be told must not keep the others from being told
        _log.exception("news of what is followed not told")


async def _reads(database: Database, turn: Turn, *, now: datetime, desk: Desk, find: Find) -> bool:
    """Ask the platform whether somebody may still read where they asked, if there is news for them at all.

    Direct messages are one's own. Nobody tells us who leaves a server or loses a role there.
    """
    first = turn.follows[0]
    if not first.desk.isdecimal() and not first.desk.startswith(SLACK):
        return True
    settled, answer = await database.read(_news, turn, now=now, desk=desk)
    if answer is None:
        return True
    return may_read(await find(first.desk, first.person), settled.roles)


def _news(connection: Connection, turn: Turn, *, now: datetime, desk: Desk) -> tuple[Desk, FollowNews | None]:
    settled = get_desk(connection, turn.follows[0].desk, default=desk)
    _until, answer = _word(connection, turn, now=now, desk=settled)
    return settled, answer


def _owe(connection: Connection, turn: Turn, *, now: datetime, desk: Desk, reads: bool) -> None:
    """Word what is new and owe it, and record how far it tells: all or nothing."""
    stand_still(connection)
    first = turn.follows[0]
    lock(connection, f"follow {first.desk} {first.person}")
    mine = list_follows(connection, person=first.person, desk=first.desk)
    rows = {follow.id: follow for follow in mine}
    if any(rows.get(follow.id) != follow for follow in turn.follows):
        return  # told by another worker meanwhile, or stopped: what is left has its turn in a minute
    if not reads:
        outbox.add_due(connection, _message(turn, FollowNews(_GONE, _GONE), now=now, fallback=False))
        mark_off(connection, rows)
        return
    settled = get_desk(connection, first.desk, default=desk)
    until, answer = _word(connection, turn, now=now, desk=settled)
    if until is None:
        mark_off(connection, [follow.id for follow in turn.follows])
    else:
        mark_told(connection, [follow.id for follow in turn.follows], until)
    if answer is not None:
        outbox.add_due(connection, _message(turn, answer, now=now))


def _word(
    connection: Connection, turn: Turn, *, now: datetime, desk: Desk
) -> tuple[Position | None, FollowNews | None]:
    """Word what is new, if anything is, and say up to where it tells; up to nowhere if the dossier is gone."""
    first = turn.follows[0]
    head = next((one for one in list_dossiers(connection, desk=desk.id) if one.id == first.dossier), None)
    if head is None:
        said = f"The dossier {first.dossier.partition('@')[0]} is no longer there: you follow nothing in it any more."
        gone = Answer("Nothing left to follow", (Line((said,)),))
        return None, FollowNews(gone, gone)
    day = max(local_day(now, desk.zone), *(follow.seen.day for follow in turn.follows))
    until = newest_position(connection, now=now, day=day)
    ask = Ask(View(connection, desk.id, head.id, day), head, desk, now, Asker(first.person, first.person_name))
    coming = daily(desk, turn.zone, after=now) if first.how == "digest" else None
    return until, news_for(ask, turn.follows, until, coming=coming)


_GONE = Answer(
    "Nothing left to follow",
    (Line(("You are no longer where you followed something, or may not ask there: it has ended.",)),),
)


def _message(turn: Turn, news: FollowNews, *, now: datetime, fallback: bool = True) -> Due:
    follow = turn.follows[-1]
    told = {"answer": keep(news.short), "name": follow.person_name}
    told |= {"whole": keep(news.whole)} if news.short.short else {}
    told |= {"fallback": follow.channel} if follow.channel and fallback else {}
    told |= {"held": turn.held.isoformat()} if turn.held else {}
    return Due(
        follow.desk,
        follow.dossier,
        follow.person,
        f"{follow.how} {now.isoformat()}",
        "terminal" if follow.desk == LOCAL else f"user:{follow.person}",
        localtime.local_time(turn.at, turn.zone),
        turn.zone,
        turn.at,
        kind=KIND,
        detail=dump(told),
    )


def told(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Give news of what somebody follows as it was worded, with what is to be remarked of its delivery."""
    kept = json.loads(due.detail)
    answer = recall(kept["answer"])
    notes: list[Block] = [Line((remark,), label="Note") for remark in remarks]
    if "held" in kept:
        held = ("due ", Moment(datetime.fromisoformat(kept["held"])), ", held until quiet hours were over")
        notes.append(Line(held, label="Note"))
    if "closed" in kept:
        notes.append(Line((f"for {kept['name']}: {kept['closed']}",), label="Posted here"))
    more = [Choice("More", f"/following {due.id} news")] if "whole" in kept else []
    return replace(answer, blocks=(*notes, *answer.blocks, *more))
