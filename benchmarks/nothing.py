"""The floor of an interaction: discord.py with a command that does nothing. python -m benchmarks.nothing --api URL"""

import argparse

import discord
from discord import app_commands

from tests.discord import TOKEN
from tests.discord.launch import pointed_at


class Nothing(discord.Client):
    """A client with one command, which answers "ok", and completes its option with nothing."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="nothing")(nothing)

    async def setup_hook(self) -> None:
        """Tell Discord the command."""
        await self.tree.sync()


async def offer(_interaction: discord.Interaction, _typed: str) -> list[app_commands.Choice[str]]:
    """Offer nothing."""
    return []


@app_commands.autocomplete(name=offer)
async def nothing(interaction: discord.Interaction, name: str) -> None:
    """Do nothing."""
    await interaction.response.send_message("ok", ephemeral=True)


def main() -> None:
    """Run until it is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    with pointed_at(parser.parse_args().api):
        Nothing().run(TOKEN, log_handler=None)


if __name__ == "__main__":
    main()
