"""The terminal and its prompt."""
