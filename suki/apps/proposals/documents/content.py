"""What stands in a proposal's document: every word of it as text in the client's language, whatever the form."""

from __future__ import annotations

import re
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.proposals.models import Proposal, ProposalLine, ProposalVersion
from suki.apps.proposals.pricing import priced
from suki.apps.proposals.wording import layout_of
from suki.base.formats import amount_text, bare_text, day_text, number_text, percent_text
from suki.base.languages import language_of
from suki.kernel.money import digits, round_half_up

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def content_of(proposal: Proposal, version: ProposalVersion) -> dict[str, Any]:
    """All texts of the document, as the client's language writes amounts and days."""
    language = language_of(proposal.language)
    with override(language):
        said: dict[str, Any] = _printable({"language": language, **_content(proposal, version)})
        return said


def _printable(said: Any) -> Any:
    """Without the signs that no document holds; the line break that word processors paste (\\v) is one."""
    if isinstance(said, str):
        return _UNPRINTABLE.sub("", said.replace("\v", "\n").replace("\f", "\n"))
    if isinstance(said, dict):
        return {name: _printable(each) for name, each in said.items()}
    if isinstance(said, list | tuple):
        return [_printable(each) for each in said]
    return said


def _content(proposal: Proposal, version: ProposalVersion) -> dict[str, Any]:
    deal, layout = proposal.deal, layout_of(proposal)
    rows = list(version.lines.select_related("product", "customisation").order_by("position", "pk"))
    zone = ZoneInfo(deal.entity.timezone)
    made = version.frozen_at.astimezone(zone).date() if version.frozen_at else deal.entity.today
    return {
        "layout": layout,
        "firm": deal.entity.name,
        "firm_facts": _joined(
            deal.entity.tax_number and _("Tax number {number}").format(number=deal.entity.tax_number)
        ),
        "client": _client(proposal),
        "title": version.title,
        "number": _("Proposal {number}").format(number=proposal.number),
        "facts": [
            (_("Day"), day_text(made, "long")),
            (_("Version"), number_text(version.number)),
            *([(_("Valid until"), day_text(version.valid_until, "long"))] if version.valid_until else []),
            (_("Your contact"), proposal.owner.name),
        ],
        "greeting": _paragraphs(version.greeting),
        **_table([row for row in rows if row.counts], proposal, layout, version),
        "options_title": _("Options"),
        "options_lead": _("Not in the total; you choose."),
        "options": [_row(row, proposal, layout) for row in rows if not row.counts],
        "terms_title": _("Terms"),
        "terms": _paragraphs(version.terms),
        "closing": _paragraphs(version.closing),
        "signature": [_("Place and day"), _("Name and signature")] if layout["signature"] else [],
        "footer": layout["footer"] or deal.entity.name,
    }


def _table(
    rows: list[ProposalLine], proposal: Proposal, layout: dict[str, Any], version: ProposalVersion
) -> dict[str, Any]:
    totals = priced(rows, proposal.currency)
    with_discount = layout["discounts"] and any(row.discount for row in version.lines.all())
    head = [_("Description"), _("Quantity")]
    head += [_("Unit price")] if layout["unit_prices"] else []
    head += [_("Discount")] if with_discount else []
    head += [_("Net, {currency}").format(currency=proposal.currency)]
    taxes = [
        (
            _("Tax {percent} on {net}").format(
                percent=percent_text(each.share, each.places),
                net=bare_text(each.net, proposal.currency),
            ),
            bare_text(each.tax, proposal.currency),
        )
        for each in totals.taxes
        if each.percent
    ]
    return {
        "head": head,
        "with_discount": bool(with_discount),
        "lines": [_row(row, proposal, {**layout, "discounts": with_discount}) for row in rows],
        "totals": [(_("Net"), bare_text(version.net, proposal.currency)), *taxes],
        "total": (_("Total"), amount_text(version.gross, proposal.currency)),
    }


def _row(row: ProposalLine, proposal: Proposal, layout: dict[str, Any]) -> list[str]:
    """A line's cells, in the order of the head."""
    unit = f" {row.product.unit}" if row.product and row.product.unit else ""
    said = (
        _("{line} (option)").format(line=row.description)
        if row.is_optional and row.counts
        else row.description
    )
    cells = [said, f"{number_text(_plain(row.quantity))}{unit}"]
    cells += [price_text(row.unit_price, proposal.currency)] if layout["unit_prices"] else []
    cells += [discount_text(row.discount) if row.discount else ""] if layout["discounts"] else []
    return [*cells, bare_text(row.net, proposal.currency)]


def price_text(price: Any, currency: str) -> str:
    """A price of one: to the cent, or with all its decimals where it has more."""
    exact = price == round_half_up(price, digits(currency))
    return bare_text(price, currency) if exact else number_text(price.normalize())


def discount_text(discount: Any) -> str:
    """A discount with as many decimals as it has: 10%, 33.3333%."""
    return percent_text(discount, _places(discount * 100))


def _client(proposal: Proposal) -> list[str]:
    """Name and address as they stand on the letter."""
    account = proposal.deal.account
    if account is None:
        return [proposal.contact.name] if proposal.contact else []
    place = " ".join(each for each in (account.postal_code, account.city) if each)
    said = [
        account.legal_name or account.name,
        proposal.contact.name if proposal.contact else "",
        account.street,
        place,
    ]
    return [each for each in said if each]


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.replace("\r\n", "\n").split("\n\n") if each.strip()]


def _plain(value: Any) -> Any:
    return value.to_integral() if value == value.to_integral() else value.normalize()


def _places(percent: Any) -> int:
    return max(0, -int(percent.normalize().as_tuple().exponent))


def _joined(*said: str) -> str:
    return " · ".join(each for each in said if each)
