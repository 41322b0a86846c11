"""What the tests of upkeep share."""

from suki.base.tests.conftest import own

__all__ = ["own"]
