"""S1, S2: hostile texts by every way into the real bot; no message pings, links or formats by what they say."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from bot.delivery.scheduler import Clock, Courier
from bot.discord.client import Backchannel
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW
from tests.digests.living import live
from tests.discord import CannotDo, Double
from tests.discord.interactions import ATTACHMENT, CHANNEL, ROLE, Interaction
from tests.discord.limits import TEXT_INPUT, Json, walk
from tests.discord.opened import DESK, every_form, post_reminder, running
from tests.discord.world import EVERYTHING, Channel, Message, User
from tests.faults.conftest import Figures
from tests.faults.sizes import sized
from tests.hostile import hostile_dossier, hostile_texts, markup, without_marks, without_ours

_PINGED = 4242  # the one role that may be notified, by one digest
_NAME = "@everyone <@&1> [x](https://evil.example) **a**"
_GROUPS = (1, 2)  # a command within a command
_TEXT = 3
# seconds: what reads a file or a text starts a process, which takes one of a quiet machine and many of a busy one
_PATIENCE = 60.0


async def test_no_text_pings_links_or_formats_however_it_comes_in(ferry: Database, figures: Figures) -> None:
    many = sized(120, 1_000, 10_000)
    done: dict[str, int] = {}
    async with running(ferry) as (double, bot):
        mallory = double.add_user(_NAME, permissions=EVERYTHING)
        reminder = await post_reminder(double, bot, ferry)
        ways = _Ways(double, mallory, await every_form(double, mallory, reminder), reminder)
        await _mended(double, mallory, reminder)
        for way, typed in zip(cycle(ways.all()), hostile_texts(many, seed=1), strict=False):
            try:
                await way(typed)
            except CannotDo:
                continue  # Discord's own client would not send that, e.g. an empty field
            done[way.__name__] = done.get(way.__name__, 0) + 1
        await _digested(double, bot, ferry)
        payloads = [one for one in double.payloads if "embeds" in one or "content" in one]
        said = [one.get("allowed_mentions") for one in payloads]
        pings = [ping for one in double.messages.values() if one.author is double.bot for ping in one.pings]
        shown = {text for one in payloads for text in _shown(one)}

    figures("S1", texts=sum(done.values()), **done, payloads=len(payloads), pings=len(pings) - 1)
    assert all(one in ({"parse": []}, {"parse": [], "roles": [_PINGED]}) for one in said)
    assert pings == [f"&{_PINGED}"]
    assert [(text, found) for text in shown if (found := markup(without_ours(without_marks(text))))] == []


def _shown(payload: Json) -> Iterator[str]:
    """Give all texts of a message in which Discord reads markdown."""
    if payload.get("content") not in (None, "", f"<@&{_PINGED}>"):
        yield str(payload["content"])
    for embed in payload.get("embeds") or []:
        yield embed.get("title") or ""
        yield embed.get("description") or ""
        yield from (text for one in embed.get("fields") or [] for text in (one["name"], one["value"]))


class _Ways:
    """The ways by which a text comes in; each takes turns with its commands, fields and buttons."""

    def __init__(self, double: Double, user: User, forms: list[Interaction], reminder: Message) -> None:
        self.double, self.user, self.reminder = double, user, reminder
        self.forms = cycle(forms)
        self.options = cycle(_options(double))
        self.completions = cycle([one for one in _options(double) if one[2].get("autocomplete")])
        self.lines = cycle(["ask:", "ask:/find ", "page:2:/who ", "fix:1:/due 1 moved|", "fix:", "ask:/item id:"])

    def all(self) -> list[Callable[[str], Awaitable[None]]]:
        """List them."""
        return [
            *(self.option, self.option, self.form, self.option, self.completion, self.form, self.menu, self.option),
            *(self.file, self.forged, self.forged_form, self.everything),
        ]

    async def option(self, typed: str) -> None:
        command, node, option = next(self.options)
        await self._slash(command, node, {option["name"]: typed})

    async def everything(self, typed: str) -> None:
        command, node, _ = next(self.options)
        free = [one for one in node["options"] if one["type"] == _TEXT and not one.get("choices")]
        await self._slash(command, node, {one["name"]: typed[:200] for one in free})

    async def _slash(self, command: str, node: Json, typed: Json) -> None:
        needed = {one["name"]: self._value(one) for one in node["options"] if one.get("required")}
        shown = await self.double.slash(self.user, self.double.channel, command, needed | typed, timeout=_PATIENCE)
        if shown.modal is None and shown.message.buttons:
            await self._press(shown.message, typed)

    async def _press(self, message: Message, typed: Json) -> None:
        """Press one of the buttons that came, to which the text has come along."""
        button = message.buttons[len(str(typed)) % len(message.buttons)]
        await self.double.press(self.user, message, button["custom_id"], timeout=_PATIENCE)

    def _value(self, option: Json) -> object:
        places = {CHANNEL: self.double.channel, ROLE: self.double.guild.roles[0]}
        places |= {ATTACHMENT: self.double.upload("a.yaml", b"a: b")}
        return places.get(option["type"]) or (option["choices"][0]["value"] if option.get("choices") else "D1")

    async def completion(self, typed: str) -> None:
        command, _, option = next(self.completions)
        await self.double.complete(self.user, self.double.channel, command, option["name"], typed)

    async def form(self, typed: str) -> None:
        shown = next(self.forms)
        assert shown.modal is not None
        await self.double.submit(self.user, shown, _filled(shown.modal, typed), timeout=_PATIENCE)

    async def menu(self, typed: str) -> None:
        message = self.double.say(self.user, self.double.channel, typed)
        await self.double.menu(
            self.user, message, "Find in dossier" if len(typed) % 2 else "Add to dossier", timeout=_PATIENCE
        )

    async def file(self, typed: str) -> None:
        content = f"format: 1\nid: {typed[:200]}\n{typed[:200]}: x\n".encode("utf-8", "replace")
        name = re.sub(r"[/\x00?#%\ud800-\udfff]", "", typed[:60]) + ".yaml"
        upload = self.double.upload(name, content)
        await self.double.slash(self.user, self.double.channel, "dossier load", {"file": upload}, timeout=_PATIENCE)

    async def forged(self, typed: str) -> None:
        await self.double.forge(self.user, self.reminder, next(self.lines) + (typed[:60] or "x"))

    async def forged_form(self, typed: str) -> None:
        line = typed[:60] or "x"
        await self.double.forge(self.user, self.reminder, f"fill:/add event title:{line}", {"title": typed[:300]})
        await self.double.forge(self.user, self.reminder, f"form:{self.reminder.id}:{line}", {"to": typed[:80]})


def _options(double: Double) -> list[tuple[str, Json, Json]]:
    """List every free option of every command: the command, what is registered of it, and the option."""
    found = []
    for command in double.commands[None]:
        nodes = [
            (f"{command['name']} {one['name']}", one) for one in command.get("options", []) if one["type"] in _GROUPS
        ]
        for name, node in nodes or [(command["name"], command)]:
            found += [
                (name, node, one) for one in node.get("options", []) if one["type"] == _TEXT and not one.get("choices")
            ]
    return found


def _filled(modal: Json, typed: str) -> Json:
    inputs = [one for _, one in walk(modal["components"]) if one["type"] == TEXT_INPUT]
    return {one["custom_id"]: typed[: one.get("max_length", 4000)] for one in inputs}


async def _mended(double: Double, user: User, reminder: Message) -> None:
    """Answer a reminder by the form behind Fix: the message that all see is edited from elsewhere."""
    form = await double.press(user, reminder, "Happened")
    refused = await double.submit(user, form, {"basis": "?"})
    again = await double.press(user, refused.message, "Fix")
    await double.submit(user, again, {"basis": _NAME})
    path = f"/channels/{reminder.channel.id}/messages/{reminder.id}"
    await double.until(lambda: path in [one.path for one in double.requests], "the message that all see")


async def _digested(double: Double, bot: Backchannel, database: Database) -> None:
    """Let a digest be posted of a dossier that is hostile all over, which notifies one role."""
    news = Channel(double.new_id(), "news", double.bot, double.guild)
    double.channels[news.id] = news
    desk = replace(DESK, id=str(double.guild.id))
    kept = asked(database, f"/digest add 08:00 channel:{news.id} ping:{_PINGED}", desk=desk)
    number = re.search(r"/digest save (\d+)", kept)
    assert number
    asked(database, f"/digest save {number[1]}", desk=desk)
    with database.writing() as connection:
        said = "".join(one for one in hostile_texts(30, seed=2) if len(one) < 40)
        dossier = hostile_dossier(re.sub("[\0\ud800]", "", said)[:900])
        replace_dossier(connection, dossier, now=NOW + timedelta(hours=1), actor=_NAME)
    clock = Clock(Courier(database, DESK, bot.channels.post, owner="test"))
    await live(clock, "2031-03-21T06:00", "2031-03-21T08:00")
    assert double.visible(news)
