-- The days on which credits of a person go into a book: the span, as long as the person is paid by the plan and the
-- component holds.
-- in:  pay_book, pay_member, pay_component
-- out: pay_stint
SELECT
    b.book, b.person, b.component, b.measure, b.input, b.by_units,
    GREATEST(b.starts, m.starts, k.starts) AS starts, LEAST(b.ends, m.ends, k.ends) AS ends
FROM pay_book AS b
INNER JOIN pay_member AS m ON m.plan = b.plan AND m.person = b.person AND m.starts < b.ends AND m.ends > b.starts
INNER JOIN pay_component AS k ON k.component = b.component AND k.starts < b.ends AND k.ends > b.starts
