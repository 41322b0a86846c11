"""The page of an account, made of what all rooms bring to it, and the group an account belongs to."""
