"""The double's routes for interactions: callbacks and the webhook of a reply."""

from typing import Any

from aiohttp import web

from .acting import Acting
from .faults import answer
from .interactions import (
    ANSWER_WITHIN,
    AUTOCOMPLETE,
    CHOICES,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    SHOW_MODAL,
    TOKEN_LASTS,
    UPDATE,
    Interaction,
)
from .limits import EPHEMERAL, Json, Refused, check_choices, check_modal
from .routes import Handler, asked, edit, store
from .world import Message


class Replies:
    """Handlers for what a bot answers to interactions."""

    def __init__(self, world: Acting) -> None:
        self.world = world

    def table(self) -> list[tuple[str, str, Handler]]:
        """List method, path and handler."""
        webhook = rf"/webhooks/{{application:{self.world.application_id}}}/{{token}}"
        one = webhook + "/messages/{message}"
        return [
            ("POST", "/interactions/{interaction}/{token}/callback", self.callback),
            ("POST", webhook, self.follow_up),
            ("GET", one, self.get),
            ("PATCH", one, self.patch),
            ("DELETE", one, self.delete),
        ]

    def _interaction(self, request: web.Request, status: int, code: int, message: str) -> Interaction:
        for interaction in self.world.interactions:
            if interaction.token == request.match_info["token"]:
                return interaction
        raise Refused(status, code, message)

    async def callback(self, request: web.Request) -> web.Response:
        interaction = self._interaction(request, 404, 10062, "Unknown interaction")
        own = asked(request)
        if interaction.callback:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if own.at - interaction.at > ANSWER_WITHIN:
            raise Refused(404, 10062, "Unknown interaction")
        self._check_kind(interaction, own.payload["type"])
        self._take(interaction, request)
        interaction.callback, interaction.answered_at = own.payload, own.at
        if own.query.get("with_response") not in ("1", "true"):
            return web.Response(status=204)
        return answer(self._described(interaction))

    def _check_kind(self, interaction: Interaction, kind: int) -> None:
        fits = kind == CHOICES if interaction.kind == AUTOCOMPLETE else kind != CHOICES
        if kind in (DEFERRED_UPDATE, UPDATE):
            fits = fits and interaction.source is not None
        if kind == SHOW_MODAL:
            fits = fits and interaction.kind != MODAL
        if not fits:
            raise Refused(400, 50035, "Invalid Form Body")

    def _take(self, interaction: Interaction, request: web.Request) -> None:
        own = asked(request)
        body = own.payload.get("data") or {}
        match own.payload["type"]:
            case 4:
                interaction.original = self._store(interaction, request, body, prefix=("data",))
            case 5:
                interaction.original = self._thinking(interaction, body)
            case 6:
                interaction.original = interaction.source
            case 7 if interaction.source:
                edit(self.world, interaction.source, own, body, prefix=("data",))
                interaction.original = interaction.source
            case 8:
                check_choices(body.get("choices", []))
            case 9:
                check_modal(body)
            case kind:
                raise Refused(400, 50035, f"Invalid Form Body: type {kind}")

    def _thinking(self, interaction: Interaction, body: Json) -> Message:
        # Empty until the bot edits it, so it is not checked as a message.
        only_for = interaction.user if (body.get("flags") or 0) & EPHEMERAL else None
        sent = {"loading": True}
        message = Message(self.world.new_id(), interaction.channel, self.world.bot, sent, self.world.clock())
        message.extra, message.only_for = self._origin(interaction), only_for
        self.world.messages[message.id] = message
        return message

    def _store(self, interaction: Interaction, request: web.Request, body: Json, **more: Any) -> Message:
        only_for = interaction.user if (body.get("flags") or 0) & EPHEMERAL else None
        more |= {"extra": self._origin(interaction), "only_for": only_for}
        return store(self.world, interaction.channel, asked(request), body, **more)

    def _origin(self, interaction: Interaction) -> Json:
        metadata = {"id": str(interaction.id), "type": interaction.kind, "user": interaction.user.json()}
        metadata["authorizing_integration_owners"] = interaction.payload["authorizing_integration_owners"]
        if interaction.source:
            metadata["interacted_message_id"] = str(interaction.source.id)
        application = str(self.world.application_id)
        origin: Json = {"webhook_id": application, "application_id": application}
        # What Discord tells of a modal's answer goes back through everything that led to the modal.
        return origin | ({"interaction_metadata": metadata} if interaction.kind != MODAL else {})

    def _described(self, interaction: Interaction) -> Json:
        own: Json = {"id": str(interaction.id), "type": interaction.kind}
        if not interaction.original:
            return {"interaction": own}
        own |= {"response_message_id": str(interaction.original.id)}
        own |= {
            "response_message_ephemeral": interaction.ephemeral,
            "response_message_loading": not interaction.settled,
        }
        if interaction.callback_type not in (MESSAGE, UPDATE):
            return {"interaction": own}
        resource = {"type": interaction.callback_type, "message": interaction.original.json()}
        return {"interaction": own, "resource": resource}

    def _open(self, request: web.Request) -> Interaction:
        interaction = self._interaction(request, 404, 10015, "Unknown Webhook")
        if not interaction.callback:
            raise Refused(404, 10015, "Unknown Webhook")
        if asked(request).at - interaction.at > TOKEN_LASTS:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return interaction

    def _message(self, request: web.Request) -> tuple[Interaction, Message]:
        interaction, wanted = self._open(request), request.match_info["message"]
        original = [interaction.original] if interaction.original else []
        for message in original if wanted == "@original" else original + interaction.followups:
            if not message.deleted and wanted in ("@original", str(message.id)):
                return interaction, message
        raise Refused(404, 10008, "Unknown Message")

    async def follow_up(self, request: web.Request) -> web.Response:
        interaction, own = self._open(request), asked(request)
        if interaction.callback_type == DEFERRED and not interaction.settled and interaction.original:
            # The first follow-up takes the place of "is thinking".
            edit(self.world, interaction.original, own, own.payload)
            return answer(interaction.original.json())
        message = self._store(interaction, request, own.payload)
        interaction.followups.append(message)
        return answer(message.json())

    async def get(self, request: web.Request) -> web.Response:
        return answer(self._message(request)[1].json())

    async def patch(self, request: web.Request) -> web.Response:
        _, message = self._message(request)
        edit(self.world, message, asked(request), asked(request).payload)
        return answer(message.json())

    async def delete(self, request: web.Request) -> web.Response:
        self._message(request)[1].deleted = True
        return web.Response(status=204)
