"""Screens of rewards and contests."""
