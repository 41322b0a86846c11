"""Each person's page of what needs them now."""
