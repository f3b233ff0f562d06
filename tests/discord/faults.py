"""Trouble on demand: wrong answers, broken connections, rate limits."""

import asyncio
import json
import re
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from aiohttp import web

# discord.py takes a 429 without Via for a ban by Discord's proxy and does not try again.
_PROXY = {"Via": "1.1 google"}


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Make an answer as Discord sends it; without a charset, which discord.py would not take for JSON."""
    text = json.dumps(body).encode()
    return web.Response(body=text, status=status, headers=headers, content_type="application/json")


def too_many(retry_after: float, *, overall: bool = False, proxied: bool = True) -> web.Response:
    """Make a 429."""
    body = {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": retry_after,
        "global": overall,
    }
    headers = {"Retry-After": str(retry_after), "X-RateLimit-Scope": "global" if overall else "user"}
    return answer(body, 429, headers | (_PROXY if proxied else {}))


@dataclass(frozen=True)
class Fault:
    """One way for a request to go wrong, before it had its effect or, `stored`, after.

    status: answered with `status` and `code`. limited: 429 with `retry_after`, for all routes if `overall`,
    without the proxy's mark if not `proxied`. reset: a TCP reset. closed: the connection ends without an
    answer. cut: half an answer. silence: no answer while the double runs.
    """

    kind: Literal["status", "limited", "reset", "closed", "cut", "silence"]
    stored: bool = False
    status: int = 500
    code: int = 0
    retry_after: float = 0.3
    overall: bool = False
    proxied: bool = True


@dataclass
class _Planned:
    method: str
    path: re.Pattern[str]
    fault: Fault
    left: int | None


class Trouble:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self.choose: Callable[[str, str], Fault | None] = lambda _method, _path: None
        self.over = asyncio.Event()

    def plan(self, method: str, path: str, fault: Fault, times: int | None) -> None:
        """Let the next requests of this method whose whole path matches go wrong; None: all of them."""
        self._planned.append(_Planned(method, re.compile(path), fault, times))

    def clear(self) -> None:
        """Forget all faults that have not happened."""
        self._planned.clear()
        self.choose = lambda _method, _path: None

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that this request meets, using it up."""
        for planned in self._planned:
            if planned.method == method and planned.path.fullmatch(path):
                if planned.left is not None:
                    planned.left -= 1
                    if not planned.left:
                        self._planned.remove(planned)
                return planned.fault
        return self.choose(method, path)

    async def strike(self, fault: Fault, request: web.Request, body: bytes) -> web.StreamResponse:
        """Answer as the fault has it."""
        match fault.kind:
            case "status":
                return answer({"message": f"{fault.status}: made", "code": fault.code}, fault.status)
            case "limited":
                return too_many(fault.retry_after, overall=fault.overall, proxied=fault.proxied)
            case "reset":
                reset(request)
            case "closed":
                _transport(request).close()
            case "cut":
                return await _cut(request, body)
            case "silence":
                await self.over.wait()
            case _:
                assert_never(fault.kind)
        return web.Response()


def _transport(request: web.Request) -> asyncio.Transport:
    assert isinstance(request.transport, asyncio.Transport)
    return request.transport


def reset(request: web.Request) -> None:
    """End the connection with a TCP reset."""
    transport = _transport(request)
    # A socket that does not linger sends RST instead of FIN when it is closed.
    linger = struct.pack("ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


async def _cut(request: web.Request, body: bytes) -> web.StreamResponse:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body) + 10)}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    _transport(request).close()
    return response


@dataclass
class _Window:
    limit: int
    seconds: float
    start: float = float("-inf")
    used: int = 0

    def use(self, now: float) -> float:
        """Take one from it; returns the seconds to wait if nothing is left."""
        if now >= self.start + self.seconds:
            self.start, self.used = now, 0
        if self.used >= self.limit:
            return self.start + self.seconds - now
        self.used += 1
        return 0.0

    def headers(self, bucket: str, now: float) -> dict[str, str]:
        end = self.start + self.seconds
        values = (self.limit, self.limit - self.used, f"{end:.3f}", f"{max(end - now, 0):.3f}", bucket)
        names = ("Limit", "Remaining", "Reset", "Reset-After", "Bucket")
        return {f"X-RateLimit-{name}": str(value) for name, value in zip(names, values, strict=True)}


class RateLimits:
    """Discord's limits: so many messages to one channel, so many requests overall; none until set."""

    def __init__(self) -> None:
        self.per_channel: tuple[int, float] | None = None
        self.overall: tuple[int, float] | None = None
        self._windows: dict[str, _Window] = {}

    def check(self, method: str, path: str, now: float) -> tuple[web.Response | None, dict[str, str]]:
        """Return a 429 if this request is too much, and the headers for its answer."""
        # Interactions do not count towards the overall limit.
        counts = not path.startswith(("/interactions/", "/webhooks/"))
        if self.overall and counts and (wait := self._window("", self.overall).use(now)):
            return too_many(round(wait, 3), overall=True), {}
        posts = method == "POST" and re.fullmatch(r"/channels/\d+/messages", path)
        limit = self.per_channel if posts and self.per_channel else (1000, 1.0)
        window = self._window(f"{method} {path}", limit)
        bucket = re.sub(r"\d{15,}", "id", f"{method} {path}")
        wait = window.use(now)
        return too_many(round(wait, 3)) if wait else None, window.headers(bucket, now)

    def _window(self, name: str, limit: tuple[int, float]) -> _Window:
        return self._windows.setdefault(f"{name} {limit}", _Window(*limit))
