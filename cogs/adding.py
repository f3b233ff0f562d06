"""/add, /review, and the message menus “Add to dossier” and “Find in dossier”."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import UserError
from bot.client import Backchannel
from cogs.options import question
from cogs.reply import Interaction, answered, excused, patiently, reply, show


class Adding(
    commands.GroupCog, group_name="add", group_description="Add to the dossier; without options a form opens."
):
    """What can be added, each with its form."""

    @question("add statement")
    async def statement(
        self,
        interaction: Interaction,
        *,
        speaker: str = "",
        text: str = "",
        when: str = "",
        source: str = "",
        about: str = "",
        draft: str = "",
        dossier: str = "",
    ) -> None:
        """Add a statement."""
        await reply(
            interaction,
            "add statement",
            speaker=speaker,
            text=text,
            when=when,
            source=source,
            about=about,
            draft=draft,
            dossier=dossier,
        )

    @question("add event")
    async def event(
        self,
        interaction: Interaction,
        *,
        title: str = "",
        when: str = "",
        said: str = "",
        source: str = "",
        about: str = "",
        draft: str = "",
        dossier: str = "",
    ) -> None:
        """Add an event."""
        await reply(
            interaction,
            "add event",
            title=title,
            when=when,
            said=said,
            source=source,
            about=about,
            draft=draft,
            dossier=dossier,
        )

    @question("add offer")
    async def offer(
        self,
        interaction: Interaction,
        *,
        title: str = "",
        between: str = "",
        terms: str = "",
        source: str = "",
        when: str = "",
        draft: str = "",
        dossier: str = "",
    ) -> None:
        """Add an offer."""
        await reply(
            interaction,
            "add offer",
            title=title,
            between=between,
            terms=terms,
            source=source,
            when=when,
            draft=draft,
            dossier=dossier,
        )

    @question("add report")
    async def report(
        self,
        interaction: Interaction,
        *,
        point: str = "",
        says: str = "",
        exact: str = "",
        source: str = "",
        about: str = "",
        draft: str = "",
        dossier: str = "",
    ) -> None:
        """Add a report."""
        await reply(
            interaction,
            "add report",
            point=point,
            says=says,
            exact=exact,
            source=source,
            about=about,
            draft=draft,
            dossier=dossier,
        )

    @question("add date")
    async def date(
        self,
        interaction: Interaction,
        *,
        title: str = "",
        when: str = "",
        by: str = "",
        said: str = "",
        source: str = "",
        draft: str = "",
        dossier: str = "",
    ) -> None:
        """Add a date."""
        await reply(
            interaction,
            "add date",
            title=title,
            when=when,
            by=by,
            said=said,
            source=source,
            draft=draft,
            dossier=dossier,
        )

    @question("add person")
    async def person(
        self,
        interaction: Interaction,
        *,
        name: str = "",
        role: str = "",
        party: str = "",
        source: str = "",
        spelling: str = "",
        draft: str = "",
        dossier: str = "",
    ) -> None:
        """Add a person."""
        await reply(
            interaction,
            "add person",
            name=name,
            role=role,
            party=party,
            source=source,
            spelling=spelling,
            draft=draft,
            dossier=dossier,
        )

    @question("add source")
    async def source(
        self,
        interaction: Interaction,
        *,
        outlet: str = "",
        title: str = "",
        published: str = "",
        link: str = "",
        translation: str = "",
        draft: str = "",
        dossier: str = "",
    ) -> None:
        """Add a source."""
        await reply(
            interaction,
            "add source",
            outlet=outlet,
            title=title,
            published=published,
            link=link,
            translation=translation,
            draft=draft,
            dossier=dossier,
        )


class Reviewing(commands.Cog):
    """Proposals."""

    @question("review")
    async def review(
        self, interaction: Interaction, *, draft: str = "", do: str = "", reason: str = "", dossier: str = ""
    ) -> None:
        """List proposals."""
        await reply(interaction, "review", draft=draft, do=do, reason=reason, dossier=dossier)


async def add_message(interaction: Interaction, message: discord.Message) -> None:
    """Ask what a message's words are to be added as."""
    async with excused(interaction):
        options = {"text": _words(message)[:_LONGEST_TEXT], "link": message.jump_url}
        await show(
            interaction, await patiently(interaction, answered(interaction, "add message", options)), private=True
        )


async def find_message(interaction: Interaction, message: discord.Message) -> None:
    """Look for a message's words."""
    async with excused(interaction):
        answer = await patiently(
            interaction, answered(interaction, "find like", {"text": _words(message)[:_LONGEST_TEXT]})
        )
        await show(interaction, answer, private=True)


_LONGEST_TEXT = 1000


def _words(message: discord.Message) -> str:
    """Give what a message says, or what is embedded in it."""
    embedded = (f"{embed.title or ''} {embed.description or ''}" for embed in message.embeds)
    text = message.content.strip() or " ".join(embedded).strip()
    if not text:
        raise UserError("That message has no words. Add what it shows with /add, e.g. /add event")
    return text


async def setup(bot: Backchannel) -> None:
    """Add the cogs and the menus."""
    await bot.add_cog(Adding())
    await bot.add_cog(Reviewing())
    bot.tree.add_command(app_commands.ContextMenu(name="Add to dossier", callback=add_message))
    bot.tree.add_command(app_commands.ContextMenu(name="Find in dossier", callback=find_message))
