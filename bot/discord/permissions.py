"""What the bot itself may do in a channel, and what it lacks there."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import discord

from bot.asking import UserError
from bot.blocks import Answer, Block, Group, Line, Place, walk

Room = discord.TextChannel | discord.Thread


def missing_rights(channel: Room, me: discord.Member | None = None) -> list[str]:
    """List the rights that the bot lacks to post in a channel, as Discord's settings call them.

    `me` is the bot as that server's member, where the gateway has not told.
    """
    rights = channel.permissions_for(me or channel.guild.me)
    in_thread = isinstance(channel, discord.Thread)
    needed = {
        "View Channel": rights.view_channel,
        "Send Messages in Threads": rights.send_messages_in_threads or not in_thread,
        "Send Messages": rights.send_messages or in_thread,
        "Embed Links": rights.embed_links,
        "Read Message History": rights.read_message_history,
    }
    return [right for right, held in needed.items() if not held]


def postable(channel: Room) -> str:
    """Give a channel's id, or raise UserError with the rights that are missing there."""
    # without its history a post whose answer was lost may be repeated, which the bot then says
    missing = [right for right in missing_rights(channel) if right != "Read Message History"]
    if missing:
        lacks = ", ".join(f"“{right}”" for right in missing)
        raise UserError(
            f"Nothing can be posted in #{channel.name} yet: Backchannel lacks {lacks} there. "
            f"Grant it in the channel's settings, then choose #{channel.name} again."
        )
    return str(channel.id)


async def check_sees(interaction: discord.Interaction[Any], channel: str) -> None:
    """Raise UserError unless whoever asks may see a channel or thread of this server."""
    guild, member = interaction.guild, interaction.user
    if guild is not None and isinstance(member, discord.Member) and channel.isdecimal():
        found = guild.get_channel_or_thread(int(channel))
        with suppress(discord.HTTPException):  # gone, or the bot sees it no more itself
            found = found or await guild.fetch_channel(int(channel))
        if found is not None and found.guild == guild and found.permissions_for(member).view_channel:
            return
    raise UserError("That was posted to a channel which you don’t see, so it isn’t shown to you.")


def with_rights_test(guild: discord.Guild, answer: Answer) -> Answer:
    """Add to an answer what is lacking in each channel that it names."""
    named = [block for block in walk(answer.blocks) if isinstance(block, Line)]
    channels = dict.fromkeys(part.channel for line in named for part in line.parts if isinstance(part, Place))
    lines = [_rights_line(guild, channel) for channel in channels]
    tested: list[Block] = [Group("Rights test", tuple(lines))] if lines else []
    return replace(answer, blocks=(*answer.blocks, *tested))


def _rights_line(guild: discord.Guild, channel: str) -> Line:
    found = guild.get_channel_or_thread(int(channel)) if channel.isdecimal() else None
    if not isinstance(found, discord.TextChannel | discord.Thread):
        return Line((Place(channel), ": gone, or not visible to Backchannel. Choose another one."))
    lacks = ", ".join(f"“{right}”" for right in missing_rights(found))
    return Line((Place(channel), f": lacks {lacks}; grant it in the channel's settings" if lacks else ": all there"))


def notifiable(role: discord.Role | None) -> str:
    """Give a role's id, or raise UserError if Discord would not notify its members."""
    if role is None:
        return ""
    if role.is_default():
        raise UserError("A digest can't notify everyone. Choose a role, e.g. ping:@Desk")
    if not (role.mentionable or role.guild.me.guild_permissions.mention_everyone):
        raise UserError(
            f"Discord would not notify @{role.name}: it can't be mentioned. "
            "In the server's settings, Roles, allow anyone to mention it, then send the command again."
        )
    return str(role.id)
