"""Backchannel: answers, digests and reminders about one negotiation."""

__version__ = "0.1.0"
