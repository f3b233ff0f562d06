"""Discord: the client and its gateway, answers as messages, posting, rights, doctor; the only room, with the cogs,
that knows it.

May import delivery, commands and what lies below. Front doors: `client.Backchannel`, `reply.reply`,
`posting.Channels`.
"""
