-- Where each day's credits begin in their book, and the lowest and the highest point that they can touch in any order.
-- in:  pay_tally
-- out: pay_reach
SELECT
    book, day, before,
    CAST(before + backwards AS DECIMAL(22, 6)) AS lowest,
    CAST(before + step - backwards AS DECIMAL(22, 6)) AS highest
FROM (
    SELECT
        book, day, step, backwards,
        CAST(
            SUM(step) OVER (PARTITION BY book ORDER BY day ROWS UNBOUNDED PRECEDING) - step AS DECIMAL(22, 6)
        ) AS before
    FROM pay_tally
) AS t
