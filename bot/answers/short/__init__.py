"""The short forms of answers: what a tired editor reads in five seconds; docs/answers.md is how they read.

May import what `bot.answers` may. Front door of each module: the function that is named as its command.
"""
