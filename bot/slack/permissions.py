"""What the bot itself may do in a channel, what it lacks there, and whose names an answer shows."""

from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.asking import UserError
from bot.blocks import Answer, Block, Group, Line, Place, RoleName, walk
from bot.slack.pages import is_channel
from bot.slack.people import code_of
from bot.slack.workspace import Workspace

_MOST_PAGES = 50  # of a channel's members
_INVITE = "invite me there: /invite @Backchannel"


async def lack(here: Workspace, channel: str) -> str:
    """Say what keeps the bot from posting in a channel, with the cure; "" if nothing does."""
    try:
        told: dict[str, Any] = (await here.web.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        code = code_of(error)
        if code == "channel_not_found":
            return f"gone, or private and not open to me; {_INVITE}"
        if code == "missing_scope":
            return "I may not look at it: install the app again from its manifest"
        raise
    if told.get("is_archived"):
        return "archived; choose another one, or unarchive it"
    return "" if told.get("is_member") or told.get("is_im") else f"I am not in it; {_INVITE}"


async def postable(here: Workspace, channel: str) -> str:
    """Give a channel's id, or raise UserError with what is missing there."""
    found = is_channel(channel) and await lack(here, channel)
    if not is_channel(channel):
        raise UserError(f"channel: “{channel[:40]}” is no channel of this workspace. Choose one from the list: /setup")
    if found:
        raise UserError(f"channel: Nothing can be posted there yet: {found}. Then choose it again.")
    return channel


async def check_sees(here: Workspace, user: str, channel: str) -> None:
    """Raise UserError unless somebody may see a channel or thread: a public one as no guest does, or as its member."""
    place = channel.partition("/")[0]
    try:
        told: dict[str, Any] = (await here.web.conversations_info(channel=place))["channel"]
        public = not (told.get("is_private") or told.get("is_im") or told.get("is_mpim"))
        person = await here.people.find(user)
        if (public and person and not person.is_guest) or await _is_member(here, user, place):
            return
    except SlackApiError as error:
        if code_of(error) not in ("channel_not_found", "missing_scope", "fetch_members_failed"):
            raise
    raise UserError("That was posted to a channel which you don’t see, so it isn’t shown to you.")


async def _is_member(here: Workspace, user: str, channel: str) -> bool:
    cursor = ""
    for _ in range(_MOST_PAGES):
        page = await here.web.conversations_members(channel=channel, limit=1_000, cursor=cursor or None)
        if user in page["members"]:
            return True
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return False
    return False


async def with_rights_test(here: Workspace, answer: Answer) -> Answer:
    """Add to an answer what is lacking in each channel that it names."""
    lines = [block for block in walk(answer.blocks) if isinstance(block, Line)]
    channels = dict.fromkeys(part.channel for line in lines for part in line.parts if isinstance(part, Place))
    tested: list[Block] = [
        Line((Place(one), f": {await lack(here, one) or 'all there'}")) for one in channels if is_channel(one)
    ]
    return replace(answer, blocks=(*answer.blocks, Group("Rights test", tuple(tested)))) if tested else answer


async def named(here: Workspace, answer: Answer) -> Answer:
    """Show user groups and people by their names, as plain text: a mention would notify them."""
    lines = [block for block in walk(answer.blocks) if isinstance(block, Line)]
    roles = {part.role for line in lines for part in line.parts if isinstance(part, RoleName)}
    if not roles:
        return answer
    names = {role: await here.people.name(role) for role in roles}
    return replace(answer, blocks=tuple(_named(block, names) for block in answer.blocks))


def _named(block: Block, names: dict[str, str]) -> Block:
    match block:
        case Group():
            return replace(block, blocks=tuple(_named(one, names) for one in block.blocks))
        case Line():
            parts = tuple(RoleName(names[part.role]) if isinstance(part, RoleName) else part for part in block.parts)
            return replace(block, parts=parts)
        case _:
            return block
