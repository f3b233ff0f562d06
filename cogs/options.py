"""A question of ours as a slash command: its words, its choices and its completions, all from its signature."""

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.client import Backchannel
from bot.commands import COMMANDS, all_options
from bot.completion import complete
from bot.render.discord import label
from cogs.reply import desk_of

_COMPLETED = ("name", "item", "topic", "zone", "dossier", "as_of")
_LONGEST = 100  # a description, and a completion's label

_log = structlog.get_logger()

Completing = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def question(name: str) -> Callable[[Any], app_commands.Command[Any, ..., None]]:
    """Make a cog's function the slash command of this name; its parameters are options of the question."""

    def command(callback: Any) -> app_commands.Command[Any, ..., None]:
        options = {option.name: option for option in all_options(name)}
        taken = [options[parameter] for parameter in inspect.signature(callback).parameters if parameter in options]
        app_commands.describe(**{option.name: label(option.description, room=_LONGEST) for option in taken})(callback)
        app_commands.choices(
            **{
                option.name: [app_commands.Choice(name=choice, value=choice) for choice in option.choices]
                for option in taken
                if option.choices
            }
        )(callback)
        completed = {option.name: _completing(name, option.name) for option in taken if option.name in _COMPLETED}
        app_commands.autocomplete(**completed)(callback)
        return app_commands.command(name=name, description=label(COMMANDS[name].summary, room=_LONGEST))(callback)

    return command


def _completing(command: str, option: str) -> Completing:
    async def completions(interaction: discord.Interaction[Backchannel], typed: str) -> list[app_commands.Choice[str]]:
        options = {name: value for name, value in interaction.namespace if isinstance(value, str)}
        try:
            found = await complete(
                interaction.client.database,
                command,
                option,
                typed,
                options=options,
                now=interaction.client.clock(),
                desk=desk_of(interaction),
            )
        except Exception:  # there is nowhere to show it: the field just offers nothing
            _log.exception("completing failed", command=command, option=option)
            return []
        return [app_commands.Choice(name=label(shown, room=_LONGEST), value=value) for shown, value in found]

    return completions
