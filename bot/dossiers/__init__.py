"""Dossier files in and out: checked, loaded, exported, sealed as a snapshot.

May import answers, tracking, phrasing and what lies below. Front doors: `intake.read_dossier`, `load_report`, `files`,
`snapshot`.
"""
