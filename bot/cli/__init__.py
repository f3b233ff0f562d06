"""The `backchannel` command, a file for each thing an operator does; the only wiring of database, clock and front
ends.

May import every room. Front doors: `main.perform` (one command), `arguments.parser`, `run`, `doctor`.
"""
