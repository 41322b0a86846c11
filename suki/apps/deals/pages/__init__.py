"""The page of a deal and what it brings to other pages."""
