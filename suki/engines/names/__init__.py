"""Are two names the same company, or the same person? Names are read, compared and explained without a database."""
