"""A start takes as long as its imports: a question in a terminal, a child that reads a text import what they need."""

import os
import subprocess
import sys
from pathlib import Path

from db.storage.database import Database

# each of these takes long to import, or holds megabytes
UNNEEDED = (
    "aiohttp",
    "apscheduler",
    "bot.date_words",
    "bot.dossiers.intake.check",
    "bot.delivery",
    "discord",
    "sqlalchemy.dialects.postgresql",
    "structlog",
)
UNNEEDED_BY_A_BOT = {"bot.articles.same_words", "dateparser", "sqlalchemy.dialects.postgresql"}


def test_a_question_in_a_terminal_imports_neither_a_platform_nor_what_reads_files(
    ferry: Database, tmp_path: Path
) -> None:
    asked = ["ask", "/who vane", "--now", "2031-03-15"]
    code = f"import sys; from bot.__main__ import main; main({asked}); print(*sys.modules, sep='\\n')"
    environment = os.environ | {"BACKCHANNEL_DATABASE": str(tmp_path / "test.db")}

    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert "Ada Vane" in told.stdout
    assert sorted(set(UNNEEDED) & set(told.stdout.splitlines())) == []


def test_the_child_that_reads_a_text_imports_neither_a_database_nor_what_checks_files() -> None:
    code = "import sys, bot.drafts.article_child; print(*sys.modules, sep='\\n')"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "bot.articles.reader" in told.stdout
    assert {"sqlalchemy", "pydantic", "bot.dossiers", "db.storage"} & set(told.stdout.splitlines()) == set()


def test_a_bot_imports_neither_what_reads_texts_nor_the_dialect_of_another_database() -> None:
    code = "import sys, bot.cli.main, bot.cli.run, bot.discord.front, cogs.questions; print(*sys.modules, sep='\\n')"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "discord" in told.stdout.splitlines()
    assert UNNEEDED_BY_A_BOT & set(told.stdout.splitlines()) == set()
