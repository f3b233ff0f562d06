"""/event"""

import discord
from discord.ext import commands

from bot.asking import UserError
from bot.blocks import Answer, Appointment, Line, Link, Moment
from bot.discord.client import Backchannel
from bot.discord.markdown import clip, escape
from bot.discord.reply import Interaction, answered, excused, patiently, show
from bot.discord.slash import question
from bot.phrasing.plain import plain

_NAME, _PLACE, _DESCRIPTION = 100, 100, 1000  # what Discord takes
_LACKS = (
    "Backchannel lacks the right “Create Events” in this server. Grant it to its role (Server Settings, Roles), then "
    "send the command again."
)


class Events(commands.Cog):
    """Tracked dates in a server's calendar."""

    @question("event")
    async def event(self, interaction: Interaction, *, item: str, dossier: str = "") -> None:
        """Make a tracked date an event."""
        async with excused(interaction):
            answer = await patiently(interaction, _made(interaction, {"item": item, "dossier": dossier}))
            await show(interaction, answer, private=True)


async def _made(interaction: Interaction, options: dict[str, str]) -> Answer:
    answer = await answered(interaction, "event", options)
    if answer.appointment is None or interaction.guild is None:
        return answer
    try:
        event, new = await _event(interaction.guild, answer.appointment)
    except discord.Forbidden as error:
        raise UserError(_LACKS) from error
    said = "made, from " if new else "there already, from "
    end = event.end_time or answer.appointment.end
    line = Line((said, Moment(event.start_time), " to ", Moment(end), " – ", Link(event.url, "see it")), label="Event")
    return Answer(answer.title, (*answer.blocks, line), aside=True, sources=answer.sources, dossier=answer.dossier)


async def _event(guild: discord.Guild, wanted: Appointment) -> tuple[discord.ScheduledEvent, bool]:
    """Find the event, or make it; True with it if it is new."""
    name = clip(plain(wanted.name), _NAME)
    for event in await guild.fetch_scheduled_events(with_counts=False):
        if (event.name, event.location, event.end_time) == (name, clip(plain(wanted.place), _PLACE), wanted.end):
            return event, False
    made = await guild.create_scheduled_event(
        name=name,
        description=clip(escape(wanted.description), _DESCRIPTION),
        location=clip(plain(wanted.place), _PLACE),
        start_time=wanted.start,
        end_time=wanted.end,
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )
    return made, True


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Events())
