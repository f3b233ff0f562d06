"""The due table: messages that are owed until they are posted, claimed by one worker at a time.

May import storage and model. Front doors: `outbox`, `claims`.
"""
