"""Promises: what we told clients we would do, by when, and whether we did."""
