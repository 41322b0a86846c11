-- Every book's rate table as pieces of straight line over its position: above `low`, up to and with `high`, so much is
-- earned: base + rate * (position kept between `bottom` and `top`, less `origin`), nothing before `cliff`, never more
-- than `most`. `finer` continues a rate that does not end after eight decimals by the next fourteen.
-- in:  pay_book, pay_component, pay_tier (component, place, starts, ends, worth)
-- out: pay_ladder
WITH steps AS (
    SELECT
        b.book, t.place, k.kind, k.digits, t.worth,
        CAST(CAST(t.starts AS DECIMAL(18, 6)) * b.unit AS DECIMAL(22, 6)) AS low,
        CAST(CAST(t.ends AS DECIMAL(18, 6)) * b.unit AS DECIMAL(22, 6)) AS high,
        CASE WHEN k.pays = 'above' THEN CAST(CAST(k.threshold AS DECIMAL(18, 6)) * b.unit AS DECIMAL(22, 6)) END AS sill,
        CAST(
            COALESCE(CAST(CAST(k.cap_input AS DECIMAL(18, 6)) * b.unit AS DECIMAL(22, 6)), 1000000000000000) AS DECIMAL(22, 6)
        ) AS ceiling,
        CASE
            WHEN k.pays = 'from_zero' THEN CAST(CAST(k.threshold AS DECIMAL(18, 6)) * b.unit AS DECIMAL(22, 6))
            ELSE CAST(-1000000000000000 AS DECIMAL(22, 6))
        END AS cliff,
        CAST(COALESCE(k.cap_payout, 100000000000000000000) AS DECIMAL(36, 14)) AS most
    FROM pay_book AS b
    INNER JOIN pay_component AS k ON k.component = b.component
    INNER JOIN pay_tier AS t ON t.component = k.component
    WHERE b.unit IS NOT NULL
),
placed AS (
    SELECT
        s.*,
        CAST(COALESCE(sill, 0) AS DECIMAL(22, 6)) AS sill_or_zero,
        MAX(CASE WHEN place = 0 OR low < ceiling THEN place END) OVER (PARTITION BY book) AS last_place,
        MAX(CASE WHEN place = 0 OR (low < ceiling AND low < sill) THEN place END) OVER (PARTITION BY book) AS sill_place
    FROM steps AS s
),
bounded AS (
    SELECT
        p.*,
        MAX(CASE WHEN place = last_place THEN worth END) OVER (PARTITION BY book) AS last_worth,
        MAX(CASE WHEN place = sill_place THEN worth END) OVER (PARTITION BY book) AS sill_worth,
        CAST(
            SUM(CASE WHEN place <= last_place THEN worth ELSE 0 END)
                OVER (PARTITION BY book ORDER BY place ROWS UNBOUNDED PRECEDING) AS DECIMAL(36, 14)
        ) AS worth_so_far,
        CAST(SUM(CASE WHEN place <= sill_place THEN worth ELSE 0 END) OVER (PARTITION BY book) AS DECIMAL(36, 14)) AS worth_at_sill,
        CASE WHEN kind = 'slab' THEN sill_or_zero ELSE GREATEST(low, sill_or_zero) END AS origin,
        CASE
            WHEN kind = 'slab' THEN GREATEST(ceiling, sill_or_zero)
            ELSE GREATEST(low, sill_or_zero, LEAST(COALESCE(high, ceiling), ceiling))
        END AS top,
        CASE
            WHEN kind = 'fill' THEN sill_or_zero
            ELSE COALESCE(sill, CAST(-1000000000000000 AS DECIMAL(22, 6)))
        END AS bottom,
        CAST((worth * COS(0)) / (NULLIF(high - low, 0) * COS(0)) AS DECIMAL(15, 8)) AS guess
    FROM placed AS p
),
rated AS (
    SELECT
        b.*,
        CAST(
            CASE kind
                WHEN 'rate' THEN worth
                WHEN 'slab' THEN CASE WHEN place > last_place THEN last_worth ELSE worth END
                WHEN 'fill' THEN CASE WHEN place > last_place OR (high IS NULL AND worth = 0) THEN 0 ELSE guess END
                ELSE 0
            END AS DECIMAL(15, 8)
        ) AS rate,
        CAST(
            CASE
                WHEN kind <> 'fill' OR place > last_place OR (high IS NULL AND worth = 0) THEN 0
                ELSE
                    (CAST(worth - CAST(guess * CAST(high - low AS DECIMAL(22, 6)) AS DECIMAL(36, 14)) AS DECIMAL(36, 14)) * COS(0) * 100000000)
                    / ((high - low) * COS(0))
            END AS DECIMAL(18, 14)
        ) AS finer
    FROM bounded AS b
),
pieced AS (
    SELECT
        r.*,
        CAST(
            CASE
                WHEN kind NOT IN ('rate', 'fill') OR high IS NULL THEN 0
                WHEN kind = 'fill' AND origin = low AND top = high THEN worth
                ELSE
                    CAST(rate * CAST(top - origin AS DECIMAL(22, 6)) AS DECIMAL(36, 14))
                    + CAST(CAST(finer * CAST(top - origin AS DECIMAL(18, 6)) AS DECIMAL(36, 14)) * 0.00000001 AS DECIMAL(36, 14))
            END AS DECIMAL(36, 14)
        ) AS piece
    FROM rated AS r
),
summed AS (
    SELECT
        p.*,
        CAST(SUM(piece) OVER (PARTITION BY book ORDER BY place ROWS UNBOUNDED PRECEDING) AS DECIMAL(36, 14)) AS pieces
    FROM pieced AS p
)
SELECT
    book, place, kind, digits,
    CASE
        WHEN place = 0 AND (kind = 'fill' OR (kind IN ('all', 'reached') AND sill_or_zero = 0)) THEN CAST(0 AS DECIMAL(22, 6))
        WHEN place = 0 THEN CAST(-1000000000000000 AS DECIMAL(22, 6))
        ELSE low
    END AS low,
    COALESCE(high, CAST(1000000000000000 AS DECIMAL(22, 6))) AS high,
    CAST(
        CASE
            WHEN kind IN ('rate', 'fill') THEN pieces - piece
            WHEN kind = 'slab' THEN 0
            WHEN sill_or_zero > 0 AND LEAST(place, last_place) <= sill_place THEN 0
            WHEN kind = 'all' THEN worth_so_far - CASE WHEN sill_or_zero > 0 THEN worth_at_sill ELSE 0 END
            ELSE
                CASE WHEN place > last_place THEN last_worth ELSE worth END
                - CASE WHEN sill_or_zero > 0 THEN sill_worth ELSE 0 END
        END AS DECIMAL(36, 14)
    ) AS base,
    rate, finer, CAST(worth AS DECIMAL(22, 8)) AS plain, origin, bottom, top, cliff, most
FROM summed
UNION ALL
SELECT
    book, -1 AS place, kind, digits, CAST(-1000000000000000 AS DECIMAL(22, 6)) AS low, CAST(0 AS DECIMAL(22, 6)) AS high,
    CAST(0 AS DECIMAL(36, 14)) AS base, CAST(0 AS DECIMAL(15, 8)) AS rate, CAST(0 AS DECIMAL(18, 14)) AS finer,
    CAST(0 AS DECIMAL(22, 8)) AS plain, origin, bottom, top, cliff, most
FROM summed
WHERE place = 0 AND (kind = 'fill' OR (kind IN ('all', 'reached') AND sill_or_zero = 0))
UNION ALL
SELECT
    b.book, 0 AS place, k.kind, k.digits, CAST(-1000000000000000 AS DECIMAL(22, 6)) AS low, CAST(1000000000000000 AS DECIMAL(22, 6)) AS high,
    CAST(NULL AS DECIMAL(36, 14)) AS base, CAST(NULL AS DECIMAL(15, 8)) AS rate, CAST(NULL AS DECIMAL(18, 14)) AS finer,
    CAST(NULL AS DECIMAL(22, 8)) AS plain, CAST(0 AS DECIMAL(22, 6)) AS origin, CAST(0 AS DECIMAL(22, 6)) AS bottom,
    CAST(0 AS DECIMAL(22, 6)) AS top, CAST(0 AS DECIMAL(22, 6)) AS cliff, CAST(0 AS DECIMAL(36, 14)) AS most
FROM pay_book AS b
INNER JOIN pay_component AS k ON k.component = b.component
WHERE b.unit IS NULL
