"""Texts labelled by hand: those of our own in `texts/`, and the five articles, which stay outside the repository."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = "BACKCHANNEL_ARTICLES"


@dataclass(frozen=True)
class Labelled:
    """A text as it is handed over, and what a person found in it."""

    id: str
    text: str
    labels: dict[str, Any]

    def words_at(self, span: list[int]) -> str:
        """Give the labelled words."""
        return self.text[span[0] : span[1]]


def articles_folder() -> Path:
    """Find where the five articles lie."""
    return Path(os.environ.get(FOLDER) or HERE.parents[2] / "shared" / "articles")


def list_own() -> list[Labelled]:
    """List the texts of our own making."""
    return [_labelled(path, HERE / "texts") for path in _labels() if not path.name.startswith("art-")]


def list_articles() -> list[Labelled]:
    """List the five articles, or those of them that are there."""
    paths = [path for path in _labels() if path.name.startswith("art-")]
    return [_labelled(path, articles_folder()) for path in paths if (articles_folder() / _file(path)).exists()]


def _labels() -> list[Path]:
    return sorted((HERE / "labels").glob("*.json"))


def _file(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8"))["file"])


def _labelled(path: Path, folder: Path) -> Labelled:
    labels = json.loads(path.read_text("utf-8"))
    text = (folder / labels["file"]).read_bytes().decode("utf-8")  # offsets count what universal newlines would fold
    digest = hashlib.sha256(text.encode()).hexdigest()
    if not digest.startswith(labels["sha256"]):
        raise ValueError(f"{path.name}: {labels['file']} is another text than the one labelled: it has {digest[:16]}")
    return Labelled(labels["id"], text, labels)
