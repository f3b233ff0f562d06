"""Pictures of the bot's messages for the documentation: `make pictures`."""
