"""The rules behind the figures, in the reader's language: a report says itself what it means."""

from __future__ import annotations

from django.utils.translation import gettext as _

from suki.apps.credits.queries import TEAM
from suki.base.formats import day_text
from suki.reports.asking import OF_PEOPLE, Asked
from suki.reports.quarterly import Results


def rules_of(results: Results) -> dict[str, str]:
    """One sentence for each figure that could be read in more than one way."""
    asked = results.asked
    rules = {
        "revenue": _revenue(),
        "credit": _credit(asked.by, asked.basis),
        "margin": _("Margin is revenue less the cost of the goods, of the lines whose cost is known."),
        "growth": _("Growth compares with {previous} and with {last_year}.").format(
            previous=asked.previous.name, last_year=asked.last_year.name
        ),
        "quota": _quota(results),
        "attainment": _("Attainment is revenue divided by quota; without a quota there is none."),
        "concentration": _(
            "Companies of one group count as one customer, by the groups as they stood on {day}. "
            "Shares are parts of what customers with revenue brought in."
        ).format(day=day_text(asked.period.last)),
        "new_customers": _(
            "New customers have revenue in the period and had none before, in all that Suki knows."
        ),
        "lost_customers": _("Lost customers had revenue in {last_year} and have none in the period.").format(
            last_year=asked.last_year.name
        ),
    }
    if not results.scope.is_everything:
        rules["scope"] = _("These are the results that you may see, not those of the whole firm.")
    return rules


def rule_of(asked: Asked) -> str:
    """What the lines behind a figure of revenue have in common, in one or two sentences."""
    return f"{_revenue()} {_credit(asked.by, asked.basis)}"


def _revenue() -> str:
    return _("Revenue is what was invoiced less what was credited, net of tax, on the day of the document.")


def _credit(by: str, basis: str) -> str:
    if by not in OF_PEOPLE:
        return _("Revenue counts by the lines themselves, whoever sold them.")
    if basis == TEAM:
        return _(
            "Revenue is credited by the account team on the day: those who share it by their shares, else the owner."
        )
    return _("Revenue is credited to the seller named on the document.")


def _quota(results: Results) -> str:
    asked = results.asked
    days = _("A quota that the period covers in part counts by its days.")
    if asked.by == "team":
        members = _(
            "A team without a quota of its own has those of its members, for the days they are in it."
        )
        return f"{days} {members}"
    if results.total.quota is not None and not results.has_quotas_of_rows:
        return f"{days} " + _("The total is what the people are to reach.")
    return days
