"""Bringing files in by hand: what they hold, which column goes where, what is wrong, and then all of it at once."""
