"""How often something may be asked for from outside: counted by all web processes together, for a short while."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

_COUNT = """
    INSERT INTO base_remembered AS kept (cache_key, value, expires)
    VALUES (%s, '1', now() + make_interval(secs => %s))
    ON CONFLICT (cache_key) DO UPDATE SET
        value = CASE WHEN kept.expires <= now() THEN '1' ELSE (kept.value::integer + 1)::text END,
        expires = CASE WHEN kept.expires <= now() THEN excluded.expires ELSE kept.expires END
    RETURNING value::integer
"""


def is_within(what: str, who: Any, *, most: int, seconds: int) -> bool:
    """Count one more try of `who` (kept as a fingerprint only), and say whether it is within so many in so long.

    The count is one statement, so that many at once cannot slip through together.
    """
    print_of_it = salted_hmac("suki.limits", f"{what} {who}", algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [f"limit:{print_of_it}", seconds])
        return int(cursor.fetchone()[0]) <= most
