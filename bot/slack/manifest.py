"""The app's manifest: what Slack makes the app from, with the least that it must be allowed."""

import json
from typing import Any

from bot.slack.articles import READ
from bot.slack.shortcuts import ADD, ASK, FIND, REMIND

# each scope with what it is for; docs/security.md lists them
SCOPES: dict[str, str] = {
    "app_mentions:read": "hear @Backchannel in channels and threads",
    "channels:history": "look whether a message is there already before it is posted again, in public channels",
    "channels:read": "say what is lacking in a chosen public channel",
    "chat:write": "post answers, reminders and digests",
    "commands": "take /dossier and the entries in menus",
    "files:read": "fetch a dossier file or a news text that was sent in, and wait until a picture can be shown",
    "files:write": "send pictures and exports",
    "groups:history": "look whether a message is there already, in private channels it was invited to",
    "groups:read": "say what is lacking in a chosen private channel",
    "im:history": "read what is written to it in direct messages, and look for what it posted there",
    "im:read": "tell direct messages from channels",
    "im:write": "begin a direct message: own reminders, followed news, exports",
    "usergroups:read": "let user groups be editors and admins",
    "users:read": "tell workspace admins, guests and people of connected organisations apart, and name people",
}
EVENTS = ("app_home_opened", "app_mention", "member_joined_channel", "message.im")
_SHORTCUTS = (
    ("message", "Add to dossier", ADD, "Add what this message says; its source must still be named"),
    ("message", "Remind me about this", REMIND, "A reminder of this message, by direct message"),
    ("message", "Find in dossier", FIND, "Look for what this message says"),
    ("message", "Read into dossier", READ, "Draft what this message or its file says, to be taken or left"),
    ("global", "Ask", ASK, "Ask a dossier: lists search while you type"),
)
_DESCRIPTION = "Answers from a sourced dossier of one negotiation; reminds you when announced dates arrive."
_LONG = (
    "Backchannel loads a dossier: the structured, fully sourced account of one negotiation. Ask it with /dossier, "
    "mention it in a channel or write to it in person. It says who said what, when, by which source; posts what has "
    "changed; and asks whether what was announced has happened. It runs on your own machine, over Socket Mode: no "
    "public address is needed, and nothing is sent to anybody but Slack."
)


def manifest() -> dict[str, Any]:
    """Give the manifest."""
    command = {
        "command": "/dossier",
        "description": "Ask the dossier: who, quotes, dates, status …; alone it shows a menu",
        "usage_hint": "who peskov | status | dates | help",
        "should_escape": True,
    }
    shortcuts = [
        {"type": kind, "name": name, "callback_id": callback, "description": said}
        for kind, name, callback, said in _SHORTCUTS
    ]
    home = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    return {
        "display_information": {
            "name": "Backchannel",
            "description": _DESCRIPTION,
            "long_description": _LONG,
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": home,
            "bot_user": {"display_name": "Backchannel", "always_online": True},
            "shortcuts": shortcuts,
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def written() -> str:
    """Write the manifest as Slack's form takes it."""
    return json.dumps(manifest(), indent=2, ensure_ascii=False)
