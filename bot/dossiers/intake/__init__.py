"""A dossier file -> records, or the list of everything wrong with it and where."""

from bot.dossiers.intake.check import check_text, check_tree
from bot.dossiers.intake.faults import Fault, IntakeError, faults_report
from bot.dossiers.intake.read_in_child import read_bytes, read_dossier
from bot.dossiers.intake.sandbox import Limits

__all__ = ["Fault", "IntakeError", "Limits", "check_text", "check_tree", "faults_report", "read_bytes", "read_dossier"]
