"""Tracked dates."""
