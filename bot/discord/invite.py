"""The link that invites the bot to a server, with the least it needs."""

import base64
import binascii

from bot.config_values import Secret

# the names are those of Discord's settings; the bits those of its documentation
LEAST_RIGHTS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
_WHY = {
    "Attach Files": "pictures",
    "Read Message History": "to see whether a post whose answer was lost is there",
    "Create Public Threads": "digests in threads",
}


def invite_link(application: int) -> str:
    """Give the address that asks which server the bot is to join."""
    permissions = sum(LEAST_RIGHTS.values())
    scopes = "bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={application}&scope={scopes}&permissions={permissions}"


def invitation(application: int) -> str:
    """Give the link, and what it asks for."""
    rights = [f"  {right}{f' ({_WHY[right]})' if right in _WHY else ''}" for right in LEAST_RIGHTS]
    return "\n".join(
        [
            invite_link(application),
            "",
            "Open it in a browser where you are logged in to Discord, and choose a server you manage. It asks for:",
            *rights,
            "No privileged intent, no rights over members, roles or channels. It works without those in brackets, too.",
        ]
    )


def application_id(token: Secret) -> int | None:
    """Read the application's id from a bot token's first part; None if it is no such token."""
    parts = token.reveal().split(".")
    if len(parts) != 3 or not all(parts):
        return None
    try:
        found = base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(found) if found.isdecimal() and 15 <= len(found) <= 20 else None
