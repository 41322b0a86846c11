"""What can stand in the way of a database, said in one sentence."""

from suki.kernel.errors import RuleBroken


class DatabaseUnavailable(RuleBroken):
    """The database cannot be started or reached; the sentence says why and what to do."""
