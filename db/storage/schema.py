"""The tables; private to db. Moments are whole microseconds since 1970, UTC; days are calendar dates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    func,
    literal_column,
    text,
)
from sqlalchemy.types import UserDefinedType

from db.storage.column_types import Flag, Moment

# names for all constraints, so that migrations can speak of them on every database
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SCHEMA = "0029"  # the newest migration; a database that says otherwise is migrated, or refused if newer
FIRST = "0018"  # the oldest that can be migrated; there were others, before a first release

FILE = ""  # the `desk` of rows that belong to the dossier's file; every other value is a desk's own
# The `hash` of a row by which a desk hides the file's item from itself. It holds what is hidden and is known from the
# last of all days on, so that nothing finds it.
HIDDEN = ""
_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers only INTEGER keys by itself


# SQLAlchemy's own types of these names, and `postgresql_where` below, would import PostgreSQL's dialect with all its
# drivers, also where there is SQLite only
class TsVector(UserDefinedType[str]):
    """The words of a text, as PostgreSQL keeps them to be searched."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Name the type."""
        return "TSVECTOR"


class TsQuery(UserDefinedType[str]):
    """What is searched for, as PostgreSQL takes it."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Name the type."""
        return "TSQUERY"


class _DossierColumns(TypedColumns):
    id = Column(Text, primary_key=True)
    title: Named[str] = Column(Text)
    head: Named[str] = Column(Text)  # the file's top-level keys as JSON
    revision: Named[int] = Column(Integer)
    loaded_at: Named[int] = Column(BigInteger)


dossier = Table("dossier", metadata, _DossierColumns)


class _ItemColumns(TypedColumns):
    dossier = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"), primary_key=True)
    id = Column(Text, primary_key=True)
    desk = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text)
    earliest: Named[date] = Column(Date)
    latest: Named[date] = Column(Date)
    known_from: Named[date] = Column(Date)
    known_by: Named[date] = Column(Date)
    hash: Named[str] = Column(Text)
    body: Named[str] = Column(Text)


_own = text("desk <> ''")  # the few rows that desks have made their own; on PostgreSQL, too: its migration says so

item = Table(
    "item",
    metadata,
    _ItemColumns,
    CheckConstraint("earliest <= latest", name="when"),
    CheckConstraint("known_from <= known_by", name="known"),
    Index(None, "dossier", "kind", "earliest", "id"),
    Index("ix_item_own", "dossier", "desk", "id", sqlite_where=_own),
)


IS_OWN = item.c.desk != literal_column("''")  # written as the index has it, so that SQLite uses that one


class _LinkColumns(TypedColumns):
    dossier = Column(Text, primary_key=True)
    target = Column(Text, primary_key=True)
    role = Column(Text, primary_key=True)
    earliest = Column(Date, primary_key=True)
    item = Column(Text, primary_key=True)
    known_from = Column(Date, primary_key=True)
    desk = Column(Text, primary_key=True)


link = Table(
    "link",
    metadata,
    _LinkColumns,
    # The key and the index each answer alone: to fetch a row costs more than to find it. In the key are the days of the
    # item, too: newest first is its order, and it is the table.
    Index(None, "dossier", "item", "desk", "role", "target", "earliest"),
    sqlite_with_rowid=False,
)


class _ChangeColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    dossier: Named[str] = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"))
    desk: Named[str] = Column(Text)
    revision: Named[int] = Column(Integer)
    item: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    action: Named[str] = Column(Text)
    old: Named[str | None] = Column(Text)
    new: Named[str | None] = Column(Text)
    actor: Named[str] = Column(Text)  # the name they had
    actor_id: Named[str] = Column(Text, server_default="")
    at: Named[int] = Column(BigInteger)
    why: Named[str] = Column(Text)


change = Table(
    "change",
    metadata,
    _ChangeColumns,
    CheckConstraint("action IN ('added', 'changed', 'removed')", name="action"),
    Index(None, "dossier", "item", "id"),
    Index(None, "dossier", "desk", "id"),
)


class _DeskColumns(TypedColumns):
    id = Column(Text, primary_key=True)
    zone: Named[str] = Column(Text)
    hour: Named[str] = Column(Text)
    roles: Named[str] = Column(Text, server_default="{}")  # a platform's role -> a level, as JSON
    dossiers: Named[str] = Column(Text, server_default="{}")  # a channel, or "" for all -> the dossier asked there
    leads: Named[str] = Column(Text, server_default="")  # when to remind, in place of what dossiers say; "" for theirs
    quiet: Named[str] = Column(Text, server_default="")  # hours in which nothing is posted, "22:00-07:00"
    date_order: Named[str] = Column(Text, server_default="DMY")  # of 01/02/2022: DMY or MDY


desk = Table("desk", metadata, _DeskColumns)


class _ChannelColumns(TypedColumns):
    desk = Column(Text, primary_key=True)
    dossier = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"), primary_key=True)
    channel: Named[str] = Column(Text)
    actor: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    planned_at: Named[datetime | None] = Column(Moment)  # the first time; what was settled before that is no news


channel = Table("channel", metadata, _ChannelColumns)


class _OutcomeColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text)
    item: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    basis: Named[str] = Column(Text)
    source: Named[str] = Column(Text, server_default="")  # the dossier's source that the basis names, if it names one
    moved_to: Named[str] = Column(Text)
    words: Named[str] = Column(Text, server_default="")  # that gave the new date, and the rule they were read by
    rule: Named[str] = Column(Text, server_default="")
    hangs_on: Named[str] = Column(Text, server_default="")  # the item that it waits for from then on
    actor: Named[str] = Column(Text)
    actor_name: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    press: Named[str] = Column(Text)


# No foreign key to item: what a desk recorded outlives a file that drops the item.
outcome = Table(
    "outcome",
    metadata,
    _OutcomeColumns,
    UniqueConstraint("press"),
    CheckConstraint("kind <> 'moved' OR moved_to <> '' OR hangs_on <> ''", name="moved"),
    CheckConstraint(
        "kind IN ('happened', 'did not happen', 'moved', 'unclear', 'withdrawn')",
        name="kind",
    ),
    Index(None, "desk", "dossier", "item", "id"),
)


class _LeadColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text)
    item: Named[str] = Column(Text)
    leads: Named[str] = Column(Text)  # "" for those of all dates again
    actor: Named[str] = Column(Text)
    actor_name: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)


# when to remind of one tracked date
lead = Table("lead", metadata, _LeadColumns, Index(None, "desk", "dossier", "id"))


class _WatchColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text)
    item: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    person: Named[str] = Column(Text)
    person_name: Named[str] = Column(Text)
    channel: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    press: Named[str] = Column(Text)


# who has taken a tracked date on, and who wants to be told of it
watch = Table(
    "watch",
    metadata,
    _WatchColumns,
    UniqueConstraint("press"),
    CheckConstraint("kind IN ('checks', 'hands back', 'notify', 'stop')", name="kind"),
    Index(None, "desk", "dossier", "item", "id"),
)


class _ReaderColumns(TypedColumns):
    id = Column(Text, primary_key=True)  # a person, by the platform's id
    zone: Named[str] = Column(Text)
    quiet: Named[str] = Column(Text)


reader = Table("reader", metadata, _ReaderColumns)


class _MuteColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text)
    item: Named[str] = Column(Text)
    muted: Named[bool] = Column(Flag)  # or to be heard of again
    actor: Named[str] = Column(Text)
    actor_name: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)


mute = Table("mute", metadata, _MuteColumns, Index(None, "desk", "dossier", "id"))


class _DueColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    kind: Named[str] = Column(Text, server_default="reminder")
    dossier: Named[str] = Column(Text)
    item: Named[str] = Column(Text)
    occasion: Named[str] = Column(Text)
    detail: Named[str] = Column(Text, server_default="")  # what the wording needs beside the row, as JSON
    channel: Named[str] = Column(Text)
    local: Named[str] = Column(Text)  # desk-local day and hour: the truth; due_at is derived from it
    zone: Named[str] = Column(Text)
    due_at: Named[int] = Column(BigInteger)
    state: Named[str] = Column(Text)
    owner: Named[str] = Column(Text)
    lease_until: Named[int] = Column(BigInteger)
    attempts: Named[int] = Column(Integer)
    first_try_at: Named[int | None] = Column(BigInteger)
    nonce: Named[str] = Column(Text, server_default="")  # made at the first claim, kept for all attempts
    message: Named[str] = Column(Text)
    sent_at: Named[int | None] = Column(BigInteger)
    reason: Named[str] = Column(Text)
    held_since: Named[int | None] = Column(BigInteger)  # when it fell into the quiet hours whose end it waits for


due = Table(
    "due",
    metadata,
    _DueColumns,
    UniqueConstraint("desk", "kind", "dossier", "item", "occasion"),
    CheckConstraint("state IN ('held', 'waiting', 'claimed', 'sent', 'parked', 'cancelled')", name="state"),
    CheckConstraint("state <> 'sent' OR message <> ''", name="sent"),
    Index(None, "state", "due_at", "id"),
)
# On PostgreSQL with the same conditions, by their migrations.
# Whether a channel is being posted to, what was tried before, what a person has asked for. As text: SQLite uses an
# index with a condition only for a question that holds the same words.
for _name, _column, _when in (
    ("ix_due_claimed", due.c.channel, "state = 'claimed'"),
    ("ix_due_tried", due.c.nonce, "state = 'waiting' AND nonce <> ''"),
    ("ix_due_own", due.c.item, "kind = 'own' AND state <> 'sent'"),
):
    Index(_name, _column, sqlite_where=text(_when))


class _BreakerColumns(TypedColumns):
    channel = Column(Text, primary_key=True)
    desk: Named[str] = Column(Text)
    open_until: Named[int] = Column(BigInteger)
    failures: Named[int] = Column(Integer)  # since the last message that went through
    lasting: Named[int] = Column(Integer)  # 1: somebody has to mend something; its messages are parked meanwhile
    reason: Named[str] = Column(Text)
    since: Named[int] = Column(BigInteger)


# channels that nothing is posted to for now
breaker = Table("breaker", metadata, _BreakerColumns)


class _RequestColumns(TypedColumns):
    id = Column(Text, primary_key=True)  # the platform's id of a request that changed something
    at: Named[datetime] = Column(Moment)
    answer: Named[str] = Column(Text)  # as JSON; the same request again gets the same answer


request = Table("request", metadata, _RequestColumns, Index(None, "at"))


class _LongLineColumns(TypedColumns):
    key = Column(Text, primary_key=True)  # made of the line
    line: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)


# lines of buttons that are too long for a platform's ids
long_line = Table("long_line", metadata, _LongLineColumns, Index(None, "at"))


class _DraftColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    body: Named[str] = Column(Text)
    seen: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    actor: Named[str] = Column(Text)
    actor_name: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    decided_by: Named[str] = Column(Text)  # the name they had
    decided_id: Named[str] = Column(Text, server_default="")
    decided_at: Named[datetime | None] = Column(Moment)
    note: Named[str] = Column(Text)
    channel: Named[str] = Column(Text, server_default="")  # where it was begun
    proposed: Named[str] = Column(Text, server_default="")  # its text when it was sent for review


draft = Table(
    "draft",
    metadata,
    _DraftColumns,
    CheckConstraint("state IN ('draft', 'proposed', 'applied', 'refused')", name="state"),
    Index(None, "desk", "state", "id"),
)


class _ArticleTextColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    dossier: Named[str] = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"))
    desk: Named[str] = Column(Text)
    source: Named[str] = Column(Text)  # the dossier's source that it is the text of; "" before an editor took anything
    text: Named[str] = Column(Text)
    author: Named[str] = Column(Text)  # whose message it was; "" for a file and for what was pasted
    at: Named[datetime] = Column(Moment)


# news texts that a desk was handed, for the desk alone
article_text = Table(
    "article_text",
    metadata,
    _ArticleTextColumns,
    Index(None, "dossier", "desk", "source"),
    sqlite_autoincrement=True,  # drafts of a text that is gone must not mean a later one
)


class _MergeColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    dossier: Named[str] = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"))
    desk: Named[str] = Column(Text)
    gone: Named[str] = Column(Text)
    remains: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    changes: Named[str] = Column(Text)  # the numbers of what was written for it, as JSON
    moved: Named[str] = Column(Text)  # the desk's rows that spoke of the one that went, as JSON
    actor: Named[str] = Column(Text)
    actor_name: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    parted_at: Named[datetime | None] = Column(Moment)


# items of which a desk found that they are one, and which of the two remains
merge = Table("merge", metadata, _MergeColumns, Index(None, "dossier", "desk", "gone"))


class _SubscriptionColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"))
    state: Named[str] = Column(Text)
    replaces: Named[int] = Column(BigInteger)  # of a draft: the subscription that it is to change
    channel: Named[str] = Column(Text)
    times: Named[str] = Column(Text)
    days: Named[str] = Column(Text)
    zone: Named[str] = Column(Text)
    filters: Named[str] = Column(Text)  # JSON
    unchanged: Named[str] = Column(Text)
    ping: Named[str] = Column(Text)
    owner: Named[str] = Column(Text)
    owner_name: Named[str] = Column(Text)
    made_at: Named[datetime] = Column(Moment)
    # up to where its last digest told: recorded changes and outcomes, and days of publication
    seen_change: Named[int] = Column(BigInteger)
    seen_outcome: Named[int] = Column(BigInteger)
    seen_day: Named[date] = Column(Date)
    seen_at: Named[datetime] = Column(Moment)


subscription = Table(
    "subscription",
    metadata,
    _SubscriptionColumns,
    CheckConstraint("state IN ('draft', 'active', 'paused', 'removed')", name="state"),
    CheckConstraint("unchanged IN ('say', 'silent')", name="unchanged"),
    CheckConstraint("times <> '' AND days <> ''", name="timetable"),
    Index(None, "desk", "state", "id"),
    sqlite_autoincrement=True,  # a button under a draft that is gone must not mean a later one
)


class _HandoverColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text)
    person: Named[str] = Column(Text)
    person_name: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    # up to where they had been told: recorded changes and outcomes, and days of publication
    seen_change: Named[int] = Column(BigInteger)
    seen_outcome: Named[int] = Column(BigInteger)
    seen_day: Named[date] = Column(Date)
    seen_at: Named[datetime] = Column(Moment)
    press: Named[str] = Column(Text)


# who has taken over, and when
handover = Table(
    "handover",
    metadata,
    _HandoverColumns,
    UniqueConstraint("press"),
    Index(None, "desk", "dossier", "id"),
)


class _FollowColumns(TypedColumns):
    id = Column(_ID, primary_key=True, autoincrement=True)
    desk: Named[str] = Column(Text)
    dossier: Named[str] = Column(Text)
    person: Named[str] = Column(Text)
    person_name: Named[str] = Column(Text)
    item: Named[str] = Column(Text)
    how: Named[str] = Column(Text)
    channel: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    # up to where they have been told: recorded changes and outcomes, and days of publication
    seen_change: Named[int] = Column(BigInteger)
    seen_outcome: Named[int] = Column(BigInteger)
    seen_day: Named[date] = Column(Date)
    seen_at: Named[datetime] = Column(Moment)


# No foreign key to dossier: whoever follows something in one that is gone is told so.
follow = Table(
    "follow",
    metadata,
    _FollowColumns,
    UniqueConstraint("person", "desk", "dossier", "item"),
    CheckConstraint("how IN ('dm', 'digest', 'off')", name="how"),
    sqlite_autoincrement=True,  # a button of one that was forgotten must not mean a later one
)


class _SearchColumns(TypedColumns):
    # the first day on which it could be found, in the upper bits: in order of id is in order of that day
    id = Column(_ID, primary_key=True, autoincrement=False)
    dossier: Named[str] = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"))
    desk: Named[str] = Column(Text)
    item: Named[str] = Column(Text)
    until: Named[date] = Column(Date)  # the first day on which another row holds for the item
    words: Named[str] = Column(Text().with_variant(TsVector(), "postgresql"))


# What finds the words is each database's own, and made by its migration: an FTS5 table, a GIN index.
_unseen = text("substr(desk, 1, 1) = '='")  # rows that a load has put aside, or is to show
search = Table(
    "search",
    metadata,
    _SearchColumns,
    Index(None, "dossier", "item"),
    Index("ix_search_unseen", "dossier", "desk", sqlite_where=_unseen),
)

IS_UNSEEN = func.substr(search.c.desk, literal_column("1"), literal_column("1")) == literal_column("'='")


class _SearchWordColumns(TypedColumns):
    dossier = Column(Text, ForeignKey("dossier.id", ondelete="CASCADE"), primary_key=True)
    word = Column(Text, primary_key=True)


# words that have stood in a dossier, for what was mistyped; never fewer, so each is looked up before it is shown
search_word = Table("search_word", metadata, _SearchWordColumns)

search_serial = Table("search_serial", metadata, Column("next", BigInteger, nullable=False))


class _MetaColumns(TypedColumns):
    key = Column(Text, primary_key=True)
    value: Named[str] = Column(Text)


meta = Table("meta", metadata, _MetaColumns)  # what the program remembers of itself


LOCAL = "local"  # the desk of the terminal
