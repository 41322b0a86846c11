"""The editor of a draft: blocks of sentences with gaps to fill, read back into rules."""
