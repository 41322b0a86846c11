"""Screens of pay plans."""
