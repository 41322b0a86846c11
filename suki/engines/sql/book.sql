-- One book for each person, component and span of accumulation: there credits add up. `unit` is one unit of the input
-- in the measure: the quota where tiers are stated in attainment (none where there is no quota above zero), else 1.
-- It has 19 digits: DuckDB multiplies two numbers of 18 in 64 bits, and a large quota would not fit.
-- in:  pay_member (plan, person, starts, ends), pay_component, pay_span, pay_target
-- out: pay_book
WITH target AS (
    SELECT
        k.component, t.person, t.span, CAST(SUM(t.quota) AS DECIMAL(22, 4)) AS quota
    FROM pay_target AS t
    INNER JOIN pay_component AS k ON k.plan = t.plan AND (t.measure = '*' OR t.measure = k.measure)
    WHERE k.is_compared
    GROUP BY k.component, t.person, t.span
)
SELECT
    ROW_NUMBER() OVER (ORDER BY s.starts, m.plan, m.person, k.component) AS book,
    m.plan, m.person, k.component, s.span, s.starts, s.ends, t.quota,
    CASE
        WHEN k.input <> 'attainment' THEN CAST(1 AS DECIMAL(19, 4))
        WHEN t.quota > 0 THEN CAST(t.quota AS DECIMAL(19, 4))
    END AS unit,
    k.is_alone, k.by_units, k.measure, k.input
FROM (SELECT DISTINCT plan, person FROM pay_member) AS m
INNER JOIN pay_component AS k ON k.plan = m.plan
INNER JOIN pay_span AS s ON s.plan = m.plan
LEFT JOIN target AS t ON t.component = k.component AND t.person = m.person AND t.span = s.span
