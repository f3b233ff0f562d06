"""Files on their way to Slack and from it: pictures that messages show, exports, and dossiers that are sent in."""

import asyncio
from typing import Any

import aiohttp
from yarl import URL

from bot.asking import UserError
from bot.blocks import File
from bot.phrasing.plain import plain
from bot.pictures.content import Picture, alt_text, file_name
from bot.slack.markdown import Json, clip
from bot.slack.workspace import Workspace

TEXT_KINDS = ["txt", "html", "htm", "md", "eml", "text"]  # what a form takes as a news text
_KEPT_AT = "files.slack.com"
_SECONDS = 20
_CHUNK = 1 << 16
_ALT = 1_000
_LOOKS, _PAUSE = 20, 0.25  # Slack looks at a picture for a moment before it can be shown


async def upload_picture(here: Workspace, picture: Picture, content: bytes) -> str:
    """Take a picture to Slack, seen by nobody yet, and wait until a message may show it; gives its id."""
    file = await _upload(here, file_name(picture), content, alt_txt=clip(plain(alt_text(picture)), _ALT))
    await here.web.files_completeUploadExternal(files=[{"id": file, "title": file_name(picture)}])
    for _ in range(_LOOKS):
        told: dict[str, Any] = (await here.web.files_info(file=file))["file"]
        if told.get("mimetype"):
            return file
        await asyncio.sleep(_PAUSE)
    raise TimeoutError("Slack does not show the picture yet")


async def send_file(here: Workspace, user: str, file: File) -> None:
    """Send a file to somebody in person: a private answer can carry none."""
    channel = (await here.web.conversations_open(users=user))["channel"]["id"]
    id_ = await _upload(here, file.name, file.content)
    await here.web.files_completeUploadExternal(files=[{"id": id_, "title": file.name}], channel_id=channel)


async def _upload(here: Workspace, name: str, content: bytes, **more: str) -> str:
    place = await here.web.files_getUploadURLExternal(filename=name, length=len(content), **more)
    async with aiohttp.ClientSession() as session, session.post(str(place["upload_url"]), data=content) as answer:
        answer.raise_for_status()
    return str(place["file_id"])


async def fetch(here: Workspace, address: str, *, most: int) -> bytes:
    """Fetch a file that was sent in, from where Slack keeps them and nowhere else; raises UserError."""
    url = URL(address)
    if not _is_slacks(here, url):
        raise UserError("Only a file that was sent in through Slack itself can be loaded. Attach it to the form.")
    headers = {"Authorization": f"Bearer {here.web.token}"}
    try:
        # whoever keeps the file elsewhere by now is not followed there
        async with (
            asyncio.timeout(_SECONDS),
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.get(url, headers=headers, allow_redirects=False) as got,
        ):
            if got.status != 200 or got.content_type == "text/html":  # its way to say: sign in
                raise UserError("Slack did not hand the file over. The app may lack files:read: install it again.")
            return await _read(got, most)
    except (OSError, TimeoutError, aiohttp.ClientError) as error:
        raise UserError("Slack did not hand the file over. Send it in again.") from error


def _is_slacks(here: Workspace, url: URL) -> bool:
    asked = URL(here.web.base_url)
    own = asked.host != "slack.com" and (url.scheme, url.host, url.port) == (asked.scheme, asked.host, asked.port)
    return own or (url.scheme, url.host, url.port, url.user) == ("https", _KEPT_AT, 443, None)


async def _read(got: aiohttp.ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for chunk in got.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > most:
            raise UserError(f"The file has more than {most:,} bytes, and no more can be taken.")
    return bytes(content)


async def fetch_shared(here: Workspace, file: Json, *, most: int) -> tuple[str, bytes]:
    """Give the name and the bytes of a file that a form or a message names; raises UserError."""
    kept = (await here.web.files_info(file=file["id"]))["file"]
    return str(kept.get("name", "")), await fetch(here, str(kept["url_private_download"]), most=most)
