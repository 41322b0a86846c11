-- What credits earn where tiers are stated in units but pay a rate of money: each credit's money falls into the tiers
-- as its units do. The money is no straight line over the units, so it adds up credit by credit, by day and credit.
-- in:  pay_credit, pay_day, pay_ladder
-- out: pay_earning_by_units, unrounded
WITH measured AS (
    SELECT
        d.book, c.credit, c.day, d.is_alone, d.is_shut,
        CASE WHEN d.is_alone THEN c.credit ELSE 0 END AS lone,
        CASE WHEN d.is_alone AND c.units < 0 THEN -1 ELSE 1 END AS direction,
        CASE WHEN d.measure = 'amount' THEN c.amount ELSE c.margin END AS credited, c.units
    FROM pay_credit AS c
    INNER JOIN pay_day AS d
        ON d.person = c.person AND d.day = c.day AND (c.component IS NULL OR c.component = d.component)
    WHERE d.by_units
),
ways AS (
    SELECT
        book, credit, day, lone, direction, is_shut, credited,
        CAST(credited * direction AS DECIMAL(22, 6)) AS money, CAST(units * direction AS DECIMAL(22, 6)) AS step,
        CAST(
            direction * SUM(units) OVER (PARTITION BY book, lone ORDER BY day, credit ROWS UNBOUNDED PRECEDING) AS DECIMAL(22, 6)
        ) AS after
    FROM measured
),
climbed AS (
    SELECT
        w.book, w.credit, w.day, w.lone, w.direction, w.is_shut, w.credited, w.money, w.step,
        a.digits, a.kind, a.plain, a.rate, a.most, w.after < a.cliff AS is_nothing,
        CASE
            WHEN a.kind = 'slab' THEN
                CAST(
                    LEAST(GREATEST(w.after, a.bottom), a.top) - LEAST(GREATEST(w.after - w.step, b.bottom), b.top)
                    AS DECIMAL(36, 14)
                )
            ELSE
                CAST(
                    a.base - b.base
                    + CAST(a.rate * CAST(LEAST(GREATEST(w.after, a.bottom), a.top) - a.origin AS DECIMAL(22, 6)) AS DECIMAL(36, 14))
                    - CAST(b.rate * CAST(LEAST(GREATEST(w.after - w.step, b.bottom), b.top) - b.origin AS DECIMAL(22, 6)) AS DECIMAL(36, 14))
                    AS DECIMAL(36, 14)
                )
        END AS climb
    FROM ways AS w
    INNER JOIN pay_ladder AS a ON a.book = w.book AND w.after > a.low AND w.after <= a.high
    INNER JOIN pay_ladder AS b
        ON b.book = w.book
        AND CAST(w.after - w.step AS DECIMAL(22, 6)) > b.low AND CAST(w.after - w.step AS DECIMAL(22, 6)) <= b.high
),
guessed AS (
    SELECT
        c.*,
        CAST(
            CASE
                WHEN step <> 0 THEN (climb * COS(0)) / (step * COS(0))
                WHEN kind = 'slab' THEN COS(0)
                ELSE plain * COS(0)
            END AS DECIMAL(15, 8)
        ) AS guess
    FROM climbed AS c
),
refined AS (
    SELECT
        g.*,
        CAST(
            CASE
                WHEN step = 0 THEN 0 * COS(0)
                ELSE (CAST(climb - CAST(guess * step AS DECIMAL(36, 14)) AS DECIMAL(36, 14)) * COS(0) * 100000000) / (step * COS(0))
            END AS DECIMAL(18, 14)
        ) AS finer
    FROM guessed AS g
),
summed AS (
    SELECT
        r.*,
        CAST(
            SUM(
                CAST(money * guess AS DECIMAL(36, 14))
                + CAST(CAST(finer * CAST(money AS DECIMAL(18, 6)) AS DECIMAL(36, 20)) * 0.00000001 AS DECIMAL(36, 14))
            ) OVER (PARTITION BY book, lone ORDER BY day, credit ROWS UNBOUNDED PRECEDING) AS DECIMAL(36, 14)
        ) AS counted
    FROM refined AS r
),
released AS (
    SELECT
        book, credit, day, lone, digits, credited, direction,
        CASE
            WHEN climb IS NULL THEN CAST(NULL AS DECIMAL(36, 14))
            WHEN is_shut OR is_nothing THEN CAST(0 AS DECIMAL(36, 14))
            WHEN kind = 'slab' THEN LEAST(most, CAST(CAST(counted AS DECIMAL(22, 10)) * rate AS DECIMAL(36, 14)))
            ELSE LEAST(most, counted)
        END AS paid
    FROM summed
)
SELECT
    book, credit, digits,
    CAST(
        ROUND(
            CAST(
                (paid - COALESCE(LAG(paid) OVER (PARTITION BY book, lone ORDER BY day, credit), CAST(0 AS DECIMAL(36, 14))))
                * direction AS DECIMAL(36, 14)
            ),
            9
        ) AS DECIMAL(36, 14)
    ) AS commission
FROM released
