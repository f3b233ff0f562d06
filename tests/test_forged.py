"""What no client would send: lists, buttons and forms with ids of another server, by who may not, or no more."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.asking import Asker, UserError
from bot.delivery.scheduler import Clock, Courier, plan_all, tick
from bot.discord.client import Backchannel
from bot.dossiers import load_report
from bot.slack.permissions import check_sees
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.desk.subscriptions import list_subscriptions
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import list_parked
from db.storage import schema
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny
from tests.discord import Double
from tests.discord.opened import DESK, every_form, post_reminder, running
from tests.discord.world import EVERYTHING, ORDINARY, Channel, User
from tests.slack import Standin
from tests.slack.running import running as running_slack
from tests.slack.test_forged import _press as press_forged
from tests.test_security import _filled, _rows, _without

_OPENING = datetime(2031, 3, 1, 8, tzinfo=UTC)  # when a tracked date's window opens
_REFUSED = ("is no channel or role of this server", "can't be chosen by this button", "list is of an older version")


def _refused(texts: Sequence[str]) -> list[str]:
    """Give the texts that are no refusal."""
    said = [text.replace("’", "'") for text in texts]
    return [text for text in said if not any(words in text for words in _REFUSED)]


async def test_no_forged_list_names_a_place_of_another_server_or_everyone(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        mallory = double.add_user("mallory", permissions=EVERYTHING)
        far = double.add_guild("Elsewhere")
        elsewhere, stranger = double.add_channel("elsewhere", guild=far), double.add_role("Strangers", guild=far)
        here, own = double.channel, double.add_role("Desk")
        everyone = double.guild.roles[0]
        message, home = double.say(mallory, here, "a message of ours"), str(double.guild.id)
        before = _rows(ferry, home)

        forged = [
            (f"/digest add 08:00 channel:{elsewhere.id} ping:", own),
            (f"/digest add 08:00 channel:“{elsewhere.id}” ping:", own),
            (f"/digest add 08:00 ping:{own.id} channel:", here),
            ("/digest add 08:00 ping:", everyone),
            ("/digest add 08:00 ping:", stranger),
            ("/digest add 08:00 channel:", elsewhere),
            ("/digest add 08:00 channel:", own),
            ("/digest add 08:00 person:", own),
            (f"/setup channel:{elsewhere.id} level:editor role:", own),
            ("/setup channel:", elsewhere),
            ("/setup channel:", own),
            ("/setup channel:12", here),
            ("/setup level:admin role:", stranger),
            ("/setup role admin role:", everyone),
            ("/setup role admin role:", here),
            ("/who ", here),
        ]
        done = [await double.forge_list(mallory, message, f"pick:{line}", value) for line, value in forged]
        after = _rows(ferry, home)
        taken = await double.forge_list(mallory, message, "pick:/setup role editor role:", own)

    assert _refused([one.message.text for one in done]) == []
    assert after == before
    assert "may edit and answer now" in taken.message.text


async def test_no_reader_picks_in_a_list_and_nobody_does_whose_right_was_taken(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        ann, own = double.add_user("ann", permissions=EVERYTHING), double.add_role("Desk")
        rea = double.add_user("rea", permissions=ORDINARY)
        reminder = await post_reminder(double, bot, ferry)
        forms = [one.modal for one in await every_form(double, ann, reminder) if one.modal]
        pressed = {
            one["custom_id"] for shown in double.messages.values() for one in shown.buttons if shown.only_for != rea
        }
        message, home = double.say(ann, double.channel, "a message of ours"), str(double.guild.id)
        ann.permissions = ORDINARY
        before = _rows(ferry, home)

        for who in (ann, rea):
            for line, value in (("/setup channel:", double.channel), ("/setup role admin role:", own)):
                done = await double.forge_list(who, message, f"pick:{line}", value)
                assert "is for those who may manage this server" in done.message.text
        sent = [(modal["custom_id"], _filled(modal)) for modal in forms] + [(id_, None) for id_ in sorted(pressed)]
        for custom_id, form in sent:
            if custom_id != "share":
                await double.forge(ann, message, custom_id, form)
        after = _rows(ferry, home)

    assert len(sent) > 30
    assert _without(after, str(ann.id)) == _without(before, str(ann.id))


# --- a private channel's digests


async def _posted(double: Double, bot: Backchannel, database: Database, ann: User, channel: Channel) -> int:
    """Let a digest be posted; gives its row's number."""
    added = await double.slash(ann, channel, "digest add", {"times": "08:00"})
    await double.press(ann, added.message, "Save")
    with database.writing() as connection:
        late = tiny(statements=[*TINY["statements"], TINY["statements"][0] | {"id": "S9"}])
        replace_dossier(connection, late, now=NOW + timedelta(minutes=1), actor="test")
    clock = Clock(Courier(database, DESK, bot.channels.post, owner="test", hosts=bot.channels.hosts))
    for hours in range(1, 30, 2):
        await clock.ring(NOW + timedelta(hours=hours))
    with database.reading() as connection:
        due = schema.due.c
        return int(connection.scalar(select(due.id).where(due.kind == "digest", due.state == "sent")) or 0)


async def test_a_private_channels_digest_is_shown_to_nobody_who_does_not_see_the_channel(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        ann, rea = double.add_user("ann", permissions=EVERYTHING), double.add_user("rea", permissions=EVERYTHING)
        private = double.add_channel("private", only_for=[ann])
        row = await _posted(double, bot, ferry, ann, private)
        message = double.say(rea, double.channel, "a message of ours")
        tomorrow = f"{NOW + timedelta(days=1):%Y-%m-%d}"

        seen = await double.forge(ann, message, f"ask:/digest show {row}")
        shown = f"/digest show {row}"
        unseen = [await double.forge(rea, message, f"{verb}:{shown}") for verb in ("ask", "page:1", "page:2")]
        unseen.append(await double.slash(rea, double.channel, "digest preview", {"number": "1", "as_of": tomorrow}))
        private.only_for = []
        double.gateway.dispatch("CHANNEL_UPDATE", private.json(), double.guild)
        unseen.append(await double.forge(ann, message, f"ask:/digest show {row}"))
        double.remove_channel(private)
        unseen.append(await double.forge(ann, message, f"ask:/digest show {row}"))

    assert row
    assert "Digest · 21 March 2031" in seen.message.text
    assert {one.message.text.replace("’", "'") for one in unseen} == {
        "That was posted to a channel which you don't see, so it isn't shown to you."
    }


# --- at posting


async def test_what_a_desk_is_owed_goes_to_no_channel_of_another_server(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        await bot.wait_until_ready()
        elsewhere = double.add_channel("elsewhere", guild=double.add_guild("Elsewhere"))
        home = str(double.guild.id)
        place = ReminderChannel(home, "ferry", str(elsewhere.id))
        with ferry.writing() as connection:
            replace_reminder_channel(connection, place, actor="1", now=_OPENING)
        with ferry.writing() as connection:
            plan_all(connection, now=_OPENING - timedelta(hours=3), desk=DESK)
        courier = Courier(ferry, DESK, bot.channels.post, owner="test", hosts=bot.channels.hosts)
        await tick(courier, now=_OPENING)
        with ferry.reading() as connection:
            parked = list_parked(connection, desk=home)
        over_http = [await bot.channels.hosts(home, str(one.id)) for one in (double.channel, elsewhere)]

    assert [one.text for one in double.visible(elsewhere) if "Backchannel is here" not in one.text] == []
    assert parked
    assert {row.reason for row in parked} == {"The channel is not of this server. Choose another one: /setup"}
    assert over_http == [True, False]


def test_everyone_is_no_role_to_notify(ferry: Database) -> None:
    desk = Desk("42", "Europe/Berlin", "09:00")
    admin = Asker("9", "ann", level="admin", channel="900")

    with pytest.raises(UserError, match="can't notify everyone"):
        asked(ferry, "/digest add 08:00 ping:42", desk=desk, asker=admin)
    with pytest.raises(UserError, match="is no role of this server"):
        asked(ferry, "/digest add 08:00 ping:@everyone", desk=desk, asker=admin)
    with ferry.reading() as connection:
        assert list_subscriptions(connection, "draft", "active") == []


# --- numbers and ids of another server

_CANARY = "zanzibar"
_FAR = Desk("4242", "Europe/Berlin", "09:00")
_FAR_ANN = Asker("77", "far ann", level="admin", channel="900")
# what a button may say, by the table whose number it holds
_NUMBERED = {
    "draft": (
        *("/dossier load {}", "/dossier apply {}", "/dossier revert {}", "/dossier begin {}", "/add save {}"),
        *("/add change {}", "/edit save {}", "/edit change {}", "/article go {}", "/article discard {}"),
    ),
    "subscription": ("/digest preview {}", "/digest save {}", "/digest drop {}", "/digest remove {}"),
    "due": ("/due {} not", "/mine {} cancel", "/notice {}", "/reminder {}", "/digest show {}"),
    "follow": ("/following {} off",),
}
_NAMED = [
    f"{line} dossier:{dossier}"
    for line in ("/item E1", "/event D1", "/outcome D1 unclear", "/edit E1", "/mute vane", "/setup own 77 sure:yes")
    for dossier in ("secret", f"secret@{_FAR.id}")
]


@pytest.fixture
def far(ferry: Database) -> Database:
    """Another server beside ours, which has a dossier, a file, drafts, digests and reminders of its own."""
    text = json.dumps(TINY).replace('"title": "', f'"title": "{_CANARY} ')
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(**json.loads(text) | {"id": "secret"}), now=NOW, actor="t", owner=_FAR.id)
    content = json.dumps(TINY | {"id": "file", "title": f"{_CANARY} file"}).encode()
    load_report.take_in(ferry, content, "f.json", desk=_FAR, asker=_FAR_ANN, now=NOW)
    for line in (
        f"/add statement speaker:vane text:“We see {_CANARY}.” source:morning dossier:secret",
        f"/edit E1 title:“{_CANARY} sinks” why:“so it is” dossier:secret",
        "/digest add 08:00 person:vane dossier:secret",
        f"/my remind when:“2031-04-01 10:00” about:“{_CANARY} call”",
        "/follow vane dossier:secret",
    ):
        asked(ferry, line, desk=_FAR, asker=_FAR_ANN)
    return ferry


def _forged(database: Database) -> list[str]:
    """Give every line with every number and id of the other server."""
    lines = list(_NAMED)
    with database.reading() as connection:
        for name, forms in _NUMBERED.items():
            table = schema.metadata.tables[name]
            numbers = connection.scalars(select(table.c.id).where(table.c.desk == _FAR.id)).all()
            assert numbers, name
            lines += [form.format(number) for form in forms for number in numbers]
    return lines


async def test_no_button_in_discord_reaches_anything_by_a_number_or_id_of_another_server(far: Database) -> None:
    before, lines = _rows(far, _FAR.id), _forged(far)
    async with running(far) as (double, _bot):
        mallory = double.add_user("mallory", permissions=EVERYTHING)
        message = double.say(mallory, double.channel, "a message of ours")
        said = [(line, await double.forge(mallory, message, f"ask:{line}")) for line in lines]

    assert [line for line, one in said if _CANARY in one.message.text] == []
    assert _rows(far, _FAR.id) == before


async def test_no_button_in_slack_reaches_anything_by_a_number_or_id_of_another_server(far: Database) -> None:
    before, lines = _rows(far, _FAR.id), _forged(far)
    async with Standin() as slack, running_slack(slack, far):
        ann = slack.world.add_user("ann", is_admin=True)
        shown = [(line, await press_forged(slack, ann, line)) for line in lines]

    assert [line for line, said in shown if _CANARY in said] == []
    assert _rows(far, _FAR.id) == before


# --- Slack


async def test_no_forged_form_or_button_in_slack_names_a_place(ferry: Database) -> None:
    slack = Standin()
    async with slack, running_slack(slack, ferry):
        ann, eve = slack.world.add_user("ann", is_admin=True), slack.world.add_user("eve")
        news = slack.world.add_channel("news")
        await slack.slash(ann, slack.channel, "setup hour:09:00")
        desk = f"slack-{slack.world.team}"
        before = _rows(ferry, desk)
        lines = [
            f"/setup channel:{news.id}",
            f"/digest add 08:00 channel:{news.id}",
            f"/setup role:{eve.id} level:admin",
        ]
        for line in lines:
            await slack.slash(ann, slack.channel, "setup")
            dialog = slack.dialog(ann)
            dialog.view.body["private_metadata"] = json.dumps({"line": line})
            await slack.submit(ann, dialog, {})
        answer = await slack.slash(ann, slack.channel, "status")
        assert answer.message
        button = next(one for block in answer.message.blocks for one in block.get("elements", ()) if one.get("value"))
        for line in lines:
            button["value"] = line
            await slack.press(ann, answer.message, button["text"]["text"])
        await slack.until(lambda: len([one for one in slack.channel.messages if one.only_for == ann.id]) > 4)
        assert _rows(ferry, desk) == before


async def test_a_private_channels_digest_is_shown_in_slack_to_its_members_alone(ferry: Database) -> None:
    slack = Standin()
    async with slack, running_slack(slack, ferry) as here:
        ann, eve = slack.world.add_user("ann", is_admin=True), slack.world.add_user("eve")
        guest = slack.world.add_user("gus", is_restricted=True)
        public, private = slack.world.add_channel("news"), slack.world.add_channel("desk", is_private=True)
        private.members.add(ann.id)

        await check_sees(here, ann.id, private.id)
        await check_sees(here, eve.id, f"{public.id}/1.2")
        for person, channel in ((eve, private.id), (guest, public.id), (eve, "C0NOWHERE")):
            with pytest.raises(UserError, match="which you don’t see"):
                await check_sees(here, person.id, channel)


def test_columns_of_places_are_known() -> None:
    """A new table with a channel is looked at here: what it names is checked at posting, by way of `due`."""
    with_channel = {table.name for table in schema.metadata.sorted_tables if "channel" in table.c}

    assert with_channel == {"channel", "watch", "due", "breaker", "draft", "subscription", "follow"}
