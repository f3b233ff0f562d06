"""The commands that only hand their options on to a question, each with the shared options it takes."""

import discord
from discord import app_commands

from bot.discord.client import Backchannel
from bot.discord.slash import handed_on

_READING = ("depth", "as_of", "dossier", "private")
_SHARED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "status who quotes offers conflicts sources timeline dates when compare changes find item handover".split(),
        _READING,
    ),
    "help": ("private",),
    "setup": ("dossier",),
    **dict.fromkeys("follow edit merge undo review mute outcome leads".split(), ("dossier",)),
}
_ADDED = "statement event offer report date person source".split()
_DIGEST = "add list edit preview pause resume remove".split()
_TOLD = {"add": ("dossier",), "preview": ("as_of", "private")}
_OWN = "reminders remind zone quiet data forget".split()
_GROUPS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "add": ("Add to the dossier; without options a form opens.", dict.fromkeys(_ADDED, ("dossier",))),
    "my": ("Your own reminders and settings.", dict.fromkeys(_OWN, ())),
    "digest": ("What changed, posted to a channel", {name: _TOLD.get(name, ()) for name in _DIGEST}),
}
_SERVERS = ("setup", "digest")  # nothing of these can be settled in direct messages


async def setup(bot: Backchannel) -> None:
    """Add the commands."""
    for name, shared in _SHARED.items():
        command = handed_on(name, *shared)
        command.guild_only = name in _SERVERS
        bot.tree.add_command(command)
    for group, (description, names) in _GROUPS.items():
        commands = app_commands.Group(name=group, description=description, guild_only=group in _SERVERS)
        commands.default_permissions = discord.Permissions(manage_guild=True) if group == "digest" else None
        for name, shared in names.items():
            commands.add_command(handed_on(f"{group} {name}", *shared))
        bot.tree.add_command(commands)
