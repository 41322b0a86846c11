"""Products that others buy together with what a client buys: `engines.copurchase` asked of the ledger, in one question.

The same rule as the engine's, which a test holds it against; the database counts so that nobody waits for all baskets
to be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import ngettext

from suki.engines.copurchase import LEAST

WITHIN = timedelta(days=730)
"""What was bought longer ago says little about what is bought now."""

_OFFERS = """
    WITH bought AS MATERIALIZED (
        SELECT DISTINCT coalesce(a.merged_into_id, a.id) AS account, r.product_id AS product
        FROM ledger_ledgerrollup r JOIN accounts_account a ON a.id = r.sold_to_id
        WHERE r.kind IN ('booked', 'invoiced') AND r.product_id IS NOT NULL AND r.quantity > 0 AND r.cell_end > %(since)s
    ), mine AS (
        SELECT account AS me, product FROM bought WHERE account = ANY(%(accounts)s)
    ), buyers AS (
        SELECT m.me, m.product, count(*) AS n FROM mine m JOIN bought b ON b.product = m.product AND b.account <> m.me
        GROUP BY m.me, m.product
    ), pairs AS (
        SELECT m.me, m.product AS because, o.product, count(*) AS both
        FROM mine m
        JOIN bought theirs ON theirs.product = m.product AND theirs.account <> m.me
        JOIN bought o ON o.account = theirs.account
        WHERE NOT EXISTS (SELECT 1 FROM mine x WHERE x.me = m.me AND x.product = o.product)
        GROUP BY m.me, m.product, o.product HAVING count(*) >= %(least)s
    ), ordinary AS (
        SELECT product, count(*)::float8 / greatest(1, (SELECT count(DISTINCT account) - 1 FROM bought)) AS share
        FROM bought GROUP BY product
    ), scored AS (
        SELECT p.me, p.product, sum(p.both::float8 / b.n * (p.both::float8 / b.n - o.share)) AS score,
            (array_agg(jsonb_build_array(p.because, p.both, b.n) ORDER BY p.both::numeric / b.n DESC, p.both DESC, p.because))[1] AS reason
        FROM pairs p JOIN buyers b ON b.me = p.me AND b.product = p.because
        JOIN ordinary o ON o.product = p.product AND p.both::float8 / b.n > o.share
        JOIN catalog_product c ON c.id = p.product AND c.is_active AND NOT c.is_group AND c.archived_at IS NULL
        GROUP BY p.me, p.product
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY me ORDER BY score DESC, product) AS place FROM scored
    )
    SELECT r.me, r.product, c.name, x.name, (r.reason->>1)::int, (r.reason->>2)::int
    FROM ranked r JOIN catalog_product c ON c.id = r.product JOIN catalog_product x ON x.id = (r.reason->>0)::bigint
    WHERE r.place <= %(count)s ORDER BY r.me, r.place
"""


@dataclass(frozen=True)
class Offer:
    """A product to mention, and why: of `buyers` other customers of `because`, `both` also buy it."""

    product_id: int
    product: str
    because: str
    both: int
    buyers: int

    @property
    def reason(self) -> str:
        """The reason in numbers."""
        said = ngettext(
            "{both} of {buyers} other customer who buys {because} also buys it.",
            "{both} of {buyers} other customers who buy {because} also buy it.",
            self.buyers,
        )
        return said.format(both=self.both, buyers=self.buyers, because=self.because)


def offers_for(accounts: Iterable[int], today: date, *, count: int = 5) -> dict[int, list[Offer]]:
    """For each of some accounts the products that fit best beside what it buys, best first. One question for all."""
    given = {"accounts": list(accounts), "since": today - WITHIN, "least": LEAST, "count": count}
    found: dict[int, list[Offer]] = {}
    if given["accounts"]:
        with connection.cursor() as cursor:
            cursor.execute(_OFFERS, given)
            for me, *offer in cursor.fetchall():
                found.setdefault(me, []).append(Offer(*offer))
    return found
