-- What each person is to reach in each span of accumulation: quotas that reach beyond a span count by their days in it,
-- rounded to the cent. `since` and `until` number the days. A quotient is guessed in floating point and put right by
-- what the guess leaves over, exactly; cos(0) is the one way in which all three engines write a floating 1.
-- in:  pay_quota (plan, person, measure, since, until, amount), pay_span (plan, span, starts, ends, since, until)
-- out: pay_target
WITH cut AS (
    SELECT
        s.plan, q.person, q.measure, s.span, q.amount,
        LEAST(q.until, s.until) - GREATEST(q.since, s.since) AS covered, q.until - q.since AS whole
    FROM pay_quota AS q
    INNER JOIN pay_span AS s ON s.plan = q.plan AND q.since < s.until AND q.until > s.since
),
guessed AS (
    SELECT
        plan, person, measure, span, amount, covered, whole,
        CAST((amount * covered * COS(0)) / (whole * COS(0)) AS DECIMAL(24, 8)) AS guess
    FROM cut
),
refined AS (
    SELECT
        plan, person, measure, span, amount, covered, whole, guess,
        CAST(
            (CAST(amount * covered - guess * whole AS DECIMAL(30, 8)) * COS(0)) / (whole * COS(0)) AS DECIMAL(24, 8)
        ) AS rest
    FROM guessed
)
SELECT
    plan, person, measure, span,
    CAST(
        SUM(
            CASE
                WHEN covered = whole THEN CAST(amount AS DECIMAL(22, 4))
                ELSE CAST(ROUND(CAST(guess + rest AS DECIMAL(26, 8)), 2) AS DECIMAL(22, 4))
            END
        ) AS DECIMAL(22, 4)
    ) AS quota
FROM refined
GROUP BY plan, person, measure, span
