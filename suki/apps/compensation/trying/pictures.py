"""The charts of a comparison: cost side by side, how pay is spread, what next year may cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.trying.comparing import Compared
from suki.apps.compensation.trying.forms import title_of
from suki.apps.compensation.trying.queries import Tried
from suki.base.charts import Chart, Series, bar
from suki.base.formats import number_text, short_text
from suki.engines.commission.trial import Bin, Trial, bins

BINS = 6


def costs(found: Tried, currency: str) -> Chart:
    """The cost of each try, with the cost of what they are compared with as a line."""
    labels = [_("Before"), *(str(place) for place in range(1, len(found.compared) + 1))]
    cost = [found.before.cost, *(each.result.cost for each in found.compared)]
    return bar(
        _("What it costs"), labels, Series(_("Cost"), cost), target=Series(_("Compared with"), [cost[0]] * len(cost)),
        say=lambda value: short_text(value, currency), with_values=True,
        description=", ".join(f"{place}: {title_of(each.result.tried)}" for place, each in enumerate(found.compared, 1)),
    )  # fmt: skip


def spread(each: Compared, currency: str) -> Chart | None:
    """How many people are paid how much, before and after."""
    before, after = [change.before for change in each.changes], [change.after for change in each.changes]
    edges = bins([*before, *after], BINS)
    if not edges:
        return None
    return bar(
        _("How many people are paid how much"), [short_text(edge.start, currency) for edge in edges],
        Series(_("After"), _counted(after, edges)), last_year=Series(_("Before"), _counted(before, edges)), say=_whole,
        description=_("People by their pay; each column begins at the amount under it"),
    )  # fmt: skip


def years(trial: Trial, currency: str) -> Chart:
    """How often the years that were drawn cost how much."""
    drawn = bins(trial.costs, BINS)
    return bar(
        _("What next year may cost"), [short_text(each.start, currency) for each in drawn],
        Series(_("Years drawn"), [each.count for each in drawn]), say=_whole,
        description=_("Years drawn by their cost; each column begins at the amount under it"),
    )  # fmt: skip


def _whole(count: Any) -> str:
    return number_text(count, 0)


def _counted(amounts: Sequence[Decimal], edges: Sequence[Bin]) -> list[int]:
    return [sum(1 for amount in amounts if edge.start <= amount < edge.end) for edge in edges]
