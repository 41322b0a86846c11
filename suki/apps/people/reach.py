"""The people whose relations count for a user, as an expression inside a query: no question of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models.expressions import RawSQL

from suki.base.access import Reach

_OWN = "SELECT id FROM people_person WHERE user_id = %s"
_SUBTREE = """
    WITH RECURSIVE below(id) AS (
        SELECT id FROM people_person WHERE user_id = %s
        UNION
        SELECT r.person_id FROM people_reportingline r JOIN below b ON r.manager_id = b.id WHERE r.valid @> %s
    )
    SELECT id FROM below
"""


def people_in_reach(user: Any, on: date, reach: Reach) -> RawSQL:
    """The person behind a user, and with the reach of a team everybody below them on the day."""
    if reach >= Reach.TEAM:
        return RawSQL(_SUBTREE, (user.pk, on))
    return RawSQL(_OWN, (user.pk,))
