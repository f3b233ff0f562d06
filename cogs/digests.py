"""/digest"""

import re
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import UserError
from bot.discord.client import Backchannel, say_privately
from bot.discord.permissions import Room, notifiable, postable
from bot.discord.reply import Interaction, answered, excused, patiently, reply, update
from bot.discord.slash import question

_FORM = re.compile(r"digest:(?P<number>\d{1,15})")
# field of the form -> its words; what is left as it is changes nothing
_FIELDS = {
    "times": ("Times of the day", "e.g. 08:00, 17:30"),
    "days": ("Weekdays", "e.g. mon-fri or daily"),
    "zone": ("Zone", "e.g. Europe/Berlin"),
    "kind": ("Only these kinds, or not -these", "e.g. statement, offer, -point; all for all"),
    "person": ("Only what names these, or not -these", "e.g. peskov, -lavrov; all for all"),
}
_LONGEST = 200


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


class Changing(discord.ui.Modal, title="Change the digest"):
    """Asks what is to be different."""

    def __init__(self, number: str) -> None:
        """Ask on behalf of what was read back under a number."""
        super().__init__(custom_id=f"digest:{number}")
        for name, (words, example) in _FIELDS.items():
            field: discord.ui.TextInput[Changing] = discord.ui.TextInput(
                custom_id=name, placeholder=example, required=False, max_length=_LONGEST
            )
            self.add_item(discord.ui.Label(text=words, description="Empty: as it is.", component=field))


async def submitted(interaction: Interaction) -> None:
    """Take in the form; the changed digest is read back in place of the one before."""
    data: Any = interaction.data or {}
    found = _FORM.fullmatch(data.get("custom_id", ""))
    if interaction.type is not discord.InteractionType.modal_submit or not found:
        return
    async with excused(interaction):
        fields = [part.get("component") or part["components"][0] for part in data["components"]]
        typed = {str(field["custom_id"]): str(field["value"]).strip() for field in fields}
        given = {name: value for name, value in typed.items() if value and name in _FIELDS}
        try:
            asking = answered(interaction, "digest edit", {"number": found["number"], **given})
            await update(interaction, await patiently(interaction, asking, edits=True))
        except UserError as error:
            said = ", ".join(f"{name}: {value}" for name, value in given.items())
            await say_privately(interaction, f"{error} You typed {said}.")


async def setup(bot: Backchannel) -> None:
    """Add the cog, and listen to its form."""
    await bot.add_cog(Digests())
    bot.add_listener(submitted, "on_interaction")
