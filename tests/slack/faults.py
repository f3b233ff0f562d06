"""What can go wrong on the way to Slack and back, as it is told to."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

Kind = Literal["reset", "silence", "empty", "cut", "html", "status", "error", "limited", "late"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong; `done`: what was asked for was carried out all the same.

    "late": it is carried out so many seconds after the connection was cut.
    """

    kind: Kind
    done: bool = False
    seconds: float = 0.0
    status: int = 503
    error: str = "internal_error"


class Troubles:
    """The faults that are planned, and who meets the next one."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.choose: Callable[[str], Fault | None] | None = None
        self._planned: list[tuple[re.Pattern[str], Fault, int | None]] = []

    def plan(self, method: str, fault: Fault, times: int | None) -> None:
        """Let the next calls of methods that match go wrong; None: until cleared."""
        self._planned.append((re.compile(method), fault, times))

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._planned.clear()
        self.choose = None

    def take(self, method: str) -> Fault | None:
        """Give the fault that a call meets, if any."""
        for place, (pattern, fault, times) in enumerate(self._planned):
            if pattern.fullmatch(method):
                if times is not None:
                    self._planned[place] = (pattern, fault, times - 1)
                    if times == 1:
                        del self._planned[place]
                return fault
        return self.choose(method) if self.choose else None

    async def strike(self, fault: Fault, request: web.Request, body: bytes) -> web.StreamResponse:
        """Let a call go wrong, once it was carried out or not."""
        match fault.kind:
            case "reset" | "late":
                return _cut_off(request)
            case "silence":
                await _until(self.over, fault.seconds or 3600.0)
                return _cut_off(request)
            case "empty":
                return web.Response(body=b"")
            case "cut":
                return await _cut_short(request, body or b'{"ok":true,"channel":"C0","ts":"1')
            case "html":
                return web.Response(status=200, body=b"<html>proxy</html>", content_type="text/html")
            case "status":
                return web.Response(status=fault.status, body=b"upstream connect error")
            case "limited":
                headers = {"Retry-After": str(int(fault.seconds or 1))}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case "error":
                return web.Response(
                    body=json.dumps({"ok": False, "error": fault.error}), content_type="application/json"
                )


def _cut_off(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _cut_short(request: web.Request, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response


async def _until(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
