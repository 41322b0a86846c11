"""Open deals as a board, and by the month they are expected to close."""
