"""The first run: an empty house is made a firm's own by whoever holds the code that `suki up` printed."""
