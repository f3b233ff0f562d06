"""Contributions: added, edited, approved, taken back."""
