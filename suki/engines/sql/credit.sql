-- Who is credited with which line: everybody who has a share of its account on its day. A line is split by largest
-- remainder (amount in the currency's minor unit, margin and units in the smallest that are kept), ties to the lower
-- person, so its parts add up to it. Of two the first has the rounded part and the second the rest, which is the same;
-- three and more take turns.
-- in:  pay_line (line, account, day, amount, margin, units), pay_sharer, pay_currency (digits, minor: units in one, cent)
-- out: pay_credit
WITH exact AS (
    SELECT
        l.line, s.person, l.day, l.amount, l.margin, l.units, c.cent,
        CAST(
            CAST(ABS(l.amount) AS DECIMAL(22, 6)) * CAST(s.share * c.minor AS DECIMAL(14, 6)) AS DECIMAL(36, 12)
        ) AS amount_exact,
        CAST(
            CAST(ABS(l.margin) AS DECIMAL(22, 6)) * CAST(s.share * 10000 AS DECIMAL(14, 6)) AS DECIMAL(36, 12)
        ) AS margin_exact,
        CAST(
            CAST(ABS(l.units) AS DECIMAL(22, 6)) * CAST(s.share * 1000000 AS DECIMAL(14, 6)) AS DECIMAL(36, 12)
        ) AS units_exact
    FROM pay_line AS l
    INNER JOIN pay_sharer AS s ON s.account = l.account AND l.day >= s.starts AND l.day < s.ends
    CROSS JOIN pay_currency AS c
    WHERE s.sharers > 2
),
turns AS (
    SELECT
        line, person, day, cent, amount, margin, units,
        FLOOR(amount_exact) AS amount_whole, FLOOR(margin_exact) AS margin_whole, FLOOR(units_exact) AS units_whole,
        CAST(SUM(amount_exact - FLOOR(amount_exact)) OVER (PARTITION BY line) AS DECIMAL(12, 0)) AS amount_left,
        CAST(SUM(margin_exact - FLOOR(margin_exact)) OVER (PARTITION BY line) AS DECIMAL(12, 0)) AS margin_left,
        CAST(SUM(units_exact - FLOOR(units_exact)) OVER (PARTITION BY line) AS DECIMAL(12, 0)) AS units_left,
        ROW_NUMBER() OVER (PARTITION BY line ORDER BY amount_exact - FLOOR(amount_exact) DESC, day, person) AS amount_turn,
        ROW_NUMBER() OVER (PARTITION BY line ORDER BY margin_exact - FLOOR(margin_exact) DESC, day, person) AS margin_turn,
        ROW_NUMBER() OVER (PARTITION BY line ORDER BY units_exact - FLOOR(units_exact) DESC, day, person) AS units_turn
    FROM exact
)
SELECT
    l.line AS credit, s.person, CAST(NULL AS BIGINT) AS component, l.day,
    CASE
        WHEN s.sharers = 1 THEN CAST(l.amount AS DECIMAL(22, 6))
        WHEN s.place = 2 AND c.digits = 2 THEN CAST(l.amount - ROUND(l.amount * s.other_share, 2) AS DECIMAL(22, 6))
        WHEN c.digits = 2 THEN CAST(ROUND(l.amount * s.share, 2) AS DECIMAL(22, 6))
        WHEN s.place = 2 AND c.digits = 0 THEN CAST(l.amount - ROUND(l.amount * s.other_share, 0) AS DECIMAL(22, 6))
        WHEN c.digits = 0 THEN CAST(ROUND(l.amount * s.share, 0) AS DECIMAL(22, 6))
        WHEN s.place = 2 AND c.digits = 3 THEN CAST(l.amount - ROUND(l.amount * s.other_share, 3) AS DECIMAL(22, 6))
        WHEN c.digits = 3 THEN CAST(ROUND(l.amount * s.share, 3) AS DECIMAL(22, 6))
        WHEN s.place = 2 THEN CAST(l.amount - ROUND(l.amount * s.other_share, 4) AS DECIMAL(22, 6))
        ELSE CAST(ROUND(l.amount * s.share, 4) AS DECIMAL(22, 6))
    END AS amount,
    CASE
        WHEN s.sharers = 1 THEN CAST(l.margin AS DECIMAL(22, 6))
        WHEN s.place = 2 THEN CAST(l.margin - ROUND(l.margin * s.other_share, 4) AS DECIMAL(22, 6))
        ELSE CAST(ROUND(l.margin * s.share, 4) AS DECIMAL(22, 6))
    END AS margin,
    CASE
        WHEN s.sharers = 1 THEN CAST(l.units AS DECIMAL(22, 6))
        WHEN s.place = 2 THEN CAST(l.units - ROUND(l.units * s.other_share, 6) AS DECIMAL(22, 6))
        ELSE CAST(ROUND(l.units * s.share, 6) AS DECIMAL(22, 6))
    END AS units
FROM pay_line AS l
INNER JOIN pay_sharer AS s ON s.account = l.account AND l.day >= s.starts AND l.day < s.ends
CROSS JOIN pay_currency AS c
WHERE s.sharers <= 2
UNION ALL
SELECT
    line AS credit, person, CAST(NULL AS BIGINT) AS component, day,
    CAST(
        SIGN(amount) * (amount_whole + CASE WHEN amount_turn <= amount_left THEN 1 ELSE 0 END) * cent AS DECIMAL(22, 6)
    ) AS amount,
    CAST(
        SIGN(margin) * (margin_whole + CASE WHEN margin_turn <= margin_left THEN 1 ELSE 0 END) * 0.0001 AS DECIMAL(22, 6)
    ) AS margin,
    CAST(
        SIGN(units) * (units_whole + CASE WHEN units_turn <= units_left THEN 1 ELSE 0 END) * 0.000001 AS DECIMAL(22, 6)
    ) AS units
FROM turns
