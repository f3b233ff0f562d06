"""What buttons and lists do; all they need is in their ids, so that they survive a restart of the bot."""

import re
from typing import Any, Self

import discord

from bot.asking import UserError
from bot.commands.carried_lines import read_picked
from bot.commands.line_forms import form_of_line
from bot.commands.registry import COMMANDS
from bot.discord.client import Backchannel
from bot.discord.messages import SHARE, attachment, buttons, pages, shared, shared_by, stateless, together
from bot.discord.permissions import notifiable, postable
from bot.discord.posting import NOBODY
from bot.discord.reply import (
    Interaction,
    allowed,
    answered,
    change,
    excused,
    patiently,
    pictured,
    read_line,
    show,
    turn,
    update,
)
from bot.long_lines import whole_line
from cogs.forms import open_again, open_form, update_both

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
                    await _share(interaction, self.rest)
                case "page":
                    await _turn(interaction, self.rest)
                case "fix":
                    await open_again(interaction, self.rest)
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
            line = await whole_line(interaction.client.database, self.line)
            name, options, option = read_picked(line, str(chosen))
            _check_here(interaction.guild, int(chosen), option)
            own = interaction.message is not None and interaction.message.flags.ephemeral
            answer = await patiently(interaction, answered(interaction, name, options), edits=own)
            if own:
                await update(interaction, answer)
            else:
                await show(interaction, answer, private=True)


def _check_here(guild: discord.Guild | None, id_: int, option: str) -> None:
    """Raise UserError unless what was picked for an option is this server's, and can be posted to or notified."""
    if guild and option == "channel":
        channel = guild.get_channel_or_thread(id_)
        if isinstance(channel, discord.TextChannel | discord.Thread):
            postable(channel)
            return
    elif guild and (role := guild.get_role(id_)) and not role.is_default():
        if option == "ping":
            notifiable(role)
        return
    raise UserError("That is no channel or role of this server that Backchannel sees. Choose another one.")


async def _ask(interaction: Interaction, line: str) -> None:
    name, options = await read_line(interaction, line)
    if not COMMANDS[name].pressed:
        await show(interaction, await patiently(interaction, answered(interaction, name, options)), private=True)
    elif form_of_line(name, options, line) and interaction.message:
        await open_form(interaction, str(interaction.message.id), line)
    else:
        await _press(interaction, name, options)


async def _press(interaction: Interaction, name: str, options: dict[str, str]) -> None:
    """Do what a button says, and show what came of it where it belongs."""
    own = interaction.message is not None and interaction.message.flags.ephemeral
    answer = await patiently(interaction, answered(interaction, name, options), edits=True)
    if answer.form or (answer.aside and not own):
        await show(interaction, answer, private=True)
    else:
        await update_both(interaction, answer)


async def _turn(interaction: Interaction, rest: str) -> None:
    number, _, line = rest.partition(":")
    name, options = await read_line(interaction, line)
    # what others see is not turned under their eyes
    own = interaction.message is not None and interaction.message.flags.ephemeral
    answer = await patiently(interaction, answered(interaction, name, options), edits=own)
    if own:
        await turn(interaction, answer, int(number))
    else:
        await show(interaction, answer, private=True, page=int(number))


async def _share(interaction: Interaction, short: str) -> None:
    """Post the message for all, once: the button goes away first. `short` asks what is shown in full in short."""
    assert interaction.message is not None
    await allowed(interaction, "help")
    message, name = interaction.message, interaction.user.display_name
    view = discord.ui.View.from_message(message, timeout=None)
    for item in view.children:
        if isinstance(item, discord.ui.Button) and (item.custom_id or "").partition(":")[0] == SHARE:
            view.remove_item(item)
    embeds, shown, told = message.embeds, stateless(view), None
    if short:
        command, options = await read_line(interaction, short)
        asking = pictured(interaction, answered(interaction, command, options))
        answer, content = await patiently(interaction, asking, edits=True)
        told = attachment(answer.picture, content) if answer.picture and content else None
        [sheet, *_] = pages(answer)
        embeds, shown = together([sheet]), buttons(sheet, answer.line)
    await change(interaction, message.embeds, stateless(view))
    pictures = [told] if told else [] if short else [await attached.to_file() for attached in message.attachments]
    if embeds:
        embeds = [shared(embeds[0], name), *embeds[1:]]
        await interaction.followup.send(embeds=embeds, view=shown, files=pictures, allowed_mentions=NOBODY)
    else:
        text = f"{shared_by(name)}\n{message.content}"
        await interaction.followup.send(text, view=shown, allowed_mentions=NOBODY)


async def setup(bot: Backchannel) -> None:
    """Listen to buttons and lists."""
    bot.add_dynamic_items(Pressed, Picked)
