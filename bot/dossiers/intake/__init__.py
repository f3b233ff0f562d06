"""A dossier file -> records, or the list of everything wrong with it and where."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.dossiers.intake.faults import Fault, IntakeError, faults_report

if TYPE_CHECKING:
    from bot.dossiers.intake.check import check_text, check_tree
    from bot.dossiers.intake.read_in_child import read_bytes, read_dossier
    from bot.dossiers.intake.sandbox import Limits

__all__ = ["Fault", "IntakeError", "Limits", "check_text", "check_tree", "faults_report", "read_bytes", "read_dossier"]

_PLACES = {
    "check_text": "check",
    "check_tree": "check",
    "read_bytes": "read_in_child",
    "read_dossier": "read_in_child",
    "Limits": "sandbox",
}


def __getattr__(name: str) -> Any:
    """Import what reads files when it is asked for: a terminal that answers a question reads none."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
