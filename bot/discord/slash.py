"""A question of ours as a slash command: its words, its choices and its completions, all from its signature."""

import inspect
from collections.abc import Callable, Coroutine
from inspect import Parameter
from typing import Any

import discord
from discord import app_commands

from bot.asking import UserError
from bot.commands.completion import complete_aside
from bot.commands.options import Option, parameter
from bot.commands.registry import COMMANDS, all_options, options_of
from bot.discord.client import Backchannel
from bot.discord.messages import label
from bot.discord.permissions import Room, notifiable, postable
from bot.discord.reply import Interaction, answer_command, asker_of, desk_of, excused
from bot.log import Log

_COMPLETED = """name first second from to about party person subject kind number outlet id item topic zone dossier as_of
    on basis leads part point between draft speaker by source""".split()
# who sees a command until a server says otherwise; our own check follows, also behind buttons and forms
_DEFAULT_RIGHTS = {
    "reader": None,
    "editor": discord.Permissions(manage_messages=True),
    "admin": discord.Permissions(manage_guild=True),
}
_LONGEST = 100  # a description, and a completion's label

_log = Log(__name__)

_TYPES: dict[str, Any] = dict.fromkeys(("channel", "this channel"), Room | None)
_TYPES |= dict.fromkeys(("role", "notified role"), discord.Role | None)

Completing = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def question(command_name: str) -> Callable[[Any], app_commands.Command[Any, ..., None]]:
    """Make a cog's function the slash command of this name; its parameters are options of the question.

    A name of two words ("digest add") is a command of a group: its cog is a GroupCog of the first word.
    """

    def command(callback: Any) -> app_commands.Command[Any, ..., None]:
        options = {option.name: option for option in all_options(command_name)}
        # `from` is a word of Python, so its parameter is `from_`
        names = {name: name.rstrip("_") for name in inspect.signature(callback).parameters}
        taken = {name: options[shown] for name, shown in names.items() if shown in options}
        described = {name: label(option.description, room=_LONGEST) for name, option in taken.items()}
        app_commands.describe(**described)(callback)
        app_commands.rename(**{name: option.name for name, option in taken.items() if name != option.name})(callback)
        app_commands.choices(
            **{
                name: [app_commands.Choice(name=choice, value=choice) for choice in option.choices]
                for name, option in taken.items()
                if option.choices
            }
        )(callback)
        completed = {
            name: _completing(command_name, option.name)
            for name, option in taken.items()
            if (option.name in _COMPLETED or (command_name, option.name) == ("leads", "times")) and not option.choices
        }
        app_commands.autocomplete(**completed)(callback)
        summary = label(COMMANDS[command_name].summary, room=_LONGEST)
        name = command_name.rpartition(" ")[2]
        made: app_commands.Command[Any, ..., None] = app_commands.command(name=name, description=summary)(callback)
        made.default_permissions = _DEFAULT_RIGHTS[COMMANDS[command_name].level]
        return made

    return command


def handed_on(command_name: str, *shared: str) -> app_commands.Command[Any, ..., None]:
    """Make a slash command that only hands its options on: those of its question, and of the `shared` ones."""
    own = options_of(command_name)
    options = [*own, *(option for option in all_options(command_name) if option.name in shared and option not in own)]

    async def callback(interaction: Interaction, **given: Any) -> None:
        async with excused(interaction):
            typed = {option.name: _id_of(interaction, option, given.get(parameter(option))) for option in options}
            await answer_command(interaction, command_name, typed)

    takes = [Parameter("interaction", Parameter.POSITIONAL_OR_KEYWORD)]
    takes += [
        Parameter(parameter(option), Parameter.KEYWORD_ONLY, annotation=_TYPES.get(option.kind, str),
                  default=Parameter.empty if option.required else None if option.kind in _TYPES else "")
        for option in options
    ]  # fmt: skip
    # discord.py reads what a command takes from its signature
    callback.__signature__ = inspect.Signature(takes)  # type: ignore[attr-defined]
    return question(command_name)(callback)


def _id_of(interaction: Interaction, option: Option, given: Any) -> str:
    """Give what an option holds, of a channel or role its id; raises UserError where that can't be used."""
    match option.kind:
        case "channel":
            return postable(given) if given else ""
        case "this channel":
            return postable(given or _here(interaction))
        case "role":
            return str(given.id) if given else ""
        case "notified role":
            return notifiable(given)
        case _:
            return given or ""


def _here(interaction: Interaction) -> Room:
    if isinstance(interaction.channel, discord.TextChannel | discord.Thread):
        return interaction.channel
    command = interaction.command.qualified_name if interaction.command else ""
    raise UserError(f"Digests can't be posted here. Name a text channel or a thread: /{command} channel:")


def _completing(command: str, option: str) -> Completing:
    async def completions(interaction: discord.Interaction[Backchannel], typed: str) -> list[app_commands.Choice[str]]:
        options = {name: value for name, value in interaction.namespace if isinstance(value, str)}
        try:
            client = interaction.client
            looking = complete_aside(
                client.database,
                command,
                option,
                typed,
                options=options,
                now=client.clock(),
                desk=desk_of(interaction),
                asker=asker_of(interaction),
            )
            found = await client.typists.newest(str(interaction.user.id), looking)
        except Exception:  # there is nowhere to show it: the field just offers nothing
            _log.exception("completing failed", command=command, option=option)
            return []
        return [app_commands.Choice(name=label(shown, room=_LONGEST), value=value) for shown, value in found]

    return completions
