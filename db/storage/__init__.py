"""Opening the database, its tables, locks and back-ups; imports `model` only. Nothing heavy here: the lock comes
first.
"""
