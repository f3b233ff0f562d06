"""Chromium, driven over its own protocol: simcord's page with one message or form on a phone, or any other page."""

import asyncio
import base64
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

WIDTH, SCREEN, SCALE = 390, 844, 1.5  # a phone's
_ROOM = 4200
_PATIENCE = 30.0

_READY = "Boolean(window.simcordPreview && window.simcordPreview.ready)"
# Discord names channels and commands within embeds, too, and shows a picture's button only under a pointer
_TIDY = r"""(() => { document.querySelectorAll('.attachment-media-actions').forEach(shown => shown.remove());
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) { const text = texts.currentNode;
    text.data = text.data.replace(/<#\d+>/g, '#desk').replace(/<\/([a-z ]+):\d+>/g, '/$1') } })()"""
# small text, which simcord's page does not know
_SMALL = r"""(() => { const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) if (/(^|\n)-# /.test(texts.currentNode.data)) found.push(texts.currentNode);
  for (const text of found) {
    const at = text.data.indexOf('-# ');
    const first = at ? text.splitText(at) : text;
    first.data = first.data.slice(3);
    const small = document.createElement('small');
    first.before(small);
    let next = first;
    while (next && next.nodeName !== 'BR') {
      const end = next.nodeType === Node.TEXT_NODE ? next.data.indexOf('\n') : -1;
      if (end >= 0) next.splitText(end);
      const after = next.nextSibling;
      small.append(next);
      next = end >= 0 ? null : after;
    }
    small.style.cssText = 'font-size: 0.8em; opacity: 0.75';
  } })()"""
_BOX = """(() => { const form = document.querySelector('.modal-dialog');
  const box = (form || document.getElementById('focused-content')).getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height } })()"""


_SHOWN = """(() => { const box = window.shown.getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height } })()"""


class Chromium:
    """One tab of a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Talk to a tab."""
        self._socket = socket
        self._number = 0
        self._answer_pages_with = ""
        self.complaints: list[str] = []  # what pages wrote to the console, and what was wrong with them

    async def take(self, url: str, shown: str) -> bytes:
        """Open simcord's page with what it is to show, and take a picture of that alone, as PNG."""
        self._answer_pages_with = base64.b64encode(shown.encode()).decode()
        metrics = {"width": WIDTH, "height": _ROOM, "deviceScaleFactor": SCALE, "mobile": False}
        await self._call("Emulation.setDeviceMetricsOverride", **metrics)
        await self._call("Fetch.enable", patterns=[{"urlPattern": "*/api/pages"}])
        await self._call("Page.enable")
        await self._call("Page.navigate", url="about:blank")
        await self._call("Page.navigate", url=url)
        await _until(lambda: self.evaluate(_READY))
        await asyncio.sleep(0.2)  # until a form has stopped moving
        await self.evaluate(_TIDY)
        await self.evaluate(_SMALL)
        box = await self.evaluate(_BOX)
        clip = box | {"scale": 1}
        return base64.b64decode((await self._call("Page.captureScreenshot", clip=clip))["data"])

    async def take_shown(self, url: str) -> bytes:
        """Open a page as wide as a phone, and take a picture of what stands in its `shown`, as PNG."""
        metrics = {"width": WIDTH, "height": _ROOM, "deviceScaleFactor": SCALE, "mobile": False}
        await self._call("Emulation.setDeviceMetricsOverride", **metrics)
        await self._call("Page.enable")
        await self._call("Page.navigate", url=url)
        await _until(lambda: self.evaluate("document.readyState === 'complete' && Boolean(window.shown)"))
        box = await self.evaluate(_SHOWN)
        return base64.b64decode((await self._call("Page.captureScreenshot", clip=box | {"scale": 1}))["data"])

    async def open(self, url: str, *, width: int, height: int = SCREEN, dark: bool = False) -> None:
        """Open a page as a screen of this size shows it, in light or dark mode."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self._call("Emulation.setDeviceMetricsOverride", **metrics)
        await self._call("Emulation.setEmulatedMedia", features=[scheme])
        await self._call("Page.enable")
        await self._call("Runtime.enable")
        await self._call("Log.enable")
        await self._call("Page.navigate", url=url)
        await _until(lambda: self.evaluate("document.readyState === 'complete'"))

    async def evaluate(self, script: str) -> Any:
        """Give what an expression is worth in the page."""
        result = await self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return result["result"].get("value")

    async def shot(self) -> bytes:
        """Take a picture of what the screen shows, as PNG."""
        return base64.b64decode((await self._call("Page.captureScreenshot"))["data"])

    async def printed(self) -> bytes:
        """Print the page, as PDF."""
        return base64.b64decode((await self._call("Page.printToPDF", printBackground=False))["data"])

    async def _call(self, method: str, **parameters: Any) -> Any:
        number = await self._send(method, parameters)
        while True:
            said = await asyncio.wait_for(self._socket.receive_json(), _PATIENCE)
            match said.get("method"):
                case "Fetch.requestPaused":
                    await self._fulfil(said["params"]["requestId"])
                case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded":
                    self.complaints.append(str(said["params"]))
            if said.get("id") == number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']}")
                return said["result"]

    async def _fulfil(self, request: str) -> None:
        kind = [{"name": "Content-Type", "value": "application/json"}]
        answer = {"requestId": request, "responseCode": 200, "responseHeaders": kind, "body": self._answer_pages_with}
        await self._send("Fetch.fulfillRequest", answer)

    async def _send(self, method: str, parameters: dict[str, Any]) -> int:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        return self._number


@asynccontextmanager
async def chromium(program: str) -> AsyncIterator[Chromium]:
    """Start a browser without a window, and end it."""
    with tempfile.TemporaryDirectory(prefix="backchannel-chromium-", ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={folder}", "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(folder) / "DevToolsActivePort")
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as listed:
                    [tab] = [one for one in await listed.json() if one["type"] == "page"]
                async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    yield Chromium(socket)
        finally:
            process.terminate()
            await process.wait()


async def _port(told: Path) -> int:
    """Read the port that the browser writes down when it listens."""

    def read() -> str:
        return told.read_text().partition("\n")[0] if told.exists() else ""

    return int(await _until(lambda: asyncio.to_thread(read)))


async def _until(look: Callable[[], Awaitable[Any]]) -> Any:
    """Look again and again until something is there."""
    async with asyncio.timeout(_PATIENCE):
        found = await look()
        while not found:
            await asyncio.sleep(0.1)
            found = await look()
    return found
