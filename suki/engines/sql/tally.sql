-- What came into each book on each day: how far it moved, how much of that backwards, and how much was credited.
-- in:  pay_credit, pay_stint
-- out: pay_tally
SELECT
    t.book, t.day, COUNT(*) AS credits,
    CAST(SUM(t.step) AS DECIMAL(22, 6)) AS step,
    CAST(COALESCE(SUM(CASE WHEN t.step < 0 THEN t.step END), 0) AS DECIMAL(22, 6)) AS backwards,
    CAST(SUM(t.measured) AS DECIMAL(22, 6)) AS measured
FROM (
    SELECT
        s.book, c.day,
        CASE
            WHEN s.input = 'units' THEN c.units
            WHEN s.measure = 'amount' THEN c.amount
            WHEN s.measure = 'margin' THEN c.margin
            ELSE c.units
        END AS step,
        CASE WHEN s.by_units THEN CASE WHEN s.measure = 'amount' THEN c.amount ELSE c.margin END END AS measured
    FROM pay_credit AS c
    INNER JOIN pay_stint AS s
        ON s.person = c.person AND c.day >= s.starts AND c.day < s.ends
        AND (c.component IS NULL OR c.component = s.component)
) AS t
GROUP BY t.book, t.day
