"""What people know, and what shows it."""
