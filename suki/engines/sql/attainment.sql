-- How far each book came in all, against its quota, and whether a gate keeps it shut: one that another component's
-- book (same person, same span) does not reach. Without a quota above zero the attainment is not known.
-- in:  pay_tally, pay_book, pay_gate (component, other, reached)
-- out: pay_attainment
WITH gathered AS (
    SELECT
        book, SUM(credits) AS credits, CAST(SUM(step) AS DECIMAL(22, 6)) AS position,
        CAST(SUM(COALESCE(measured, step)) AS DECIMAL(22, 6)) AS credited
    FROM pay_tally
    GROUP BY book
),
reached AS (
    SELECT
        b.book, b.plan, b.person, b.component, b.span, b.quota, b.unit,
        COALESCE(g.credits, 0) AS credits,
        CAST(COALESCE(g.position, 0) AS DECIMAL(22, 6)) AS position,
        CAST(COALESCE(g.credited, 0) AS DECIMAL(22, 6)) AS credited
    FROM pay_book AS b
    LEFT JOIN gathered AS g ON g.book = b.book
),
shut AS (
    SELECT DISTINCT r.book
    FROM reached AS r
    INNER JOIN pay_gate AS g ON g.component = r.component
    INNER JOIN reached AS o ON o.component = g.other AND o.person = r.person AND o.span = r.span
    WHERE o.unit IS NULL OR o.position < CAST(CAST(g.reached AS DECIMAL(18, 6)) * o.unit AS DECIMAL(22, 6))
)
SELECT
    r.book, r.plan, r.person, r.component, r.span, r.credits, r.credited, r.quota,
    CASE
        WHEN r.quota > 0
            THEN CAST((r.credited * COS(0)) / (r.quota * COS(0)) AS DECIMAL(24, 10))
    END AS attainment,
    s.book IS NOT NULL AS is_shut
FROM reached AS r
LEFT JOIN shut AS s ON s.book = r.book
