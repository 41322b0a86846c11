"""What the numbers on Today are made of: each opens its lines and its rule beside the page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.base.access import Can, screen
from suki.base.formats import amount_marked, bare_marked, number_text, percent_text
from suki.base.lists import Explanation, Line
from suki.base.partials import render_part
from suki.desk.today.figures import figures_of
from suki.desk.today.kinds import book_for
from suki.desk.today.needs import Asking
from suki.desk.today.views import asking_of
from suki.reports.book import Book


@screen(Can.SEE_BOOK)
def today_figure(request: HttpRequest, name: str) -> HttpResponse:
    """The lines of one of the numbers on Today."""
    asking = asking_of(request)
    book = book_for(asking)
    explain = _EXPLAINED.get(name)
    if explain is None or book is None or not book.rows:
        raise Http404
    return render_part(
        request, "desk/today/figure.html", "desk/today/_figure.html", {"it": explain(asking, book)}
    )


def _margin(asking: Asking, book: Book) -> Explanation:
    known = [
        (row.identity.name, row.key, row.figures.margin)
        for row in book.rows
        if row.figures.margin is not None and row.figures.margin
    ]
    total = book.total.margin or Decimal(0)
    return _summed(
        asking,
        _("Margin, year to date"),
        _(
            "Revenue of the fiscal year up to today of the accounts in your book, less the cost of the goods, of the"
            " lines whose cost is known."
        ),
        known,
        total,
    )


def _open(asking: Asking, book: Book) -> Explanation:
    known = [(row.identity.name, row.key, row.open) for row in book.rows if row.open]
    return _summed(
        asking,
        _("Open receivables"),
        _("Everything invoiced to the accounts in your book and not yet paid, with tax, less credit notes."),
        known,
        book.open,
    )


def _attainment(asking: Asking, book: Book) -> Explanation:
    found, currency = figures_of(asking, book), asking.entity.currency
    quota = Decimal(0) if found.quota is None else found.quota
    return Explanation(
        title=_("Quota attainment"),
        figure=percent_text(found.attainment),
        rule=_("Attainment is revenue divided by quota. A quota that the period covers in part counts by its days."),
        lines=(
            Line(found.period, _("Revenue, quarter to date"), tail=amount_marked(found.revenue, currency)),
            Line(found.period, _("Quota"), tail=amount_marked(quota, currency)),
        ),
    )  # fmt: skip


def _summed(
    asking: Asking, title: str, rule: str, known: list[tuple[str, int, Decimal]], total: Decimal
) -> Explanation:
    """One line for each account, the largest first; together they are the figure."""
    currency = asking.entity.currency
    lines = tuple(
        Line("", name, tail=bare_marked(amount, currency), href=f"/accounts/{key}/", is_bad=amount < 0)
        for name, key, amount in sorted(known, key=lambda each: -each[2])
    )
    agrees = sum((amount for _name, _key, amount in known), Decimal(0)) == total
    return Explanation(
        title=title,
        figure=amount_marked(total, currency),
        rule=rule,
        lines=lines,
        total_label=ngettext("{count} account", "{count} accounts", len(lines)).format(count=number_text(len(lines))),
        total_margin=currency,
        total=bare_marked(total, currency),
        agrees=_("The lines add up to the figure.") if agrees else "",
        differs="" if agrees else _("Each line is rounded for itself; the figure is rounded once."),
    )  # fmt: skip


_EXPLAINED: dict[str, Callable[[Asking, Book], Explanation]] = {
    "margin": _margin,
    "open": _open,
    "attainment": _attainment,
}
