"""R9: the program is killed while it reads a text and takes its drafts; nothing is lost, nothing is there twice."""

import asyncio
import os
import random
import time
from pathlib import Path

from sqlalchemy import func, select

from db.loading.dossiers import replace_dossier
from db.storage import schema
from db.storage.database import open_database
from tests.builders import NOW, tiny
from tests.faults.conftest import Figures
from tests.faults.sizes import sized
from tests.forked import start_program

_KILLS = sized(1, 8, 40)
_IMPORTS = ("bot.cli.main", "bot.cli.article_drafts")
_SAID = [f"The pier number {number} will not be sold to anybody this year" for number in range(12)]
_HEADED = ["--outlet", "Harbour Post", "--title", "Piers", "--published", "2031-03-14", "--now", "2031-03-20"]


async def test_nothing_is_lost_or_doubled_though_the_program_is_killed_while_it_takes_a_text(
    tmp_path: Path, figures: Figures
) -> None:
    path, text, chance = tmp_path / "desk.db", tmp_path / "a.txt", random.Random(5)
    text.write_text("\n\n".join(f"“{said},” Ada Vane said on Friday." for said in _SAID), "utf-8")
    database = open_database(f"sqlite:///{path}")
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    database.close()
    arguments = ["article", str(text), *_HEADED, "--database", str(path)]
    drafted, whole = await _lived([*arguments, "--drafts", str(tmp_path / "d.yaml")])

    ended = [
        (await _lived([*arguments, "--yes-sure"], after=chance.uniform(whole * 0.2, whole)))[0] for _ in range(_KILLS)
    ]
    taking, _seconds = await _lived([*arguments, "--yes-sure"])

    taken, sources, texts = _counted(path)
    figures("R9", kills=ended.count(-9), statements=len(_SAID), taken=taken, sources=sources, texts=texts)
    assert (drafted, taking) == (0, 0)
    assert (taken, sources) == (len(_SAID), 1)


async def _lived(arguments: list[str], *, after: float | None = None) -> tuple[int, float]:
    """Run the program, and kill it after some seconds, wherever it is then; gives its exit status and its seconds."""
    process = await start_program("bot.__main__", "main", arguments, imports=_IMPORTS, environment=os.environ)
    begun = time.monotonic()
    try:
        await asyncio.wait_for(process.wait(), after)
    except TimeoutError:
        process.kill()
    return await process.wait(), time.monotonic() - begun


def _counted(path: Path) -> tuple[int, int, int]:
    """Count the desk's statements, its sources, and the texts that are kept."""
    database = open_database(f"sqlite:///{path}")
    item = schema.item.c
    own = select(func.count()).where(item.desk == "local")
    with database.reading() as connection:
        statements = connection.scalar(own.where(item.kind == "statement"))
        sources = connection.scalar(own.where(item.kind == "source"))
        texts = connection.scalar(select(func.count()).select_from(schema.article_text))
    database.close()
    return int(statements or 0), int(sources or 0), int(texts or 0)
