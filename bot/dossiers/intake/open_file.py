"""Opening a dossier file: why it cannot be read, in one sentence."""

import os
import stat
from pathlib import Path

from bot.dossiers.intake.faults import IntakeError, whole_file
from bot.dossiers.intake.plain_text import MOST_BYTES, too_large
from bot.names.suggest import nearest

SUFFIXES = (".yaml", ".yml", ".json")


def read_content(path: Path) -> bytes:
    """Read a file's bytes, or raise IntakeError."""
    try:
        return _read(path)
    except FileNotFoundError:
        raise _missing(path) from None
    except PermissionError:
        raise whole_file(str(path), "the file may not be read", expected="the right to read it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise whole_file(str(path), f"the file cannot be read: {reason}") from None


def _read(path: Path) -> bytes:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise whole_file(str(path), "is a folder", expected="a dossier file", nearest=_only_dossier(path))
    if not stat.S_ISREG(mode):
        # reading a device or a pipe might never end
        raise whole_file(str(path), "is no ordinary file", expected="a dossier file")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise too_large(str(path))
    return content


def _missing(path: Path) -> IntakeError:
    folder = path.parent
    if not folder.is_dir():
        return whole_file(str(path), f"there is no folder {str(folder)!r}", expected="a dossier file")
    near = nearest(path.name, _dossiers(folder))
    return whole_file(str(path), "there is no such file", nearest=str(folder / near) if near else "")


def _only_dossier(folder: Path) -> str:
    names = _dossiers(folder)
    return str(folder / names[0]) if len(names) == 1 else ""


def _dossiers(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(SUFFIXES))
    except OSError:
        return []
