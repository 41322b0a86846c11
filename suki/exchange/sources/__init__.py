"""Source files, opened strictly: whatever cannot be read for certain is refused in one sentence."""
