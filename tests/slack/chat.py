"""The methods that post, change and read messages."""

from typing import Any

from .block_kit import LONGEST_MESSAGE, check_blocks, files_in, text_size
from .world import Channel, Json, Message, Refused, User, World

_LONGEST_TEXT = 40_000
_LONGEST_UPDATE = 4_000
_MARK_KEYS = {"event_type", "event_payload"}


class Chat:
    """chat.* and the histories of conversations.*"""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reads_history = True

    def post(self, given: Json) -> Json:
        """chat.postMessage"""
        channel = self.place(given.get("channel", ""))
        blocks = self.checked(given)
        thread = str(given.get("thread_ts", ""))
        if thread:
            self._parent(channel, thread)
        unfurls = given.get("unfurl_links") is not False or given.get("unfurl_media") is not False
        mark = _metadata(given)
        message = Message(
            self.world.stamp(), self.world.bot_user, str(given.get("text", "")), blocks, thread, mark, by_app=True,
            unfurls=unfurls,
        )  # fmt: skip
        channel.messages.append(message)
        return {"ok": True, "channel": channel.id, "ts": message.ts, "message": self.shown(message)}

    def post_ephemeral(self, given: Json) -> Json:
        """chat.postEphemeral"""
        channel = self.place(given.get("channel", ""))
        user = str(given.get("user", ""))
        if user not in channel.members:
            raise Refused("user_not_in_channel")
        blocks = self.checked(given)
        stamp = self.world.stamp()
        thread = str(given.get("thread_ts", ""))
        channel.messages.append(
            Message(stamp, self.world.bot_user, str(given.get("text", "")), blocks, thread, only_for=user, by_app=True)
        )
        return {"ok": True, "message_ts": stamp}

    def update(self, given: Json) -> Json:
        """chat.update: one's own messages only, and no ephemeral ones."""
        channel = self.known(given.get("channel", ""))
        message = self.find(channel, str(given.get("ts", "")))
        if not message.by_app:
            raise Refused("cant_update_message")
        if given.get("parse", "client") != "none":
            # Slack's default there reads names and links out of plain text: ours must always say that it wants none
            raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] parse must be none here"]})
        if len(str(given.get("text", ""))) > _LONGEST_UPDATE:
            raise Refused("msg_too_long")
        message.blocks = self.checked(given)
        message.text = str(given.get("text", ""))
        message.is_edited = True
        if "metadata" in given:
            message.metadata = _metadata(given)
        return {"ok": True, "channel": channel.id, "ts": message.ts, "text": message.text}

    def delete(self, given: Json) -> Json:
        """chat.delete"""
        channel = self.known(given.get("channel", ""))
        message = self.find(channel, str(given.get("ts", "")))
        if not message.by_app:
            raise Refused("cant_delete_message")
        message.deleted = True
        return {"ok": True, "channel": channel.id, "ts": message.ts}

    def permalink(self, given: Json) -> Json:
        """chat.getPermalink"""
        channel = self.known(given.get("channel", ""))
        stamp = str(given.get("message_ts", ""))
        self.find(channel, stamp)
        return {"ok": True, "channel": channel.id, "permalink": permalink(channel.id, stamp)}

    def history(self, given: Json) -> Json:
        """conversations.history: newest first, without what stands in threads, page by page."""
        channel = self.known(given.get("channel", ""))
        if self.world.bot_user not in channel.members or not self.reads_history:
            raise Refused("not_in_channel")
        there = [one for one in self.world.visible(channel) if not one.thread or one.thread == one.ts]
        return self._page(list(reversed(there)), given)

    def replies(self, given: Json) -> Json:
        """conversations.replies: the parent first, then its replies."""
        channel = self.known(given.get("channel", ""))
        parent = str(given.get("ts", ""))
        there = [one for one in self.world.visible(channel) if parent in (one.ts, one.thread)]
        if not there:
            raise Refused("thread_not_found")
        return self._page(there, given)

    def place(self, id_: Any) -> Channel:
        """Find where something is to be posted; raises Refused where it can't be."""
        if str(id_).startswith("U"):
            return self._person(str(id_))
        channel = self.known(id_)
        if channel.is_private and self.world.bot_user not in channel.members:
            raise Refused("channel_not_found")
        if channel.is_archived:
            raise Refused("is_archived")
        if self.world.bot_user not in channel.members:
            raise Refused("not_in_channel")
        if channel.read_only:
            raise Refused("restricted_action_read_only_channel")
        return channel

    def known(self, id_: Any) -> Channel:
        """Find a channel."""
        channel = self.world.channels.get(str(id_))
        if channel is None:
            raise Refused("channel_not_found")
        return channel

    def find(self, channel: Channel, stamp: str) -> Message:
        """Find a message that is there for all."""
        for message in channel.messages:
            if message.ts == stamp and not message.deleted and not message.only_for:
                return message
        raise Refused("message_not_found")

    def checked(self, given: Json, *, by_url: bool = False) -> list[Json]:
        """Check a message's text and blocks; raises Refused."""
        text, blocks = given.get("text", ""), given.get("blocks") or []
        if not text and not blocks:
            raise Refused("no_text")
        if len(str(text)) > _LONGEST_TEXT:
            raise Refused("msg_too_long")
        if problems := check_blocks(blocks, "message", "/blocks"):
            said = [f"[ERROR] {problem}" for problem in problems]
            raise Refused("invalid_blocks", errors=problems, response_metadata={"messages": said})
        if not by_url and text_size(blocks) > LONGEST_MESSAGE:
            raise Refused("msg_blocks_too_long")
        for file in files_in(blocks):
            if file not in self.world.files or not self.world.files[file].mimetype:
                raise Refused("invalid_blocks", errors=["invalid slack file [json-pointer:/blocks]"])
        return list(blocks)

    def shown(self, message: Message, *, whole: bool = True) -> Json:
        """Give a message as Slack's answers show it."""
        body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
        body |= {"blocks": message.blocks} if message.blocks else {}
        body |= {"thread_ts": message.thread} if message.thread else {}
        body |= {"bot_id": self.world.bot, "app_id": self.world.app} if message.by_app else {}
        if message.metadata:
            body["metadata"] = message.metadata if whole else {"event_type": message.metadata["event_type"]}
        return body

    def _page(self, there: list[Message], given: Json) -> Json:
        oldest, latest = float(given.get("oldest") or 0), float(given.get("latest") or 1e12)
        inclusive = str(given.get("inclusive", "")).lower() in ("1", "true")
        within = [one for one in there if oldest < float(one.ts) < latest or (inclusive and float(one.ts) == oldest)]
        limit, start = min(int(given.get("limit") or 100), 999), int(given.get("cursor") or 0)
        whole = str(given.get("include_all_metadata", "")).lower() in ("1", "true")
        page = [self.shown(one, whole=whole) for one in within[start : start + limit]]
        more = start + limit < len(within)
        cursor = {"next_cursor": str(start + limit) if more else ""}
        return {"ok": True, "messages": page, "has_more": more, "response_metadata": cursor}

    def _person(self, id_: str) -> Channel:
        user: User | None = self.world.users.get(id_)
        if user is None:
            raise Refused("channel_not_found")
        if user.deleted or not user.takes_messages:
            raise Refused("messages_tab_disabled")
        return self.world.direct_messages(id_)

    def _parent(self, channel: Channel, stamp: str) -> None:
        if self.find(channel, stamp).thread not in ("", stamp):
            raise Refused("cannot_reply_to_message")


def permalink(channel: str, stamp: str) -> str:
    """Give the address of a message."""
    return f"https://desk.slack.com/archives/{channel}/p{stamp.replace('.', '')}"


def _metadata(given: Json) -> Json | None:
    mark = given.get("metadata")
    if mark is None:
        return None
    if not isinstance(mark, dict) or set(mark) != _MARK_KEYS or not isinstance(mark["event_payload"], dict):
        raise Refused("invalid_metadata_format")
    return mark
