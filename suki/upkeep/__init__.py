"""Keeping an installation well: backup, restore, and the doctor who says what does not agree."""
