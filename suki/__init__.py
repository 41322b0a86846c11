"""Suki: the account management system."""

__version__ = "0.1.0"
