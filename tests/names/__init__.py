"""Whom a typed name means."""
