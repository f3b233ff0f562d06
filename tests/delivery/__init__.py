"""What is due is posted once."""
