"""Whom a typed name means: folding, titles, scripts, scores; pure.

Imports nothing of ours but `db.model`. Front doors: `matcher`, `index`, `folding`, `suggest`.
"""
