"""A document's amount, rounded once, given to its lines by largest remainder: the set-based form of `Money.apportion`.

Every part is moved by its share of the gap between the rounded total and the sum of the parts, cut to whole units
towards zero, and what is left over goes to the largest remainders, ties to the first line.
"""

from __future__ import annotations

from suki.exchange.staging import run


def add_up(sums: str, *, lines: str, documents: str, part: str, total: str) -> None:
    """The temporary table `sums` that `apportion` reads: for each document what its parts come to.

    `lines` has document_id and the exact `part`; `documents` has document_id, digits and the rounded `total`. Parts that
    are whole units already and sum to the total are plain: nothing has to be moved.
    """
    run(
        f"CREATE TEMP TABLE {sums} ON COMMIT DROP AS"
        f" SELECT d.document_id, d.digits, d.{total} AS total, sum(l.{part}) AS whole, sum(abs(l.{part})) AS size,"
        f" bool_and(l.{part} = round(l.{part}, d.digits)) AND sum(l.{part}) = d.{total} AS is_plain"
        f" FROM {documents} d JOIN {lines} l USING (document_id) GROUP BY 1, 2, 3"
    )


def apportion(table: str, *, lines: str, sums: str, part: str, into: str) -> None:
    """Fill the temporary table `table` with `n` and the amount `into` of each line of the documents that are not plain.

    `lines` has n, document_id, position and the exact `part`.
    """
    run(f"""
        CREATE TEMP TABLE {table} ON COMMIT DROP AS
        SELECT n, (share + CASE WHEN place <= abs(missing) THEN sign(missing) ELSE 0 END) / power(10::numeric, digits)
            AS {into}
        FROM (
            SELECT *, row_number() OVER (PARTITION BY document_id
                ORDER BY sign(missing) * remainder DESC, position) AS place
            FROM (
                SELECT *, total * power(10::numeric, digits) - sum(share) OVER (PARTITION BY document_id) AS missing
                FROM (
                    SELECT *, div(numerator, size) AS share, numerator - div(numerator, size) * size AS remainder
                    FROM (
                        SELECT l.n, l.document_id, l.position, d.digits, d.total, d.size,
                            power(10::numeric, d.digits)
                                * (l.{part} * d.size + (d.total - d.whole) * abs(l.{part})) AS numerator
                        FROM {lines} l JOIN {sums} d USING (document_id)
                        WHERE NOT d.is_plain AND d.size <> 0
                    ) exact
                ) cut
            ) counted
        ) placed
        UNION ALL
        SELECT l.n, CASE WHEN row_number() OVER (PARTITION BY document_id ORDER BY l.position) = 1
            THEN d.total ELSE 0 END
        FROM {lines} l JOIN {sums} d USING (document_id) WHERE NOT d.is_plain AND d.size = 0
    """)
