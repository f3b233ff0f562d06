"""Writing dossiers: loads, edits, their undoing, snapshots.

May import reading, outbox, storage and model.
"""
