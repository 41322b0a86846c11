"""What somebody earns by a commission plan: credits in, statements out, every line with the reason for its amount."""
