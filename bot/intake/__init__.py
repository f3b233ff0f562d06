"""A dossier file -> records, or the list of everything wrong with it and where."""

from bot.intake.checking import check_text, check_tree
from bot.intake.confined import Limits
from bot.intake.faults import Fault, IntakeError, faults_report
from bot.intake.reading import read_bytes, read_dossier

__all__ = ["Fault", "IntakeError", "Limits", "check_text", "check_tree", "faults_report", "read_bytes", "read_dossier"]
