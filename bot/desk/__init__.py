"""What a desk or a person settles for itself: rights, channels, zones, own reminders, own data.

May import digests, drafts, tracking and what lies below. Front doors: the commands /setup, /my …, /dossier use.
"""
