"""Screens of reviews of missed quotas."""
