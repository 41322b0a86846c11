-- What credits earn on days that cross a point where the rate changes: one by one, by day and credit, what the way from
-- `before` to `after` is worth. A deal that stands alone is a way from 0, a return the same way back. Nothing is said
-- (NULL) where there is no quota to reach or where an open tier cannot be filled.
-- in:  pay_credit, pay_day, pay_ladder
-- out: pay_earning_one_by_one, unrounded
WITH measured AS (
    SELECT
        d.book, c.credit, c.day, d.digits, d.rate, d.finer, d.is_alone, d.is_shut, d.before AS day_before,
        CASE
            WHEN d.input = 'units' THEN c.units
            WHEN d.measure = 'amount' THEN c.amount
            WHEN d.measure = 'margin' THEN c.margin
            ELSE c.units
        END AS step
    FROM pay_credit AS c
    INNER JOIN pay_day AS d
        ON d.person = c.person AND d.day = c.day AND (c.component IS NULL OR c.component = d.component)
    WHERE d.rate IS NULL AND NOT d.by_units
),
ways AS (
    SELECT
        book, credit, day, digits, is_alone, is_shut,
        CASE WHEN is_alone AND step < 0 THEN -1 ELSE 1 END AS direction,
        CAST(
            CASE
                WHEN is_alone THEN 0
                ELSE
                    day_before - step
                    + SUM(step) OVER (PARTITION BY book, day ORDER BY day, credit ROWS UNBOUNDED PRECEDING)
            END AS DECIMAL(22, 6)
        ) AS before,
        CAST(
            CASE
                WHEN is_alone THEN ABS(step)
                ELSE
                    day_before
                    + SUM(step) OVER (PARTITION BY book, day ORDER BY day, credit ROWS UNBOUNDED PRECEDING)
            END AS DECIMAL(22, 6)
        ) AS after
    FROM measured
),
climbed AS (
    SELECT
        w.book, w.credit, w.day, w.digits, w.direction, w.is_shut,
        w.before < b.cliff AS is_nothing_before, w.after < a.cliff AS is_nothing_after, a.most,
        b.base AS base_before, a.base AS base_after,
        b.rate AS rate_before, a.rate AS rate_after,
        b.finer AS finer_before, a.finer AS finer_after,
        CAST(LEAST(GREATEST(w.before, b.bottom), b.top) - b.origin AS DECIMAL(22, 6)) AS way_before,
        CAST(LEAST(GREATEST(w.after, a.bottom), a.top) - a.origin AS DECIMAL(22, 6)) AS way_after
    FROM ways AS w
    INNER JOIN pay_ladder AS b ON b.book = w.book AND w.before > b.low AND w.before <= b.high
    INNER JOIN pay_ladder AS a ON a.book = w.book AND w.after > a.low AND w.after <= a.high
),
worth AS (
    SELECT
        book, credit, day, digits, direction, is_shut, is_nothing_before, is_nothing_after, most,
        CAST(
            base_before + CAST(rate_before * way_before AS DECIMAL(36, 14))
            + CASE
                WHEN finer_before = 0 THEN 0
                ELSE CAST(CAST(finer_before * CAST(way_before AS DECIMAL(18, 6)) AS DECIMAL(36, 20)) * 0.00000001 AS DECIMAL(36, 14))
            END AS DECIMAL(36, 14)
        ) AS gross_before,
        CAST(
            base_after + CAST(rate_after * way_after AS DECIMAL(36, 14))
            + CASE
                WHEN finer_after = 0 THEN 0
                ELSE CAST(CAST(finer_after * CAST(way_after AS DECIMAL(18, 6)) AS DECIMAL(36, 20)) * 0.00000001 AS DECIMAL(36, 14))
            END AS DECIMAL(36, 14)
        ) AS gross_after
    FROM climbed
),
paid AS (
    SELECT
        book, credit, day, digits, direction,
        CASE
            WHEN is_shut OR is_nothing_before THEN CAST(0 AS DECIMAL(36, 14))
            WHEN gross_before > most THEN most
            ELSE gross_before
        END AS paid_before,
        CASE
            WHEN gross_after IS NULL THEN CAST(NULL AS DECIMAL(36, 14))
            WHEN is_shut OR is_nothing_after THEN CAST(0 AS DECIMAL(36, 14))
            WHEN gross_after > most THEN most
            ELSE gross_after
        END AS paid_after
    FROM worth
)
SELECT
    book, credit, digits,
    CAST(ROUND(CAST((paid_after - paid_before) * direction AS DECIMAL(36, 14)), 9) AS DECIMAL(36, 14)) AS commission
FROM paid
