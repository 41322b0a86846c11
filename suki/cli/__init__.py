"""The command `suki`."""
