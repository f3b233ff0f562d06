"""Telling what is new: digests to channels, follows to people, the handover.

May import changes, answers, tracking and what lies below. Front doors: `runs`, `follow_runs`, `compose`, the
commands /digest, /follow, /handover.
"""
