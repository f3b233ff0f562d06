"""`make pictures`: pictures of each kind of message, written to docs/pictures.

Those of Slack are a page of our own (`block_kit_page.py`), the others simcord's, opened in Chromium as wide as a phone;
simcord's own way to take pictures downloads a browser.
"""

import asyncio
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.pictures.browser import SCALE, SCREEN, WIDTH, Chromium, chromium
from tests.pictures.scenes import Scene, Stage, scenes
from tests.pictures.slack_scenes import slack_scenes

_ROOT = Path(__file__).parents[2]
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


async def write_pictures(program: str, folder: Path) -> None:
    """Take a picture of each scene and put it into a folder."""
    with tempfile.TemporaryDirectory(prefix="backchannel-pictures-") as kept:
        async with chromium(program) as browser:
            async for stage, scene in scenes(Path(kept)):
                content = _small(await _taken(browser, stage, scene))
                (folder / f"{scene.name}.png").write_bytes(content)
                screens = Image.open(io.BytesIO(content)).height / SCALE / SCREEN
                long = "  taller than two screens" if screens > 2 else ""
                sys.stdout.write(f"{scene.name}.png  {len(content) // 1000} kB  {screens:.1f} screens{long}\n")
            async for name, page in slack_scenes(Path(kept)):
                file = Path(kept) / "page.html"
                file.write_text(page, "utf-8")
                content = _small(await browser.take_shown(file.as_uri()))
                (folder / f"slack-{name}.png").write_bytes(content)
                sys.stdout.write(f"slack-{name}.png  {len(content) // 1000} kB\n")


async def _taken(browser: Chromium, stage: Stage, scene: Scene) -> bytes:
    previewed = stage.env.preview(
        scene.where or stage.channel,
        viewers=[scene.seen_by or stage.ann],
        display="fixed",
        width=WIDTH,
        height=4000,
        locale="en-GB",
        timezone="Europe/Berlin",
        presentation_time=stage.now[0],
    )
    async with previewed as preview:
        await preview.show(scene.shown)
        return await browser.take(preview.url, json.dumps(await preview.snapshot()))


def _small(content: bytes) -> bytes:
    """Pack a picture in few colours, which letters on one background need no more of."""
    file = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").quantize(
        32, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    ).save(file, "PNG", optimize=True)
    return file.getvalue()


def main() -> int:
    """Write all pictures; says what is missing for that."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        sys.stderr.write("Pictures need Chromium, e.g. apt-get install chromium\n")
        return 1
    folder = Path(sys.argv[1]) if sys.argv[1:] else _ROOT / "docs/pictures"
    folder.mkdir(exist_ok=True)
    asyncio.run(write_pictures(program, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
