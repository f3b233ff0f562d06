"""What is told of what is new."""
