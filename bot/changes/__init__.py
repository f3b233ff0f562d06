"""What differs between two people, two days, or two versions of a dossier.

May import answers, dossiers, tracking and what lies below. Front doors: the commands /changes and /compare;
`news_sections`.
"""
