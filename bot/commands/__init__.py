"""Every command by name: its options, its help, its completion, and how a typed line is asked.

May import desk and all answers below. Front doors: `dispatch.ask`, `registry.COMMANDS`, `completion.complete`,
`parser.parse`.
"""
