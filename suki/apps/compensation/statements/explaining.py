"""What a line or a figure of a statement is made of, for the drawer: the rule in words, the lines, the sum."""

from __future__ import annotations

from decimal import Decimal

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.statements.reasons import (
    currency_of,
    formula_of,
    net_of,
    part_text,
    rate_text,
    reasons_of,
)
from suki.apps.compensation.statements.sheet import Sheet, Shown
from suki.base.formats import amount_marked, bare_marked, bare_text, day_text, number_text, percent_text
from suki.base.lists import Explanation, Line
from suki.kernel.money import digits, round_half_up

Kind = PayLine.Kind
ZERO = Decimal(0)
OF_FIGURES = {
    "earned": (Kind.EARNED, Kind.CLAWBACK, Kind.BONUS, Kind.GUARANTEE),
    "adjusted": (Kind.ADJUSTMENT,),
    "held": (Kind.HELD,),
    "released": (Kind.RELEASED, Kind.FORFEITED),
    "drawn": (Kind.DRAW,),
    "payout": tuple(Kind),
}
"""Which lines make up which figure of a statement."""


def explained_line(row: PayLine) -> Explanation:
    """One line: each stretch of its rate table with basis and rate, and their sum."""
    code, paid = currency_of(row), row.statement.currency
    parts = tuple(_part(part, code) for part in row.parts if part.get("commission") is not None)
    whole = sum((Decimal(part["commission"]) for part in row.parts if part.get("commission")), ZERO)
    differs = bool(row.parts) and round_half_up(whole, digits(code)) != row.commission
    return Explanation(
        title=row.document or str(row.get_kind_display()),
        figure=amount_marked(row.amount, paid),
        rule=" ".join([*_said(row), *reasons_of(row)]),
        lines=parts,
        total_label=formula_of(row) or _("Comes to"),
        total_margin=code,
        total=bare_marked(row.commission, code),
        agrees=_("The parts add up to the line; it is rounded once.") if parts and not differs else "",
        differs=_("The parts do not add up to the line.") if differs else "",
    )  # fmt: skip


def explained_figure(sheet: Sheet, name: str) -> Explanation:
    """One figure of a statement: the lines it is the sum of."""
    if name not in OF_FIGURES:
        raise Http404
    statement, code = sheet.statement, sheet.statement.currency
    chosen = [each for each in sheet.lines if each.row.kind in OF_FIGURES[name]]
    total = sum((each.row.amount for each in chosen), ZERO)
    shown = getattr(statement, name)
    return Explanation(
        title=_TITLES[name](), figure=amount_marked(shown, code), rule=_RULES[name](),
        lines=tuple(_line(each, code) for each in chosen),
        total_label=ngettext("{count} line", "{count} lines", len(chosen)).format(count=number_text(len(chosen))),
        total_margin=code, total=bare_marked(total, code),
        agrees=_("The lines add up to the figure.") if total == shown else "",
        differs="" if total == shown else _("The lines do not add up to the figure."),
    )  # fmt: skip


def _said(row: PayLine) -> list[str]:
    """Base, share and where in the table it lies."""
    code, told = currency_of(row), []
    if row.credit is not None:
        told.append(
            _("{net} of {document} on {day}, credited with {share}.").format(
                net=bare_text(net_of(row), row.statement.period.entity.currency), document=row.document or "–", day=day_text(row.day),
                share=percent_text(row.credit.share / 100),
            )
        )  # fmt: skip
    if (
        row.attainment is not None
        and row.attainment.quota
        and row.before is not None
        and row.after is not None
    ):
        told.append(
            _("Quota {quota}: from {before} to {after}.").format(
                quota=bare_text(row.attainment.quota, code),
                before=_at(row, row.before),
                after=_at(row, row.after),
            )
        )
    if row.version is not None:
        told.append(
            _("By “{plan}”, version {number}, component “{component}”.").format(
                plan=row.version.plan.name, number=row.version.number, component=row.component
            )
        )
    return told


def _at(row: PayLine, point: Decimal) -> str:
    rules = next((each for each in row.version.rules["components"] if each.get("name") == row.component), {})
    if rules.get("input") in ("attainment", "score"):
        return percent_text(point)
    return bare_text(point, currency_of(row)) if rules.get("input") != "units" else number_text(point)


def _part(part: dict[str, str], code: str) -> Line:
    amount = bare_marked(Decimal(part["commission"]), code)
    why = part_text(part)
    if part.get("rate") is None or part.get("basis") is None:
        return Line("", why or _("Limited"), tail=amount)
    return Line(rate_text(part["rate"]), bare_marked(Decimal(part["basis"]), code), why=why, tail=amount)


def _line(each: Shown, code: str) -> Line:
    row = each.row
    what = row.document or row.component or str(row.get_kind_display())
    why = row.account.name if row.account else ""
    return Line(
        day_text(row.day, "short"), what, why=why, tail=bare_marked(row.amount, code), is_bad=row.amount < 0
    )


_TITLES = {
    "earned": lambda: _("Earned"), "adjusted": lambda: _("Corrections of earlier periods"),
    "held": lambda: _("Held back"), "released": lambda: _("Released"), "drawn": lambda: _("Draw and balance"),
    "payout": lambda: _("All lines together"),
}  # fmt: skip
_RULES = {
    "earned": lambda: _(
        "What your plans pay for this period, what returns take back, bonuses and guarantees."
    ),
    "adjusted": lambda: _("What was learned about earlier periods later, each pointing to its line."),
    "held": lambda: _("Money that is earned now and paid later, as the plan says."),
    "released": lambda: _("Money that was held back earlier and is paid now, or forfeited."),
    "drawn": lambda: _("What is advanced, or settled with an earlier advance or balance."),
    "payout": lambda: _("The sum of all lines. Lines in doubt are paid when they are decided."),
}
