"""What words for a date mean."""
