"""Slash commands: each turns Discord's arguments into a question and the answer into a reply."""
