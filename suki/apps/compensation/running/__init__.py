"""Running pay: a period is calculated from frozen facts, reviewed, approved, paid and closed, and can be recomputed."""
