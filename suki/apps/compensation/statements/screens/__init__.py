"""Screens of statements and of periods of pay."""
