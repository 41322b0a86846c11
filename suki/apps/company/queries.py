"""Questions about the firm: its entities, the rate of a day, what is closed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from suki.apps.company.models import ExchangeRate, LegalEntity, PeriodClosing
from suki.kernel.errors import RuleBroken


def default_entity() -> LegalEntity:
    """The legal entity that counts where none is named."""
    return LegalEntity.objects.get(is_default=True)


def rate_on(day: date, *, of: str, into: str, kind: str = ExchangeRate.Kind.SPOT) -> Decimal:
    """What one unit of a currency was worth on a day: the newest rate up to it, or the inverse pair's."""
    if of == into:
        return Decimal(1)
    pair = Q(base=of, quote=into) | Q(base=into, quote=of)
    known = ExchangeRate.objects.filter(pair, kind=kind, valid_on__lte=day).order_by("-valid_on")
    newest = min(known[:2], key=lambda rate: (-rate.valid_on.toordinal(), rate.base != of), default=None)
    if newest is not None:
        return newest.rate if newest.base == of else (Decimal(1) / newest.rate).quantize(Decimal("1e-10"))
    raise RuleBroken(
        _("There is no {kind} rate of {of} in {into} up to {day}. Enter one in the exchange rates.").format(
            kind=kind, of=of, into=into, day=day
        )
    )


def rate_sql(currency: str, into: str, day: date) -> str:
    """`rate_on` inside a query: what a unit of the currency in a column was worth; nothing where no rate is known."""
    own = f"'{into if into.isalpha() else ''}'"
    return f"""(SELECT CASE WHEN x.base = {currency} THEN x.rate ELSE round(1 / x.rate, 10) END
            FROM company_exchangerate x
            WHERE x.kind = 'spot' AND x.valid_on <= DATE '{day.isoformat()}'
                AND ((x.base = {currency} AND x.quote = {own}) OR (x.quote = {currency} AND x.base = {own}))
            ORDER BY x.valid_on DESC, x.base <> {currency} LIMIT 1)"""


def closed_through(entity: LegalEntity) -> date | None:
    """The last day that an entity has closed, if any."""
    closings = PeriodClosing.objects.filter(entity=entity, reopened_at__isnull=True)
    return closings.order_by("-through").values_list("through", flat=True).first()


def first_open_day(entity: LegalEntity, day: date) -> date:
    """The day itself, or the first day after what the entity has closed."""
    closed = closed_through(entity)
    return day if closed is None or day > closed else closed + timedelta(days=1)
