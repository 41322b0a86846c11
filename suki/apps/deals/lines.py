"""What a deal is about: its lines, with products and prices from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.catalog.models import Price, Product
from suki.apps.deals.models import Deal, DealLine
from suki.apps.deals.rules import VALUE_DIGITS, check_open, check_revision, checked_size
from suki.base.access import Can, action
from suki.base.formats import number_text
from suki.base.history import record
from suki.kernel.errors import RuleBroken
from suki.kernel.money import apportion_amount, digits, round_half_up


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """What somebody may buy. Without a price it is the list's; `discount` is a fraction of the price."""

    product: Product | None = None
    description: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)


def as_kept(line: Any) -> Any:
    """A line with the digits that are kept of it, so that it comes to the same whenever it is priced again."""
    price = line.unit_price
    return replace(
        line,
        quantity=_kept(line.quantity, 12),
        unit_price=None if price is None else _kept(price, 15),
        discount=_kept(line.discount, 3),
    )


def _kept(value: Decimal, whole: int) -> Decimal:
    exponent = checked_size(value, whole).as_tuple().exponent
    return round_half_up(value, 6) if isinstance(exponent, int) and exponent < -6 else value


@action(Can.WORK_DEALS)
def set_deal_lines(
    *, actor: Any, deal: Deal, lines: Sequence[NewLine], revision: int | None = None
) -> list[DealLine]:
    """These are the lines of the deal now; what they come to is its value. Without lines the value is the seller's."""
    deal = Deal.objects.visible_to(actor).select_related("entity").locked(deal.pk)
    check_open(deal)
    check_revision(deal, revision)
    day = deal.entity.today
    kept = [as_kept(line) for line in lines]
    priced = [(line, _price(line, number, deal, day)) for number, line in enumerate(kept, start=1)]
    exact = [line.quantity * price * (1 - line.discount) for line, price in priced]
    places = digits(deal.currency)
    net = round_half_up(checked_size(sum(exact, Decimal(0)), VALUE_DIGITS), places)
    nets = apportion_amount(net, exact, places) if exact else []
    deal.lines.all().delete()
    made = DealLine.objects.bulk_create(
        DealLine(
            deal=deal, position=position, product=line.product, quantity=line.quantity, unit_price=price,
            discount=line.discount, net=nets[position], description=line.description.strip(),
        )
        for position, (line, price) in enumerate(priced)
    )  # fmt: skip
    before = deal.value
    deal.has_lines = bool(made)
    deal.value = net if made else deal.value
    deal.save()
    deal.refresh_from_db(fields=["revision"])
    record(
        "deal lines set", actor=actor, about=deal, count=len(made), value=deal.value, before=before,
        currency=deal.currency,
    )  # fmt: skip
    return made


def list_price(
    product: Product, *, entity_id: int, currency: str, day: date, quantity: Decimal
) -> Decimal | None:
    """What a unit costs by the price list on a day, for so many; nothing where no list says it."""
    held = Price.objects.in_use().filter(
        price_list__entity=entity_id, price_list__currency=currency, price_list__archived_at__isnull=True,
        product=product, valid__contains=day, min_quantity__lte=quantity,
    )  # fmt: skip
    return held.order_by("-min_quantity", "price_list_id").values_list("amount", flat=True).first()


def _price(line: NewLine, number: int, deal: Deal, day: date) -> Decimal:
    """The line's price, checked along with the rest of what it says."""
    if line.product is None and not line.description.strip():
        raise RuleBroken(_("Line {number} needs a product or a description.").format(number=number))
    if line.quantity <= 0:
        raise RuleBroken(
            _("Line {number}: {quantity} is not a quantity. Enter more than nothing.").format(
                number=number, quantity=number_text(line.quantity)
            )
        )
    if not 0 <= line.discount <= 1:
        raise RuleBroken(_("Line {number}: a discount lies between 0% and 100%.").format(number=number))
    price = line.unit_price
    if price is None and line.product is not None:
        price = list_price(
            line.product, entity_id=deal.entity_id, currency=deal.currency, day=day, quantity=line.quantity
        )
    if price is None:
        raise RuleBroken(_("Line {number} needs a price: no list has one in {currency}.").format(
            number=number, currency=deal.currency
        ))  # fmt: skip
    if price < 0:
        raise RuleBroken(_("Line {number}: a price cannot be less than nothing.").format(number=number))
    return price
