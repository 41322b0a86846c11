-- Who shares an account between two days, and how many they are: assignments cut where any of them begins or ends.
-- in:  pay_assignment (account, person, share of one, starts, ends)
-- out: pay_sharer, one row for each person and stretch of days
WITH edges AS (
    SELECT account, starts AS edge FROM pay_assignment
    UNION
    SELECT account, ends AS edge FROM pay_assignment
),
stretches AS (
    SELECT account, edge AS starts, LEAD(edge) OVER (PARTITION BY account ORDER BY edge) AS ends FROM edges
)
SELECT
    s.account, a.person, a.share, CAST(1 - a.share AS DECIMAL(9, 6)) AS other_share, s.starts, s.ends,
    COUNT(*) OVER (PARTITION BY s.account, s.starts) AS sharers,
    ROW_NUMBER() OVER (PARTITION BY s.account, s.starts ORDER BY s.starts, a.person) AS place
FROM stretches AS s
INNER JOIN pay_assignment AS a ON a.account = s.account AND a.starts < s.ends AND a.ends > s.starts
WHERE s.ends IS NOT NULL
