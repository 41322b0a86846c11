"""The settings: what an administrator decides for the whole firm."""
