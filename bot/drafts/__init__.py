"""Contributions: what people add, edit, propose, approve and take back.

May import changes, answers, dossiers and what lies below. Front doors: the commands /add, /edit, /review, /undo;
`drafts`.
"""
