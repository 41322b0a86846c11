-- What each day's credits earn in each book. Where all of a day lies on one straight piece of the rate table, every
-- credit of it earns one rate (`rate`, continued by `finer`), whatever their order. Days that cross a point where the
-- rate changes have none: their credits go one by one. So do deals that stand alone, and money by units.
-- in:  pay_reach, pay_book, pay_attainment, pay_ladder
-- out: pay_day
WITH placed AS (
    SELECT
        r.book, r.day, r.before, r.lowest, r.highest, b.person, b.component, b.measure, b.input, b.is_alone, b.by_units,
        a.is_shut, l.digits, l.rate, l.finer, l.bottom, l.top, l.cliff, l.most,
        r.highest <= l.high AND NOT b.is_alone AND NOT b.by_units AS is_straight,
        CAST(
            l.base + CAST(l.rate * CAST(LEAST(GREATEST(r.lowest, l.bottom), l.top) - l.origin AS DECIMAL(22, 6)) AS DECIMAL(36, 14))
            AS DECIMAL(36, 14)
        ) AS gross_lowest,
        CAST(
            l.base + CAST(l.rate * CAST(LEAST(GREATEST(r.highest, l.bottom), l.top) - l.origin AS DECIMAL(22, 6)) AS DECIMAL(36, 14))
            AS DECIMAL(36, 14)
        ) AS gross_highest
    FROM pay_reach AS r
    INNER JOIN pay_book AS b ON b.book = r.book
    INNER JOIN pay_attainment AS a ON a.book = r.book
    INNER JOIN pay_ladder AS l ON l.book = r.book AND r.lowest > l.low AND r.lowest <= l.high
),
decided AS (
    SELECT
        p.*,
        CASE
            WHEN NOT is_straight OR gross_lowest IS NULL THEN 'one by one'
            WHEN is_shut THEN 'nothing'
            WHEN highest < cliff THEN 'nothing'
            WHEN lowest < cliff THEN 'one by one'
            WHEN highest <= bottom OR lowest >= top THEN 'nothing'
            WHEN lowest < bottom OR highest > top THEN 'one by one'
            WHEN gross_lowest < most - 1 AND gross_highest < most - 1 THEN 'rate'
            WHEN gross_lowest > most + 1 AND gross_highest > most + 1 THEN 'nothing'
            ELSE 'one by one'
        END AS way
    FROM placed AS p
)
SELECT
    book, day, person, component, measure, input, before, is_alone, by_units, is_shut, digits,
    CASE way WHEN 'rate' THEN rate WHEN 'nothing' THEN CAST(0 AS DECIMAL(15, 8)) END AS rate,
    CASE way WHEN 'rate' THEN finer WHEN 'nothing' THEN CAST(0 AS DECIMAL(18, 14)) END AS finer,
    way = 'nothing' OR (finer = 0 AND (input <> 'units' OR measure = 'units')) AS is_plain
FROM decided
