"""The exported page: `page.mako` is its template, with a style sheet, a search, and what puts data into markup.

Front door: `bot.dossiers.export_page`.
"""
