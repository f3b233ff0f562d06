"""What buttons and forms do; all they need is in their ids, so that they survive a restart of the bot."""

import re
from typing import Any, Self

import discord

from bot.asking import UserError
from bot.channels import NOBODY
from bot.client import Backchannel, say_privately
from bot.commands import COMMANDS
from bot.lines import parse
from bot.render.discord import SHARE, buttons, pages, shared, stateless, together
from cogs.permissions import postable
from cogs.reply import Interaction, answered, change, excused, patiently, show, turn, update

_CUSTOM_ID = 100
_LONGEST_DAY = 50  # with it, the id of the button that mends it stays below 100 characters
_EXAMPLE = "e.g. 2022-08-10 or 2022-08-10/2022-08-12"
_MOVED = re.compile(r"moved:(?P<message>\d+):(?P<line>.+)", re.DOTALL)

Button = discord.ui.Button[discord.ui.View]


class Pressed(
    discord.ui.DynamicItem[Button],
    template=re.compile(r"(?P<verb>ask|page|share|fix)(?::(?P<rest>.*))?", re.DOTALL),
):
    """Any button of ours."""

    def __init__(self, button: Button, verb: str, rest: str) -> None:
        """Take a button as it stands in a message."""
        super().__init__(button)
        self.verb = verb
        self.rest = rest

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read a button's id."""
        assert isinstance(item, discord.ui.Button)
        return cls(item, match["verb"], match["rest"] or "")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says."""
        async with excused(interaction):
            match self.verb:
                case "share":
                    await _share(interaction)
                case "page":
                    await _turn(interaction, self.rest)
                case "fix":
                    message, _, rest = self.rest.partition(":")
                    line, _, typed = rest.partition("|")
                    await interaction.response.send_modal(MovedTo(message, line, typed))
                case _:
                    await _ask(interaction, self.rest)


class Picked(
    discord.ui.DynamicItem[discord.ui.ChannelSelect[discord.ui.View] | discord.ui.RoleSelect[discord.ui.View]],
    template=re.compile(r"pick:(?P<line>.+)", re.DOTALL),
):
    """Any list of channels or roles of ours."""

    def __init__(self, item: Any, line: str) -> None:
        """Take a list as it stands in a message."""
        super().__init__(item)
        self.line = line

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read a list's id."""
        return cls(item, match["line"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Send the line, ended with what was picked."""
        async with excused(interaction):
            data: Any = interaction.data
            [chosen] = data["values"]
            channel = interaction.guild.get_channel_or_thread(int(chosen)) if interaction.guild else None
            if isinstance(channel, discord.TextChannel | discord.Thread):
                postable(channel)
            await _ask(interaction, f"{self.line}{chosen}")


class MovedTo(discord.ui.Modal, title="Moved to when?"):
    """Asks for the new date of what was to happen."""

    def __init__(self, message: str, line: str, typed: str = "") -> None:
        """Ask on behalf of a reminder's message; `line` is what its button says."""
        super().__init__(custom_id=f"moved:{message}:{line}")
        field: discord.ui.TextInput[MovedTo] = discord.ui.TextInput(
            custom_id="day", placeholder=_EXAMPLE, default=typed or None, max_length=_LONGEST_DAY
        )
        self.add_item(
            discord.ui.Label(text="New date", description="A day, or the first and the last.", component=field)
        )


async def _ask(interaction: Interaction, line: str) -> None:
    name, options = parse(line)
    if not COMMANDS[name].pressed:
        await show(interaction, await patiently(interaction, answered(interaction, name, options)), private=True)
    elif options.get("press") == "moved" and "to" not in options and interaction.message:
        await interaction.response.send_modal(MovedTo(str(interaction.message.id), line))
    else:
        await update(interaction, await patiently(interaction, answered(interaction, name, options), edits=True))


async def _turn(interaction: Interaction, rest: str) -> None:
    number, _, line = rest.partition(":")
    name, options = parse(line)
    # what others see is not turned under their eyes
    own = interaction.message is not None and interaction.message.flags.ephemeral
    answer = await patiently(interaction, answered(interaction, name, options), edits=own)
    if own:
        await turn(interaction, answer, int(number))
    else:
        await show(interaction, answer, private=True, page=int(number))


async def _share(interaction: Interaction) -> None:
    """Post the message for all, once: the button goes away first."""
    assert interaction.message is not None
    embeds = interaction.message.embeds
    view = discord.ui.View.from_message(interaction.message, timeout=None)
    for item in view.children:
        if isinstance(item, discord.ui.Button) and item.custom_id == SHARE:
            view.remove_item(item)
    await change(interaction, embeds, stateless(view))
    named = [shared(embeds[0], interaction.user.display_name), *embeds[1:]]
    pictures = [await attached.to_file() for attached in interaction.message.attachments]
    await interaction.followup.send(embeds=named, view=stateless(view), files=pictures, allowed_mentions=NOBODY)


async def submitted(interaction: Interaction) -> None:
    """Take in a form; a modal of discord.py's would forget it when the bot is restarted in between."""
    data: Any = interaction.data or {}
    found = _MOVED.fullmatch(data.get("custom_id", ""))
    if interaction.type is not discord.InteractionType.modal_submit or not found:
        return
    async with excused(interaction):
        typed = _typed(interaction)
        try:
            await _record_moved(interaction, found["message"], found["line"], typed)
        except UserError as error:
            said = f"{error} You typed “{typed}”." if typed not in str(error) else str(error)
            mend = _fix(found["message"], found["line"], typed) if str(error).startswith("to:") else None
            await say_privately(interaction, said, view=mend or discord.utils.MISSING)


async def _record_moved(interaction: Interaction, message: str, line: str, typed: str) -> None:
    name, options = parse(line)
    here = interaction.message is not None and str(interaction.message.id) == message
    asking = answered(interaction, name, options | {"to": typed})
    answer = await patiently(interaction, asking, edits=here)
    if here:
        await update(interaction, answer)
        return
    # the form came from the private message about a date that could not be read
    await say_privately(interaction, "Recorded.")
    assert interaction.channel_id is not None
    reminder = interaction.client.get_partial_messageable(interaction.channel_id).get_partial_message(int(message))
    sheets = pages(answer)
    await reminder.edit(embeds=together(sheets), view=buttons(sheets[0]), allowed_mentions=NOBODY)


def _fix(message: str, line: str, typed: str) -> discord.ui.View:
    whole, bare = f"fix:{message}:{line}|{typed}", f"fix:{message}:{line}"
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Fix", custom_id=whole if len(whole) <= _CUSTOM_ID else bare))
    return stateless(view)


def _typed(interaction: Interaction) -> str:
    data: Any = interaction.data
    fields = [part.get("component") or part["components"][0] for part in data["components"]]
    return next((str(field["value"]).strip() for field in fields if field["custom_id"] == "day"), "")


async def setup(bot: Backchannel) -> None:
    """Listen to buttons and forms."""
    bot.add_dynamic_items(Pressed, Picked)
    bot.add_listener(submitted, "on_interaction")
