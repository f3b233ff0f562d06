"""Wordings that several answers share."""
