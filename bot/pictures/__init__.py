"""What a picture shows, and drawing it in a process of its own.

Imports nothing of ours but `db.model`. Front doors: `content`, `process.Drawing`, `draw.draw`.
"""
