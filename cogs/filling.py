"""Forms of several fields: what was filled in completes the line that stands in the form's id."""

import re
from dataclasses import replace
from typing import Any

import discord

from bot.answers.addforms import EMPTIED
from bot.client import Backchannel
from cogs.forms import typed_into
from cogs.reply import Interaction, answered, excused, patiently, read_line, show, update

_FILLED = re.compile(r"fill:(?P<line>.+)", re.DOTALL)


async def filled(interaction: Interaction) -> None:
    """Take in a form; a modal of discord.py's would forget it when the bot is restarted in between."""
    data: Any = interaction.data or {}
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    if found := _FILLED.fullmatch(data.get("custom_id", "")):
        async with excused(interaction):
            await _complete(interaction, found["line"])


async def _complete(interaction: Interaction, line: str) -> None:
    name, options = read_line(line)
    # what was emptied must not stay as it was kept
    options |= {option: text or EMPTIED for option, text in typed_into(interaction).items()}
    own = interaction.message is not None and interaction.message.flags.ephemeral
    # a form can't be answered with another one
    answer = replace(await patiently(interaction, answered(interaction, name, options), edits=own), form=None)
    if own:
        await update(interaction, answer)
    else:
        await show(interaction, answer, private=True)


async def setup(bot: Backchannel) -> None:
    """Listen to forms."""
    bot.add_listener(filled, "on_interaction")
