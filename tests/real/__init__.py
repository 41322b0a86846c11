"""Real companies' files, and what their numbers must be, worked out a second time without Suki."""
