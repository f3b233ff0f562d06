"""/digest"""

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import UserError
from bot.discord.client import Backchannel
from bot.discord.permissions import Room, notifiable, postable
from bot.discord.reply import Interaction, excused, reply
from bot.discord.slash import question


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Digests(commands.GroupCog, group_name="digest", group_description="What changed, posted to a channel"):
    """Subscriptions to digests."""

    @question("digest add")
    async def add(
        self,
        interaction: Interaction,
        *,
        times: str,
        days: str = "",
        channel: Room | None = None,
        zone: str = "",
        person: str = "",
        party: str = "",
        subject: str = "",
        kind: str = "",
        unchanged: str = "",
        ping: discord.Role | None = None,
        dossier: str = "",
    ) -> None:
        """Have digests posted."""
        async with excused(interaction):
            filters = {"person": person, "party": party, "subject": subject, "kind": kind, "unchanged": unchanged}
            place = {"channel": postable(channel or _here(interaction)), "ping": notifiable(ping)}
            when = {"times": times, "days": days, "zone": zone}
            await reply(interaction, "digest add", **when, **place, **filters, dossier=dossier)

    @question("digest list")
    async def list(self, interaction: Interaction) -> None:
        """List them."""
        await reply(interaction, "digest list")

    @question("digest edit")
    async def edit(
        self,
        interaction: Interaction,
        *,
        number: str,
        times: str = "",
        days: str = "",
        channel: Room | None = None,
        zone: str = "",
        person: str = "",
        party: str = "",
        subject: str = "",
        kind: str = "",
        unchanged: str = "",
        ping: discord.Role | None = None,
    ) -> None:
        """Change one."""
        async with excused(interaction):
            filters = {"person": person, "party": party, "subject": subject, "kind": kind, "unchanged": unchanged}
            place = {"channel": postable(channel) if channel else "", "ping": notifiable(ping)}
            when = {"times": times, "days": days, "zone": zone}
            await reply(interaction, "digest edit", number=number, **when, **place, **filters)

    @question("digest preview")
    async def preview(self, interaction: Interaction, *, number: str, as_of: str = "", private: str = "yes") -> None:
        """Show what one would say."""
        await reply(interaction, "digest preview", number=number, as_of=as_of, private=private)

    @question("digest pause")
    async def pause(self, interaction: Interaction, *, number: str) -> None:
        """Stop one for a time."""
        await reply(interaction, "digest pause", number=number)

    @question("digest resume")
    async def resume(self, interaction: Interaction, *, number: str) -> None:
        """Go on with one."""
        await reply(interaction, "digest resume", number=number)

    @question("digest remove")
    async def remove(self, interaction: Interaction, *, number: str) -> None:
        """Remove one."""
        await reply(interaction, "digest remove", number=number)


def _here(interaction: Interaction) -> Room:
    if isinstance(interaction.channel, discord.TextChannel | discord.Thread):
        return interaction.channel
    raise UserError("Digests can't be posted here. Name a text channel or a thread: /digest add channel:")


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Digests())
