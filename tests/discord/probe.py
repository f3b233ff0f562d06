"""A tiny bot for the double's own tests."""

import discord
from discord import app_commands


class Note(discord.ui.Modal, title="Note"):
    words: discord.ui.TextInput["Note"] = discord.ui.TextInput(label="Words", custom_id="words")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"kept {self.words.value}", ephemeral=True)


class Buttons(discord.ui.View):
    """Persistent buttons."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Happened", custom_id="happened")
    async def happened(self, interaction: discord.Interaction, _: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.edit_message(content=f"happened, says {interaction.user.name}")

    @discord.ui.button(label="Note", custom_id="note")
    async def note(self, interaction: discord.Interaction, _: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.send_modal(Note())

    @discord.ui.select(
        placeholder="When", custom_id="when", options=[discord.SelectOption(label="Later", value="later")]
    )
    async def when(self, interaction: discord.Interaction, select: discord.ui.Select["Buttons"]) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"chosen {select.values}", ephemeral=True)


class Probe(discord.Client):
    """A client with a few commands; it comes back without discord.py's five seconds of waiting."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.tree = app_commands.CommandTree(self)
        self.replies: list[discord.Interaction] = []
        self.tree.command(name="who")(who)
        self.tree.command(name="late")(late)
        self.tree.context_menu(name="Find")(find)
        self.tree.add_command(setup)

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.replies.append(interaction)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait."""


async def offer(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the names that contain what was typed."""
    return [app_commands.Choice(name=n, value=n) for n in ("peskov", "lavrov") if typed in n]


@app_commands.describe(name="whom to find", public="for all to see")
@app_commands.autocomplete(name=offer)
async def who(interaction: discord.Interaction, name: str, public: bool = False) -> None:
    """Answer with a name."""
    embed = discord.Embed(title=name, description="@everyone").add_field(name="role", value="spokesman")
    await interaction.response.send_message(embed=embed, view=Buttons(), ephemeral=not public)


async def late(interaction: discord.Interaction) -> None:
    """Ask for patience first."""
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send("here it is")


async def find(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"found {message.content}", ephemeral=True)


setup = app_commands.Group(name="setup", description="settings")


@setup.command(name="channel")
async def setup_channel(interaction: discord.Interaction, where: discord.TextChannel) -> None:
    """Name a channel."""
    await interaction.response.send_message(f"{where.mention} {where.name}", ephemeral=True)
