"""The figures of an account as its page draws them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.accounts.models import Account
from suki.base.charts import Part, spark, split
from suki.base.formats import amount_marked, amount_text, day_text, number_text, short_marked
from suki.base.marks import state
from suki.desk.account.figures import AccountFigures
from suki.reports.addresses import lines_address
from suki.reports.asking import Asked


def drawn(it: AccountFigures, account: Account, *, credit_limit: Decimal | None) -> dict[str, Any]:
    """Each figure with its small chart and the address of the lines it is made of."""
    currency = it.entity.currency
    lines = lines_address(Asked(it.entity, it.period, "account"), subject=account.pk)
    return {
        "it": it,
        "currency": currency,
        "lines": lines,
        "revenue": amount_marked(it.now.revenue, currency),
        "revenue_chart": spark(it.revenue_by_month, label=_("month by month"), is_wide=True),
        "margin": None if it.now.margin is None else amount_marked(it.now.margin, currency),
        "margin_chart": spark(it.margin_by_month, label=_("month by month"), is_wide=True),
        "open": amount_marked(it.owed.open, currency),
        "open_lines": reverse("receivables_explained", args=[account.pk]),
        "open_chart": _open_chart(it),
        "overdue": amount_marked(it.owed.overdue, currency) if it.owed.overdue else "",
        "knows_due": it.owed.overdue is not None,
        "limit": short_marked(credit_limit, currency) if credit_limit is not None else "",
        "last_order": day_text(it.rhythm.last, "near") if it.rhythm.last else None,
        "orders": reverse("account_orders", args=[account.pk]),
        "rhythm": _rhythm(it),
        "order_state": _order_state(it),
    }


def _open_chart(it: AccountFigures) -> Any:
    if it.owed.open <= 0:
        return ""
    late = it.owed.overdue or Decimal(0)
    parts = [Part(_("not due yet"), it.not_overdue), Part(_("overdue"), late, is_bad=True)]
    said = _("{amount} open, {late} of it overdue").format(
        amount=amount_text(it.owed.open, it.entity.currency), late=amount_text(late, it.entity.currency)
    )
    return split([part for part in parts if part.value], label=said)


def _rhythm(it: AccountFigures) -> str:
    if it.rhythm.gap is None:
        return _("no rhythm yet") if it.rhythm.last else ""
    days = int(it.rhythm.gap)
    said = ngettext("usually every {days} day", "usually every {days} days", days)
    return said.format(days=number_text(it.rhythm.gap.normalize()))


def _order_state(it: AccountFigures) -> Any:
    if it.is_late is None or it.days_since_order is None:
        return ""
    if it.is_late:
        days = it.days_since_order
        return state(
            "warn",
            ngettext("quiet for {days} day", "quiet for {days} days", days).format(days=number_text(days)),
        )
    return state("good", _("as usual"))
