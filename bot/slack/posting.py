"""Posting to Slack's channels and reading them back: once, as far as Slack lets that be known."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import Answer
from bot.rights import Member
from bot.slack.markdown import Json
from bot.slack.messages import message, pages
from bot.slack.people import People, code_of
from bot.transport import PostError

MARK = "backchannel_owed"

_POST_SECONDS = 10
_A_PAGE, _MOST_PAGES = 100, 50  # messages read back
# after a doubt: what timed out here may still be carried out there, and history may show it a little later
SETTLING = 30.0
# the answers after which it may have been posted all the same
_DOUBTFUL = frozenset(("", "internal_error", "fatal_error", "request_timeout", "service_unavailable"))
_LIMITED = frozenset(("ratelimited", "rate_limited", "message_limit_exceeded"))
_WITHOUT_TOKEN = frozenset(
    """invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type missing_scope
    team_added_to_org org_login_required access_denied accesslimited""".split()
)
_OF_THE_MESSAGE = frozenset(
    """invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text invalid_metadata_format
    invalid_metadata_schema metadata_too_large too_many_attachments invalid_arguments invalid_arg_name
    cannot_reply_to_message thread_not_found""".split()
)
_UNREADABLE = frozenset("not_in_channel channel_not_found missing_scope is_archived no_permission".split())
_SAID = {
    "not_in_channel": "the bot is not in the channel; invite it there: /invite @Backchannel",
    "channel_not_found": "there is no such channel, or it is private and the bot is not in it (/invite @Backchannel)",
    "is_archived": "the channel is archived",
    "missing_scope": "the app lacks a scope; install it again from its manifest",
    "token_revoked": "the bot's token was revoked; install the app again, and set the new one",
    "invalid_auth": "the bot's token is wrong; copy it anew (OAuth & Permissions)",
    "messages_tab_disabled": "they take no direct messages of the app's",
}


@dataclass(eq=False, slots=True)
class Channels:
    """The channels that the app reaches. `settling`: the seconds after a doubt in which nothing is looked for."""

    web: AsyncWebClient
    people: People
    user: str
    settling: float = field(default_factory=lambda: SETTLING)
    _begun: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Post an answer to a channel, "user:" and a person's id, or a thread, and return its ts; raises PostError.

        Slack knows no nonce: the rows' mark goes along as metadata, by which the message is found again.
        """
        place, thread = place_of(channel, answer)
        sheet = pages(answer)[0]
        body: Json = message(sheet, answer.line if sheet.total > 1 else "")
        mark = {"event_type": MARK, "event_payload": {"rows": answer.mark, "nonce": nonce}}
        more: Json = {"thread_ts": thread} if thread else {}
        async with self._excused(channel):
            posted = await self.web.chat_postMessage(
                channel=place, metadata=mark, unfurl_links=False, unfurl_media=False, parse="none", **body, **more
            )
        return str(posted["ts"])

    async def look(self, channel: str, *, mark: str, since: datetime) -> str:
        """Find the message with this mark that we posted to a channel since a moment; "" if there is none.

        Raises PostError, a permanent one if the channel can't be read back.
        """
        # what the process before this one sent may be on its way still
        if (left := self._begun + self.settling - asyncio.get_running_loop().time()) > 0:
            raise PostError("It is looked for in a moment.", permanent=False, certain=False, pause=left)
        async with self._excused(channel, reading=True):
            place, thread = await self._read_at(channel)
            async for found in self._back(place, thread, since):
                if found.get("user") == self.user and mark in _rows_of(found).split():
                    return str(found["ts"])
        return ""

    async def _back(self, place: str, thread: str, since: datetime) -> AsyncIterator[dict[str, Any]]:
        cursor = ""
        for _ in range(_MOST_PAGES):
            given: dict[str, Any] = {"channel": place, "limit": _A_PAGE, "include_all_metadata": True}
            given |= {"oldest": f"{since.timestamp():.6f}"} | ({"cursor": cursor} if cursor else {})
            page = await (
                self.web.conversations_replies(ts=thread, **given)
                if thread
                else self.web.conversations_history(**given)
            )
            for found in page["messages"]:
                yield found
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
        raise PostError("Too much was said in the channel since.", permanent=True)

    async def _read_at(self, channel: str) -> tuple[str, str]:
        place, thread = place_of(channel, None)
        if place.startswith(("U", "W")):
            place = str((await self.web.conversations_open(users=place))["channel"]["id"])
        return place, thread

    async def find(self, server: str, person: str) -> Member | None:
        """Find somebody in the workspace; None if they have left it. Raises PostError."""
        async with self._excused(server):
            groups = frozenset(await self.people.groups())
            return await self.people.member(person, groups)

    @asynccontextmanager
    async def _excused(self, channel: str, *, reading: bool = False) -> AsyncIterator[None]:
        """Raise PostError for all that goes wrong with a request, on the way or at Slack's."""
        try:
            async with asyncio.timeout(_POST_SECONDS):
                yield
        except SlackApiError as error:
            raise self._refused(channel, error, reading=reading) from error
        except TimeoutError as error:
            raise self._doubt(f"Slack did not answer within {_POST_SECONDS} s.") from error
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            said = f"Slack was not reached: {type(error).__name__}."
            raise PostError(said, permanent=False, certain=True) from error
        except (OSError, aiohttp.ClientError, SlackRequestError, ValueError) as error:
            raise self._doubt(f"Slack's answer was lost: {type(error).__name__}.") from error

    def _doubt(self, said: str) -> PostError:
        return PostError(said, permanent=False, certain=False, pause=self.settling)

    def _refused(self, channel: str, error: SlackApiError, *, reading: bool) -> PostError:
        code, status = code_of(error), int(getattr(error.response, "status_code", 0) or 0)
        if status == 429 or code in _LIMITED:
            headers = getattr(error.response, "headers", None) or {}
            pause = float(headers.get("Retry-After") or 1)
            said = f"Slack asks for {pause:.0f} s of patience."
            return PostError(said, permanent=False, certain=True, pause=pause)
        if status >= 500 or code in _DOUBTFUL:
            return self._doubt(f"Slack's answer leaves it open ({code or status}).")
        what = "a direct message" if channel.startswith("user:") else f"a post in channel {channel.partition('/')[0]}"
        said = f"Slack refused {what}: {_SAID.get(code, code)} ({code})."
        if reading:
            return PostError(said, permanent=code in _UNREADABLE, certain=code in _UNREADABLE)
        of_all = code in _WITHOUT_TOKEN
        return PostError(said, permanent=not of_all, channel=not of_all and code not in _OF_THE_MESSAGE, certain=True)


def place_of(channel: str, answer: Answer | None) -> tuple[str, str]:
    """Part "C1/1.2" into channel and thread; an answer may name the message that its thread hangs from."""
    place, _, thread = channel.removeprefix("user:").partition("/")
    return place, thread or (answer.under if answer and "." in answer.under else "")


def _rows_of(found: dict[str, Any]) -> str:
    mark = found.get("metadata") or {}
    return str((mark.get("event_payload") or {}).get("rows", "")) if mark.get("event_type") == MARK else ""
