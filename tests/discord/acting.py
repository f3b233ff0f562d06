"""Users of the double: they use commands, press buttons, fill in modals, and wait for the bot's answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from .gateway import Gateway
from .interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    CannotDo,
    Interaction,
    fill_command,
    fill_modal,
    make_payload,
    resolve,
)
from .limits import BUTTON, CHANNEL_SELECT, LABEL, LINK_STYLE, ROLE_SELECT, ROW, SELECT, SELECTS, TEXT_INPUT, Json, walk
from .world import EDITOR, ORDINARY, SEND, VIEW, Channel, Guild, Message, Role, Upload, User, World

ADMINISTRATOR = 1 << 3
CHAT, MESSAGE_MENU = 1, 3


class Acting(World):
    """A world in which a test arranges servers and acts as their members.

    Everything a user does waits for the bot's answer, five seconds unless said otherwise, and raises CannotDo
    where Discord's client would not offer it.
    """

    def __init__(self, clock: Callable[[], datetime] | None, token: str) -> None:
        super().__init__(clock)
        self.token = token
        self.gateway = Gateway(self, token)
        self.interactions: list[Interaction] = []
        self.events: list[Json] = []  # of servers' calendars
        self.guild = self.add_guild("Desk")
        self.channel = self.add_channel("general")

    def add_guild(self, name: str, channels: Mapping[str, int] = MappingProxyType({})) -> Guild:
        """Let the bot join one more server, whose channels give it these rights."""
        key = self.new_id()
        guild = self.guilds[key] = Guild(key, name, [Role(key, "@everyone", ORDINARY)])
        for channel, permissions in channels.items():
            made = Channel(self.new_id(), channel, self.bot, guild, app_permissions=permissions)
            self.channels[made.id] = made
        joined = self.gateway.guild_create(guild)
        del joined["unavailable"]  # which tells a server just joined from one known before
        self.gateway.dispatch("GUILD_CREATE", joined, guild)
        return guild

    def add_channel(
        self,
        name: str,
        *,
        guild: Guild | None = None,
        app_permissions: int = ORDINARY,
        only_for: list[User] | None = None,
    ) -> Channel:
        """Make a channel, of the first server unless told, in which the bot has these rights, and who else sees it."""
        home = guild or self.guild
        channel = Channel(self.new_id(), name, self.bot, home, app_permissions=app_permissions, only_for=only_for)
        self.channels[channel.id] = channel
        self.gateway.dispatch("CHANNEL_CREATE", channel.json(), home)
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel."""
        del self.channels[channel.id]
        self.gateway.dispatch("CHANNEL_DELETE", channel.json(), channel.guild)

    def add_role(self, name: str, *, permissions: int = 0, guild: Guild | None = None) -> Role:
        """Make a role."""
        role, home = Role(self.new_id(), name, permissions), guild or self.guild
        home.roles.append(role)
        self.gateway.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(home.id), "role": role.json()}, home)
        return role

    def add_user(self, name: str, *, permissions: int = EDITOR, roles: Sequence[Role] = ()) -> User:
        """Let a person join all servers, an editor unless told, with these permissions there and those of the roles."""
        user = User(self.new_id(), name, permissions, list(roles))
        for role in roles:
            user.permissions |= role.permissions
        self.users[user.id] = user
        return user

    def direct_messages(self, user: User) -> Channel:
        """Return the channel of the bot's direct messages with this person."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.new_id(), user.name, self.bot, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def upload(self, name: str, content: bytes, *, host: str = "https://cdn.discordapp.com") -> Upload:
        """Choose a file to be attached to a command."""
        made = Upload(self.new_id(), name, content, host)
        self.uploads[made.id] = made
        return made

    def say(self, user: User, channel: Channel, text: str) -> Message:
        """Write a message as a user; the bot, without the privileged intent, is not told."""
        message = Message(self.new_id(), channel, user, {"content": text}, self.clock())
        self.messages[message.id] = message
        return message

    def delete(self, message: Message) -> None:
        """Delete a message as a moderator."""
        message.deleted = True
        where = {"id": str(message.id), "channel_id": str(message.channel.id)}
        guild = message.channel.guild
        self.gateway.dispatch("MESSAGE_DELETE", where | ({"guild_id": str(guild.id)} if guild else {}), guild)

    async def slash(
        self, user: User, channel: Channel, command: str, options: Json | None = None, *, timeout: float = 5.0
    ) -> Interaction:
        """Use a command, subcommands after a blank; people, roles and channels are given as such."""
        registered, path = await self._command(user, channel, command)
        body = fill_command(registered, path, options or {})
        return await self._act(COMMAND, user, channel, body, timeout=timeout)

    async def complete(
        self, user: User, channel: Channel, command: str, option: str, typed: str, **others: object
    ) -> list[Json]:
        """Type into an option, with others filled in already, and return the choices offered."""
        registered, path = await self._command(user, channel, command)
        body = fill_command(registered, path, others | {option: typed}, focused=option)
        return (await self._act(AUTOCOMPLETE, user, channel, body, timeout=5.0)).choices

    async def menu(self, user: User, message: Message, name: str, *, timeout: float = 5.0) -> Interaction:
        """Use a message command from a message's menu."""
        registered, _ = await self._command(user, message.channel, name, MESSAGE_MENU)
        body = {"id": registered["id"], "name": name, "type": MESSAGE_MENU, "target_id": str(message.id)}
        body |= {"resolved": {"messages": {str(message.id): message.json()}}}
        return await self._act(COMMAND, user, message.channel, body, timeout=timeout)

    async def press(self, user: User, message: Message, button: str, *, timeout: float = 5.0) -> Interaction:
        """Press a button, named by its label or custom id."""
        found = self._component(user, message, button, (BUTTON,))
        if found.get("style") == LINK_STYLE:
            raise CannotDo(f"{button} is a link")
        body = {"custom_id": found["custom_id"], "component_type": BUTTON}
        return await self._act(COMPONENT, user, message.channel, body, timeout=timeout, source=message)

    async def select(
        self, user: User, message: Message, menu: str, values: Sequence[object], *, timeout: float = 5.0
    ) -> Interaction:
        """Choose in a select menu, named by its custom id or placeholder."""
        found = self._component(user, message, menu, SELECTS)
        offered = [option["value"] for option in found.get("options", [])]
        if found["type"] == SELECT and not set(values) <= set(offered):
            raise CannotDo(f"{menu} offers only {offered}")
        if not found.get("min_values", 1) <= len(values) <= found.get("max_values", 1):
            raise CannotDo(f"{menu} does not take {len(values)} values")
        resolved = Json()
        chosen = [resolve(value, resolved) for value in values]
        body = {"custom_id": found["custom_id"], "component_type": found["type"], "values": chosen}
        body |= {"resolved": resolved} if resolved else {}
        return await self._act(COMPONENT, user, message.channel, body, timeout=timeout, source=message)

    async def submit(self, user: User, shown: Interaction, values: Json, *, timeout: float = 5.0) -> Interaction:
        """Fill in the modal that the bot showed, by custom id or label, and send it."""
        if shown.modal is None or shown.user is not user:
            raise CannotDo(f"no modal is open for {user.name}")
        body = fill_modal(shown.modal, values)
        return await self._act(MODAL, user, shown.channel, body, timeout=timeout, source=shown.source)

    async def forge(self, user: User, message: Message, custom_id: str, form: Json | None = None) -> Interaction:
        """Send what no client of Discord's would: a button, or a form with these fields, with an id of one's own."""
        body: Json = {"custom_id": custom_id, "component_type": BUTTON}
        button = {"type": BUTTON, "custom_id": custom_id, "label": "forged", "style": 1}
        message = replace(message, sent=message.sent | {"components": [{"type": ROW, "components": [button]}]})
        if form is not None:
            fields = [{"type": TEXT_INPUT, "custom_id": name, "value": value} for name, value in form.items()]
            body = {"custom_id": custom_id, "components": [{"type": LABEL, "component": one} for one in fields]}
        kind = COMPONENT if form is None else MODAL
        return await self._act(kind, user, message.channel, body, timeout=5.0, source=message)

    async def forge_list(self, user: User, message: Message, custom_id: str, value: object) -> Interaction:
        """Pick in a list with an id of one's own what no client would offer: anything, of any server."""
        resolved = Json()
        chosen = resolve(value, resolved)
        kind = ROLE_SELECT if "roles" in resolved else CHANNEL_SELECT
        shown = {"type": kind, "custom_id": custom_id, "placeholder": "forged"}
        message = replace(message, sent=message.sent | {"components": [{"type": ROW, "components": [shown]}]})
        body = {"custom_id": custom_id, "component_type": kind, "values": [chosen], "resolved": resolved}
        return await self._act(COMPONENT, user, message.channel, body, timeout=5.0, source=message)

    def redeliver(self, interaction: Interaction) -> None:
        """Send an interaction to the bot once more, as Discord may after a reconnect."""
        self.gateway.dispatch("INTERACTION_CREATE", interaction.payload, interaction.channel.guild)

    async def _command(self, user: User, channel: Channel, words: str, kind: int = CHAT) -> tuple[Json, list[str]]:
        await self.until(lambda: self.gateway.connected, "the bot to connect")
        name, *path = words.split() if kind == CHAT else [words]
        here = self.commands.get(channel.guild.id, []) if channel.guild else []
        for command in [*here, *self.commands.get(None, [])]:
            if command["name"] == name and command["type"] == kind:
                wanted = int(command["default_member_permissions"] or 0)
                if channel.guild and not user.permissions & ADMINISTRATOR and wanted & ~user.permissions:
                    raise CannotDo(f"{user.name} may not use {name}")
                return command, path
        raise CannotDo(f"{name} is not registered")

    def _component(self, user: User, message: Message, name: str, kinds: Sequence[int]) -> Json:
        if message.deleted or message.only_for not in (None, user):
            raise CannotDo(f"{user.name} does not see that message")
        for _, component in walk(message.components):
            names = (component.get("custom_id"), component.get("label"), component.get("placeholder"))
            if component["type"] in kinds and name in names:
                if component.get("disabled"):
                    raise CannotDo(f"{name} is disabled")
                return component
        raise CannotDo(f"nothing is called {name} in: {message.text}")

    async def _act(
        self,
        kind: int,
        user: User,
        channel: Channel,
        body: Json,
        *,
        timeout: float,
        source: Message | None = None,
    ) -> Interaction:
        if channel.guild and not (user.permissions & VIEW and user.permissions & SEND):
            raise CannotDo(f"{user.name} does not see or may not write in {channel.name}")
        await self.until(lambda: self.gateway.connected, "the bot to connect", timeout=timeout)
        payload = make_payload(self, kind, user, channel, body)
        if source:
            payload["message"] = source.json()
        done = Interaction(int(payload["id"]), kind, user, channel, self.clock(), payload, source)
        self.interactions.append(done)
        self.redeliver(done)
        self.changed()
        await self.until(lambda: done.settled, f"an answer to {body}", timeout=timeout)
        return done
