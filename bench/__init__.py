"""Repeatable measurements; each prints a rate or a ratio as JSON."""
