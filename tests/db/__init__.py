"""Queries, loads and days, on real databases."""
