"""Rows of a desk or a person: settings, outcomes, drafts, subscriptions, follows, handovers.

May import reading, outbox, storage and model.
"""
