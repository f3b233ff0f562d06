"""Texts with labels by hand, and the tests of what reads them."""
