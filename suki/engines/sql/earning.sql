-- What each credit earns in each book, rounded once, half up, to the currency's minor unit: on days that lie on a straight
-- piece of the rate table their rate; the others went one by one.
-- in:  pay_credit, pay_day, pay_earning_one_by_one, pay_earning_by_units
-- out: pay_earning
SELECT
    book, credit,
    CASE digits
        WHEN 2 THEN CAST(ROUND(commission, 2) AS DECIMAL(22, 4))
        WHEN 0 THEN CAST(ROUND(commission, 0) AS DECIMAL(22, 4))
        WHEN 3 THEN CAST(ROUND(commission, 3) AS DECIMAL(22, 4))
        ELSE CAST(ROUND(commission, 4) AS DECIMAL(22, 4))
    END AS commission
FROM (
    SELECT
        d.book, c.credit, d.digits,
        CASE
            WHEN d.is_plain AND d.measure = 'amount' THEN CAST(d.rate * c.amount AS DECIMAL(36, 14))
            WHEN d.is_plain AND d.measure = 'margin' THEN CAST(d.rate * c.margin AS DECIMAL(36, 14))
            WHEN d.is_plain THEN CAST(d.rate * c.units AS DECIMAL(36, 14))
            ELSE
                CAST(
                    ROUND(
                        CAST(
                            CAST(
                                d.rate * CASE
                                    WHEN d.input = 'units' THEN c.units
                                    WHEN d.measure = 'amount' THEN c.amount
                                    WHEN d.measure = 'margin' THEN c.margin
                                    ELSE c.units
                                END AS DECIMAL(36, 14)
                            )
                            + CAST(
                                CAST(
                                    d.finer * CAST(
                                        CASE
                                            WHEN d.input = 'units' THEN c.units
                                            WHEN d.measure = 'amount' THEN c.amount
                                            WHEN d.measure = 'margin' THEN c.margin
                                            ELSE c.units
                                        END AS DECIMAL(18, 6)
                                    ) AS DECIMAL(36, 20)
                                ) * 0.00000001 AS DECIMAL(36, 14)
                            ) AS DECIMAL(36, 14)
                        ),
                        9
                    ) AS DECIMAL(36, 14)
                )
        END AS commission
    FROM pay_credit AS c
    INNER JOIN pay_day AS d
        ON d.person = c.person AND d.day = c.day AND (c.component IS NULL OR c.component = d.component)
    WHERE d.rate IS NOT NULL AND NOT d.by_units
) AS s
UNION ALL
SELECT
    book, credit,
    CASE digits
        WHEN 2 THEN CAST(ROUND(commission, 2) AS DECIMAL(22, 4))
        WHEN 0 THEN CAST(ROUND(commission, 0) AS DECIMAL(22, 4))
        WHEN 3 THEN CAST(ROUND(commission, 3) AS DECIMAL(22, 4))
        ELSE CAST(ROUND(commission, 4) AS DECIMAL(22, 4))
    END AS commission
FROM pay_earning_one_by_one
UNION ALL
SELECT
    book, credit,
    CASE digits
        WHEN 2 THEN CAST(ROUND(commission, 2) AS DECIMAL(22, 4))
        WHEN 0 THEN CAST(ROUND(commission, 0) AS DECIMAL(22, 4))
        WHEN 3 THEN CAST(ROUND(commission, 3) AS DECIMAL(22, 4))
        ELSE CAST(ROUND(commission, 4) AS DECIMAL(22, 4))
    END AS commission
FROM pay_earning_by_units
