"""How answers say things: lines, days, utterances, items, citations; one wording for one thing.

May import blocks, names, date_words, pictures and `db`. Front doors: `lines`, `when`, `statements`, `citations`.
"""
