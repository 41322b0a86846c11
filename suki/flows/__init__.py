"""Changes that cross rooms: a client joins, a manager leaves."""
