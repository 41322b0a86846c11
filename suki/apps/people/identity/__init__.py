"""Signing in: password, one-time codes, passkeys, recovery codes, one-time links, and what stops a guesser."""
