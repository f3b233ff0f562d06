"""Questions on the record: a topic a module, questions in, answers of meaning out.

May import tracking, phrasing and what lies below. Front doors: the functions that `commands.registry` lists;
`lookup`, `directory`.
"""
