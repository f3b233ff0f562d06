"""Dossier files in and out."""
