"""What was known by a day: items, people, statements, sources, search, changes.

May import storage and model. Front door: `view.View`.
"""
