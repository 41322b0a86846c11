"""What one person acknowledges: the words of the version, and what of it is agreed with them alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.accounts.models import Account
from suki.apps.catalog.models import Product
from suki.apps.compensation.models import PlanMember, PlanVersion
from suki.apps.compensation.plans.wording import Section, wording_of
from suki.base.formats import amount_text, day_text
from suki.base.languages import language_of


def names_in(rules: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What the products and customers that rules name are called."""
    chosen = [
        component.get(key) or {} for component in rules.get("components") or () for key in ("only", "except")
    ]
    products = {str(code) for each in chosen for code in each.get("products") or ()}
    accounts = {int(key) for each in chosen for key in each.get("accounts") or () if str(key).isdecimal()}
    names: dict[tuple[str, str], str] = {}
    if products:
        found = Product.objects.filter(code__in=products).values_list("code", "name")
        names |= {("product", code): f"{name} ({code})" for code, name in found}
    if accounts:
        rows = Account.objects.filter(pk__in=accounts).values_list("pk", "name")
        names |= {("account", str(key)): name for key, name in rows}
    return names


def sections_for(version: PlanVersion, member: PlanMember | None = None) -> list[Section]:
    """The document in the active language; with what is agreed with a member, where it is theirs."""
    sections = wording_of(version.rules, names_in(version.rules))
    return [*sections, _agreed(member, version)] if member is not None else sections


def own_wording(version: PlanVersion, member: PlanMember, language: str) -> str:
    """The exact words that somebody acknowledges, in their language."""
    with override(language_of(language)):
        title = title_of(version)
        return "\n\n".join([title, *(section.text for section in sections_for(version, member))])


def title_of(version: PlanVersion) -> str:
    """The plan with its version and the days in which it holds."""
    first = day_text(version.valid.lower, "long")
    if version.valid.upper is None:
        return _("{plan}, version {number}, from {first} on").format(
            plan=version.plan.name, number=version.number, first=first
        )
    return _("{plan}, version {number}, from {first} to {last}").format(
        plan=version.plan.name,
        number=version.number,
        first=first,
        last=day_text(last_day(version.valid), "long"),
    )


def last_day(valid: Any) -> Any:
    """The last day of a range; None where it is open."""
    return None if valid.upper is None else valid.upper - timedelta(days=1)


def _agreed(member: PlanMember, version: PlanVersion) -> Section:
    currency = str(version.rules.get("currency") or member.plan.entity.currency)
    said = [
        _("{name} is paid by this plan from {day} on.").format(
            name=member.person.name, day=day_text(member.valid.lower, "long")
        )
    ]
    last = last_day(member.valid)
    if last is not None:
        said.append(_("The last day is {day}.").format(day=day_text(last, "long")))
    if member.target_pay is not None:
        said.append(
            _("Target pay is {amount} a year at 100%.").format(
                amount=amount_text(member.target_pay, currency)
            )
        )
    said.append(_("It is paid in {currency}.").format(currency=member.paid_in or currency))
    return Section(_("Agreed with you"), said)
