"""What a desk or a person settles."""
