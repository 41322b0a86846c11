"""Giving an account to the right hands: what it requires, who brings it, who has room for it."""
