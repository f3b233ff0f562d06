"""How fast news texts are read into drafts, and how much memory that takes above a bot's."""

import subprocess
import sys
import time
from datetime import date

from benchmarks.figures import Figures
from bot.articles.reader import read_article
from bot.articles.records import Article
from tests.articles.corpus import list_own

_ROUNDS = 5
_FASTEST = 60.0  # articles a second of processor time, at least
_MOST = 60.0  # MB above what a bot has loaded
_MEMORY = (
    "import resource; import bot.discord.client, bot.commands.registry; {more}"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)
_READS = "from benchmarks.reading import read_all; read_all(); "


def measure() -> Figures:
    """Read the labelled texts of the tests, each as it is handed over."""
    figures = Figures("news texts read", ("measured", "bar"))
    read_all()
    begun = time.process_time()
    many = sum(read_all() for _ in range(_ROUNDS))
    per_second = many / (time.process_time() - begun)
    figures.row("articles a second of processor time", per_second, f"≥ {_FASTEST:.0f}", met=per_second >= _FASTEST)
    above = _peak(_READS) - _peak("")
    figures.row("MB above a bot’s memory", above, _MOST)
    return figures


def read_all() -> int:
    """Read each text once; gives how many."""
    texts = list_own()
    for text in texts:
        labels = text.labels
        is_page = labels["file"].endswith(".html")
        read_article(Article(text.text, date.fromisoformat(labels["published"]), labels["title"] or "", is_page))
    return len(texts)


def _peak(more: str) -> float:
    """Give the most memory of a process of its own, in MB."""
    done = subprocess.run([sys.executable, "-c", _MEMORY.format(more=more)], capture_output=True, check=True, text=True)
    return int(done.stdout.split()[-1]) / 1024
