"""What if: a draft of a plan, or other quotas, on what really happened. Nothing that is tried is kept or paid."""
