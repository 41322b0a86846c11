"""A client joins: who won it hands it over to who keeps it, with everything that was said, sold and promised."""
