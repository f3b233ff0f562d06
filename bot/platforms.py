"""What a desk's platform calls things, and which ids are its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.rights import Level

SLACK = "slack-"  # how the ids of desks begin that are workspaces of Slack's


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its name, what it calls a desk's home and whom it is asked by, and the shapes of its ids.

    `base` tells who has which level while a desk has settled nothing; `may` who has it at all.
    """

    name: str
    home: str
    base: Mapping[Level, str]
    may: Mapping[Level, str]
    channel: re.Pattern[str]
    role: re.Pattern[str]
    message: re.Pattern[str]


DISCORD = Platform(
    "Discord",
    "server",
    {
        "reader": "everyone who can use commands here",
        "editor": "those who may manage messages",
        "admin": "those who may manage this server",
    },
    {
        "reader": "those whose role this server lets read",
        "editor": "this desk's editors: roles set in /setup, or without any those who may manage messages",
        "admin": "those who may manage this server (Discord's right “Manage Server”), and roles set in /setup",
    },
    channel=re.compile(r"[0-9]{1,20}"),
    role=re.compile(r"[0-9]{1,20}"),
    message=re.compile(
        r"https://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/channels/(?:@me|\d{1,20})/\d{1,20}/\d{1,20}"
    ),
)
WORKSPACE = Platform(
    "Slack",
    "workspace",
    {
        "reader": "everyone in this workspace",
        "editor": "the workspace’s admins and owners",
        "admin": "the workspace’s admins and owners",
    },
    {
        "reader": "those whom this workspace lets read",
        "editor": "this desk's editors: people and user groups set in /setup, and the workspace's admins and owners",
        "admin": "the workspace's admins and owners, and people and user groups set in /setup",
    },
    channel=re.compile(r"[CG][A-Z0-9]{6,20}"),
    role=re.compile(r"[SUW][A-Z0-9]{6,20}"),
    message=re.compile(
        r"https://[a-z0-9-]{1,60}\.slack\.com/archives/[CDG][A-Z0-9]{6,20}/p\d{10,20}"
        r"(?:\?thread_ts=[\d.]{10,20}&cid=[A-Z0-9]{7,21})?"
    ),
)


def platform_of(desk: str) -> Platform:
    """Give the platform of a desk by its id; the terminal counts as Discord's."""
    return WORKSPACE if desk.startswith(SLACK) else DISCORD


def platform_of_channel(channel: str) -> Literal["discord", "slack"]:
    """Tell by its id whose channel it is: Discord numbers them, Slack's begin with a letter."""
    return "slack" if channel.removeprefix("user:")[:1].isalpha() else "discord"


def is_person(id_: str) -> bool:
    """Tell whether an id can be written to in person, on whichever platform."""
    return id_.isascii() and (id_.isdecimal() or (id_[:1] in ("U", "W") and id_.isalnum() and id_.isupper()))
