"""The commands that only hand their options on to a question, each with the shared options it takes."""

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
    **dict.fromkeys("follow edit undo review mute outcome leads".split(), ("dossier",)),
}
_GROUPS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "add": (
        "Add to the dossier; without options a form opens.",
        ("statement", "event", "offer", "report", "date", "person", "source"),
        ("dossier",),
    ),
    "my": ("Your own reminders and settings.", ("reminders", "remind", "zone", "quiet", "data", "forget"), ()),
}


async def setup(bot: Backchannel) -> None:
    """Add the commands."""
    for name, shared in _SHARED.items():
        bot.tree.add_command(handed_on(name, *shared))
    for group, (description, names, shared) in _GROUPS.items():
        commands = app_commands.Group(name=group, description=description)
        for name in names:
            commands.add_command(handed_on(f"{group} {name}", *shared))
        bot.tree.add_command(commands)
