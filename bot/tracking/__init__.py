"""Tracked dates: what is expected, what became of it, when to remind whom.

May import phrasing, date_words and what lies below. Front doors: the commands /dates, /outcome, /leads;
`planner.plan`, `ledger`, `reminders.reminder`.
"""
