"""Splitting the amounts of a line among those who share it, so that the parts add up to the line exactly."""

from __future__ import annotations


def split_by_share(lines: str, digits: int) -> str:
    """From lines that stand once for each `person_id` with their `share` in percent: the same rows with the parts of
    `base_net`, `base_cost` and `quantity` instead of the whole, by largest remainder, ties to the lower person id.

    Net is split in units of the currency's digits; cost and quantity in the smallest units that they are kept in.
    """
    parts = [("base_net", digits), ("base_cost", 4), ("quantity", 6)]
    cut = ", ".join(f"{_cut(column, places)}" for column, places in parts)
    ranked = ", ".join(_ranked(column, places) for column, places in parts)
    given = ", ".join(_given(column, places) for column, places in parts)
    return f"""
        SELECT line_id, person_id, sold_to_id, product_id, day, cost_is_known, {given}
        FROM (SELECT u.*, {ranked} FROM (SELECT s.*, {cut} FROM ({lines}) s) u) r"""


def _cut(column: str, places: int) -> str:
    """How many whole units each is given at first, and what remains of the next one."""
    exact = f"abs({column}) * {10**places} * share"
    return f"div({exact}, 100) AS {column}_units, mod({exact}, 100) AS {column}_rest"


def _ranked(column: str, places: int) -> str:
    """How many units are left of the line, and whose turn it is."""
    left = f"abs({column}) * {10**places} - sum({column}_units) OVER (PARTITION BY line_id)"
    turn = f"row_number() OVER (PARTITION BY line_id ORDER BY {column}_rest DESC, person_id)"
    return f"{left} AS {column}_left, {turn} AS {column}_turn"


def _given(column: str, places: int) -> str:
    """The part: the whole units, one of those left over, and for the first also what is smaller than a unit."""
    one = f"CASE WHEN {column}_turn <= trunc({column}_left) THEN 1 ELSE 0 END"
    crumb = f"CASE WHEN {column}_turn = 1 THEN {column}_left - trunc({column}_left) ELSE 0 END"
    return f"sign({column}) * ({column}_units + {one} + {crumb}) * {_unit(places)} AS {column}"


def _unit(places: int) -> str:
    return f"0.{'0' * (places - 1)}1" if places else "1"
