"""Commands as they are typed and completed."""
