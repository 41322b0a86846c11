-- What is paid for each span in which somebody is paid by a plan: what was earned, and what a draw does to it. A recoverable draw is owed where it is not
-- earned: the balance after a span is min(0, balance before + earned - draw), which is the running sum of (earned -
-- draw) less the highest that sum has ever stood, if above 0; so no span has to wait for the one before it.
-- in:  pay_earning, pay_book, pay_member, pay_span, pay_plan (plan, draw, is_recoverable)
-- out: pay_payout
WITH booked AS (
    SELECT
        b.plan, b.person, b.span, CAST(SUM(e.commission) AS DECIMAL(22, 4)) AS earned,
        COUNT(*) - COUNT(e.commission) AS unknown
    FROM pay_earning AS e
    INNER JOIN pay_book AS b ON b.book = e.book
    GROUP BY b.plan, b.person, b.span
),
spans AS (
    SELECT DISTINCT
        m.plan, m.person, s.span, s.starts, p.draw, p.is_recoverable
    FROM pay_member AS m
    INNER JOIN pay_span AS s ON s.plan = m.plan AND s.starts < m.ends AND s.ends > m.starts
    INNER JOIN pay_plan AS p ON p.plan = m.plan
),
filled AS (
    SELECT
        s.plan, s.person, s.span, s.starts, s.draw, s.is_recoverable,
        CAST(COALESCE(b.earned, 0) AS DECIMAL(22, 4)) AS earned, COALESCE(b.unknown, 0) AS unknown
    FROM spans AS s
    LEFT JOIN booked AS b ON b.plan = s.plan AND b.person = s.person AND b.span = s.span
),
walked AS (
    SELECT
        s.*,
        CAST(
            SUM(earned - COALESCE(draw, 0)) OVER (PARTITION BY plan, person ORDER BY starts, span ROWS UNBOUNDED PRECEDING)
            AS DECIMAL(24, 4)
        ) AS height
    FROM filled AS s
),
topped AS (
    SELECT
        w.*,
        MAX(height) OVER (PARTITION BY plan, person ORDER BY starts, span ROWS UNBOUNDED PRECEDING) AS highest
    FROM walked AS w
),
owed AS (
    SELECT
        t.*,
        CASE WHEN is_recoverable THEN CAST(height - GREATEST(highest, 0) AS DECIMAL(22, 4)) ELSE CAST(0 AS DECIMAL(22, 4)) END AS balance
    FROM topped AS t
),
available AS (
    SELECT
        o.*,
        CAST(
            earned + COALESCE(LAG(balance) OVER (PARTITION BY plan, person ORDER BY starts, span), 0) AS DECIMAL(22, 4)
        ) AS at_hand
    FROM owed AS o
)
SELECT
    plan, person, span, unknown, earned,
    CASE WHEN draw IS NULL THEN earned ELSE GREATEST(CAST(draw AS DECIMAL(22, 4)), at_hand) END AS paid,
    CASE WHEN draw IS NULL THEN CAST(NULL AS DECIMAL(22, 4)) ELSE GREATEST(CAST(draw - at_hand AS DECIMAL(22, 4)), 0) END AS drawn,
    CASE WHEN draw IS NULL THEN CAST(NULL AS DECIMAL(22, 4)) ELSE balance END AS balance
FROM available
