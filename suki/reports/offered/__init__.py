"""The reports that `suki report` offers, one module each.

A module has `help`, `FORMATS`, `arguments(parser)` and `answer(options) -> bytes`; it imports what it needs when it is
asked, so that the help comes at once.
"""
