"""The results of a period in the reader's words and numbers: what paper and the page for sending show."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.base.formats import NOTHING, amount_text, day_text, number_text, percent_text, short_text
from suki.reports.asking import BASES, SUBJECTS, Asked
from suki.reports.facts import Sums
from suki.reports.quarterly import Figures, Results, Row
from suki.reports.rules import rules_of


def shown(results: Results, *, most: int | None = None) -> dict[str, Any]:
    """Every text of the report. Of more rows than `most` the last ones are added up in one."""
    asked, digits = results.asked, results.asked.digits
    rows = [*results.rows, *results.earlier]
    listed, others = (rows, []) if most is None or len(rows) <= most else (rows[: most - 1], rows[most - 1 :])
    lines = [_row(name_of(row), row.figures) for row in listed]
    if others:
        name = ngettext("{count} more", "{count} more", len(others)).format(count=number_text(len(others)))
        lines.append(_row(name, _together(others, digits, results)))
    return {
        "title": title_of(results),
        "subtitle": subtitle_of(results),
        "lead": lead_of(results),
        "key": _key_figures(results),
        "columns": _columns(results),
        "rows": lines,
        "total": _row(_("Total"), results.total),
        "bars": _bars(listed),
        "bars_title": _("Revenue, beside last year’s and the quota"),
        "bars_keys": [_("Revenue"), asked.last_year.name, _("Quota")],
        "top_title": _("The largest customers"),
        "top_columns": [
            _("Customer"),
            _("Revenue"),
            _("Share"),
            _("Growth on {period}").format(period=asked.last_year.name),
        ],
        "top": [_customer(row, results) for row in results.top],
        "weight_title": _("How much hangs on how few"),
        "weight": _weight(results),
        "change_title": _("New and lost customers"),
        "change": _change(results),
        "rules_title": _("What the figures mean"),
        "rules": list(rules_of(results).values()),
        "source": ngettext(
            "Made of {count} line of the ledger.", "Made of {count} lines of the ledger.", results.total.lines
        ).format(count=number_text(results.total.lines)),
        "empty": "" if rows else _("There is no revenue in this period."),
    }


def title_of(results: Results) -> str:
    """What the report is called."""
    return _("Sales results {period}").format(period=results.asked.period.name)


def subtitle_of(results: Results) -> str:
    """Whose, which days, in which currency, credited how."""
    return period_text(results.asked)


def period_text(asked: Asked) -> str:
    """The question in one line."""
    days = f"{day_text(asked.period.start)} – {day_text(asked.period.last)}"
    return " · ".join(filter(None, [asked.entity.name, days, asked.currency, str(BASES[str(asked.basis)])]))


def name_of(row: Row) -> str:
    """A row's name in the reader's language."""
    return _("unassigned") if row.is_unassigned else row.name


def lead_of(results: Results) -> str:
    """The period in one or two sentences."""
    asked, total = results.asked, results.total
    said = [_("Revenue was {amount}.").format(amount=amount_text(total.revenue, asked.currency))]
    for growth, period in (
        (total.growth_previous, asked.previous),
        (total.growth_last_year, asked.last_year),
    ):
        if growth is not None:
            change = percent_text(growth, signed=True)
            said.append(_("That is {change} on {period}.").format(change=change, period=period.name))
    if total.attainment is not None:
        said.append(_("{percent} of the quota was reached.").format(percent=percent_text(total.attainment)))
    return " ".join(said)


def _key_figures(results: Results) -> list[dict[str, str]]:
    asked, total = results.asked, results.total
    margin = percent_text(total.margin_share) if total.margin_share is not None else ""
    known = total.cost_known_share
    if known is not None and known != 1:
        margin = _("{margin}; cost known for {share} of revenue").format(
            margin=margin, share=percent_text(known)
        )
    quota = amount_text(total.quota, asked.currency) if total.quota is not None else _("no quota")
    customers = _("{new} new, {lost} lost").format(
        new=number_text(results.customers.new.count), lost=number_text(results.customers.lost.count)
    )
    growth = percent_text(total.growth_previous, signed=True)
    return [
        {"label": _("Revenue"), "value": amount_text(total.revenue, asked.currency),
         "note": _("{growth} on {period}").format(growth=growth, period=asked.previous.name)},
        {"label": asked.last_year.name, "value": amount_text(total.sums.last_year, asked.currency),
         "note": _("growth {growth}").format(growth=percent_text(total.growth_last_year, signed=True))},
        {"label": _("Margin"), "value": amount_text(total.margin, asked.currency), "note": margin},
        {"label": _("Attainment"), "value": percent_text(total.attainment), "note": quota},
        {"label": _("Customers"), "value": number_text(results.weight.customers), "note": customers},
    ]  # fmt: skip


def _columns(results: Results) -> list[str]:
    asked = results.asked
    return [
        str(SUBJECTS[asked.by]).capitalize(), _("Revenue"), _("on {period}").format(period=asked.previous.name),
        _("on {period}").format(period=asked.last_year.name), _("Margin"), _("Margin %"), _("Quota"), _("Attainment"),
        _("Lines"),
    ]  # fmt: skip


def _row(name: str, figures: Figures) -> list[str]:
    return [
        name, _bare(figures.revenue, figures.digits), percent_text(figures.growth_previous, signed=True),
        percent_text(figures.growth_last_year, signed=True), _bare(figures.margin, figures.digits),
        percent_text(figures.margin_share), _bare(figures.quota, figures.digits), percent_text(figures.attainment),
        number_text(figures.lines),
    ]  # fmt: skip


def _bare(amount: Decimal | None, digits: int) -> str:
    return NOTHING if amount is None else number_text(amount, digits)


def _together(rows: Sequence[Row], digits: int, results: Results) -> Figures:
    sums = sum((row.figures.sums for row in rows), Sums())
    quotas = [row.figures.exact_quota for row in rows if row.figures.exact_quota is not None]
    return Figures(sums, digits, sum(quotas, Decimal(0)) if quotas else None, results.scope.sees_cost)


def _bars(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The longest rows as parts of the longest of all, for drawing."""
    drawn = rows[:14]
    amounts = [
        amount or Decimal(0)
        for row in drawn
        for amount in (row.figures.revenue, row.figures.sums.last_year, row.figures.quota)
    ]
    longest = max([*amounts, Decimal(1)])

    def part(amount: Decimal | None) -> str:
        return f"{max(amount or Decimal(0), Decimal(0)) / longest:.4f}"

    return [
        {
            "name": name_of(row),
            "revenue": part(row.figures.revenue),
            "last_year": part(row.figures.sums.last_year),
            "quota": part(row.figures.quota) if row.figures.quota else "",
            "shown": short_text(row.figures.revenue),
        }
        for row in drawn
    ]


def _customer(row: Row, results: Results) -> list[str]:
    share = results.weight.share(row.figures.revenue)
    growth = percent_text(row.figures.growth_last_year, signed=True)
    return [row.name, _bare(row.figures.revenue, row.figures.digits), percent_text(share), growth]


def _weight(results: Results) -> list[list[str]]:
    weight = results.weight
    ten = ", ".join(
        f"{row.name} ({percent_text(weight.share(row.figures.revenue))})" for row in results.ten_percent
    )
    return [
        [_("Share of the largest"), percent_text(weight.share(weight.top_1))],
        [_("Share of the ten largest"), percent_text(weight.share(weight.top_10))],
        [_("Share of the largest fifth"), percent_text(weight.share(weight.top_fifth))],
        [_("Concentration index (HHI)"), number_text(weight.hhi, 0)],
        [_("Concentration index, groups as one"), number_text(weight.group_hhi, 0)],
        [_("Ten percent or more"), ten or _("nobody")],
    ]


def _change(results: Results) -> list[list[str]]:
    new, lost, currency = results.customers.new, results.customers.lost, results.asked.currency
    return [
        [_("New customers"), number_text(new.count), amount_text(new.revenue, currency), _names(results.new)],
        [
            _("Lost customers"),
            number_text(lost.count),
            amount_text(lost.revenue, currency),
            _names(results.lost),
        ],
    ]


def _names(rows: Sequence[Row]) -> str:
    return ", ".join(row.name for row in rows[:5])
