"""The same commands in a terminal: one line, a prompt with completion, a replay of past weeks.

May import delivery, commands and what lies below. Front doors: `session.Terminal`, `session.ask_line`,
`prompt.shell`, `replay`.
"""
