"""What people do in a workspace – commands, mentions, presses, shortcuts – and what they see of it."""

import asyncio
from collections.abc import Callable

from .block_kit import check_blocks
from .elements import check_options
from .filling import Values, filled
from .seeing import Dialog, Seen, escaped
from .socket_mode import Late, Socket
from .view_checks import check_view
from .world import Channel, Json, Message, Refused, ResponseUrl, User, World, pressable

_RESPONDING = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "unfurl_links",
               "unfurl_media", "mrkdwn", "metadata"}  # fmt: skip


class Acting:
    """Everything that people do; `until` waits for what comes of it later."""

    def __init__(self, world: World, socket: Socket) -> None:
        self.world = world
        self.socket = socket
        self.answers_url = ""
        self._changed = asyncio.Event()

    @property
    def channel(self) -> Channel:
        """Give the first channel."""
        return self.world.channel

    def changed(self) -> None:
        """Wake whoever waits."""
        self._changed.set()

    def later(self, seconds: float, do: Callable[[], object]) -> None:
        """Carry something out after a while."""

        def done() -> None:
            do()
            self.changed()

        asyncio.get_running_loop().call_later(seconds, done)

    async def until(self, condition: Callable[[], object], *, timeout: float = 10.0) -> None:
        """Wait until something has come about."""
        async with asyncio.timeout(timeout):
            while not condition():
                self._changed.clear()
                try:
                    async with asyncio.timeout(0.2):
                        await self._changed.wait()
                except TimeoutError:
                    pass

    async def slash(self, user: User, channel: Channel, text: str, *, command: str = "/dossier") -> Seen:
        """Send a command."""
        payload = self._base(user) | {
            "command": command,
            "text": escaped(text),
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.with_user else channel.name,
            "user_id": user.id,
            "user_name": user.name,
            "team_id": self.world.team,
            "team_domain": "desk",
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, channel, None),
        }
        del payload["user"], payload["team"]
        seen = await self._ask("slash_commands", payload)
        if seen.acknowledged:
            seen.message = self._shown(user, channel, seen.acknowledged)
        return seen

    async def mention(self, user: User, channel: Channel, text: str, *, thread: str = "", copies: int = 1) -> Message:
        """Speak to the bot in a channel or a thread."""
        said = f"<@{self.world.bot_user}> {escaped(text)}"
        message = Message(self.world.stamp(), user.id, said, thread=thread)
        channel.messages.append(message)
        event: Json = {"type": "app_mention", "user": user.id, "text": said, "ts": message.ts, "channel": channel.id}
        event |= {"event_ts": message.ts, "team": self.world.team} | ({"thread_ts": thread} if thread else {})
        await self.socket.tell(event, copies=copies)
        return message

    async def say(self, user: User, text: str) -> Message:
        """Write to the bot in person."""
        channel = self.world.direct_messages(user.id)
        message = Message(self.world.stamp(), user.id, escaped(text))
        channel.messages.append(message)
        event: Json = {"type": "message", "channel_type": "im", "user": user.id, "text": message.text, "ts": message.ts}
        await self.socket.tell(event | {"channel": channel.id, "event_ts": message.ts, "team": self.world.team})
        return message

    async def press(self, user: User, message: Message, label: str) -> Seen:
        """Press the button with this label."""
        return await self._act(user, message, self._labelled(message.blocks, label), {})

    async def choose(self, user: User, message: Message, placeholder: str, chosen: str) -> Seen:
        """Choose a channel or a person from a list in a message."""
        element = self._labelled(message.blocks, placeholder)
        name = element["type"].removeprefix("multi_").removesuffix("_select").removesuffix("s")
        return await self._act(user, message, element, {f"selected_{name}": chosen})

    async def press_home(self, user: User, label: str) -> Seen:
        """Press a button of the Home tab."""
        home = self.world.homes[user.id]
        payload = self._base(user) | {"type": "block_actions", "container": {"type": "view", "view_id": home["id"]}}
        payload |= {"view": home, "actions": [self._action(home["blocks"], self._labelled(home["blocks"], label), {})]}
        return await self._ask("interactive", payload | {"trigger_id": self.world.trigger(user.id)})

    async def press_modal(self, user: User, dialog: Dialog, label: str) -> Seen:
        """Press a button of a modal."""
        shown = {"id": dialog.view.id, "hash": dialog.view.hash, "private_metadata": ""} | dialog.view.body
        payload = self._base(user) | {"type": "block_actions", "container": {"type": "view", "view_id": dialog.view.id}}
        blocks = dialog.view.body["blocks"]
        payload |= {"view": shown, "actions": [self._action(blocks, self._labelled(blocks, label), {})]}
        return await self._ask("interactive", payload)

    async def _act(self, user: User, message: Message, element: Json, chosen: Json) -> Seen:
        channel = self._channel_of(message)
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        container |= {"is_ephemeral": bool(message.only_for)} | (
            {"thread_ts": message.thread} if message.thread else {}
        )
        payload = self._base(user) | {
            "type": "block_actions",
            "container": container,
            "channel": {"id": channel.id, "name": channel.name},
            "response_url": self._response_url(user, channel, message),
            "state": {"values": {}},
            "actions": [self._action(message.blocks, element, chosen)],
        }
        if not message.only_for:
            shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
            payload["message"] = (
                shown | {"blocks": message.blocks} | ({"thread_ts": message.thread} if message.thread else {})
            )
        return await self._ask("interactive", payload)

    async def message_shortcut(self, user: User, message: Message, callback: str) -> Seen:
        """Choose an entry in a message's menu."""
        channel = self._channel_of(message)
        payload = self._base(user) | {
            "type": "message_action",
            "callback_id": callback,
            "channel": {"id": channel.id, "name": channel.name},
            "message_ts": message.ts,
            "message": {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
            | ({"blocks": message.blocks} if message.blocks else {}),
            "response_url": self._response_url(user, channel, message),
        }
        return await self._ask("interactive", payload)

    async def shortcut(self, user: User, callback: str) -> Seen:
        """Choose an entry in the menu of all shortcuts."""
        return await self._ask("interactive", self._base(user) | {"type": "shortcut", "callback_id": callback})

    async def open_home(self, user: User, tab: str = "home") -> None:
        """Look at the app's own page."""
        channel = self.world.direct_messages(user.id)
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
        if home := self.world.homes.get(user.id):
            event["view"] = home
        await self.socket.tell(event | {"event_ts": self.world.stamp()})

    async def happen(self, kind: str, **facts: object) -> None:
        """Let something else happen: a channel is archived, somebody joins."""
        await self.socket.tell({"type": kind, "event_ts": self.world.stamp()} | facts)

    def dialog(self, user: User) -> Dialog:
        """Give the modal that somebody has before them."""
        mine = [one for one in self.world.views.values() if one.user == user.id and one.is_open]
        assert mine, "no modal is open"
        return Dialog(mine[-1])

    def has_dialog(self, user: User) -> bool:
        """Tell whether somebody has a modal with fields before them: one that is no longer loading."""
        mine = [one for one in self.world.views.values() if one.user == user.id and one.is_open]
        return bool(mine) and any(block["type"] == "input" for block in mine[-1].body["blocks"])

    async def submit(self, user: User, dialog: Dialog, values: Values | None = None) -> Seen:
        """Fill in a form's fields, by their labels, and send it."""
        view = dialog.view
        state = filled(self.world, view.body["blocks"], values or {})
        shown = {"id": view.id, "hash": view.hash, "team_id": self.world.team, "root_view_id": view.id}
        body = {"private_metadata": "", "callback_id": ""} | view.body | shown | {"state": {"values": state}}
        payload = self._base(user) | {"type": "view_submission", "view": body, "response_urls": []}
        dialog.errors = {}
        return await self._ask("interactive", payload, lambda answer: self._follow(dialog, answer))

    def _follow(self, dialog: Dialog, answer: Json) -> None:
        match answer.get("response_action"):
            case None | "clear":
                dialog.view.is_open = False
            case "errors":
                inputs = {one.get("block_id") for one in dialog.view.body["blocks"] if one["type"] == "input"}
                assert set(answer["errors"]) <= inputs, "errors must be keyed by input blocks"
                dialog.errors = answer["errors"]
            case "update":
                check_view(answer["view"], kind="modal")
                dialog.view.body, dialog.view.hash = answer["view"], self.world.stamp()
            case other:
                raise AssertionError(f"unknown response_action {other}")

    async def complete(self, user: User, dialog: Dialog, label: str, typed: str) -> list[tuple[str, str]]:
        """Type into a field that searches; gives what it offers: shown, value."""
        block = next(one for one in dialog.view.body["blocks"] if one.get("label", {}).get("text") == label)
        element = block["element"]
        payload = self._base(user) | {
            "type": "block_suggestion",
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": typed,
            "container": {"type": "view", "view_id": dialog.view.id},
            "view": {"id": dialog.view.id, "private_metadata": "", "callback_id": ""} | dialog.view.body,
        }
        seen = await self._ask("interactive", payload)
        options = seen.acknowledged.get("options", [])
        assert not list(check_options(options, "")), list(check_options(options, ""))
        return [(one["text"]["text"], one["value"]) for one in options]

    def respond(self, id_: str, given: Json) -> None:
        """Take in what is sent to a response_url; raises Refused."""
        url = self.world.response_urls.get(id_)
        if url is None or self.world.clock() > url.until:
            raise Refused("expired_url")
        if url.uses >= self.world.respond_uses:
            raise Refused("used_url")
        unknown = set(given) - _RESPONDING
        if unknown:
            raise Refused("invalid_payload", unknown=sorted(unknown))
        url.uses += 1
        channel, user = self.world.channels[url.channel], self.world.users[url.user]
        if given.get("delete_original") and url.original:
            url.original.deleted = True
            return
        if problems := check_blocks(given.get("blocks") or [], "message", "/blocks"):
            raise Refused("invalid_blocks", errors=problems)
        if given.get("replace_original") and url.original:
            url.original.blocks, url.original.text = given.get("blocks") or [], str(given.get("text", ""))
            return
        self._shown(user, channel, given)

    def _shown(self, user: User, channel: Channel, given: Json) -> Message:
        if problems := check_blocks(given.get("blocks") or [], "message", "/blocks"):
            raise AssertionError(f"Slack would show nothing: {problems}")
        assert given.get("text") or given.get("blocks"), "an answer without text"
        private = given.get("response_type", "ephemeral") != "in_channel"
        message = Message(
            self.world.stamp(),
            self.world.bot_user,
            str(given.get("text", "")),
            list(given.get("blocks") or []),
            str(given.get("thread_ts", "")),
            only_for=user.id if private else "",
            by_app=True,
        )
        channel.messages.append(message)
        self.changed()
        return message

    async def _ask(self, kind: str, payload: Json, answer: Callable[[Json], None] | None = None) -> Seen:
        payload["trigger_id"] = self.world.trigger(payload.get("user_id") or payload["user"]["id"])
        try:
            return Seen(acknowledged=await self.socket.ask(kind, payload, answer))
        except Late:
            return Seen(error="operation_timeout" if self.socket.connected else "dispatch_failed")
        finally:
            self.changed()

    def _base(self, user: User) -> Json:
        team = "T0ELSEWHERE" if user.is_stranger else self.world.team
        body: Json = {"token": "t", "api_app_id": self.world.app, "team": {"id": self.world.team, "domain": "desk"}}
        person = {"id": user.id, "username": user.name, "name": user.name, "team_id": team}
        return body | {"user": person, "enterprise": None, "is_enterprise_install": False}

    def _response_url(self, user: User, channel: Channel, original: Message | None) -> str:
        id_ = self.world.number("R")
        until = self.world.clock() + self.world.respond_seconds
        self.world.response_urls[id_] = ResponseUrl(channel.id, user.id, until, original)
        return f"{self.answers_url}/answers/{id_}"

    def _channel_of(self, message: Message) -> Channel:
        return next(one for one in self.world.channels.values() if message in one.messages)

    def _labelled(self, blocks: list[Json], label: str) -> Json:
        elements = [element for block in blocks for element in pressable(block)]
        for element in elements:
            if label in (element.get("text", {}).get("text"), element.get("placeholder", {}).get("text")):
                return element
        there = [(element.get("text") or element.get("placeholder") or {}).get("text") for element in elements]
        raise AssertionError(f"no button {label!r}; there are {there}")

    def _action(self, blocks: list[Json], element: Json, chosen: Json) -> Json:
        block = next(one for one in blocks if element in pressable(one))
        action: Json = {"action_id": element["action_id"], "block_id": block.get("block_id", "made-up")}
        action |= {"type": element["type"], "action_ts": self.world.stamp()} | chosen
        return action | {key: element[key] for key in ("value", "text") if key in element}
