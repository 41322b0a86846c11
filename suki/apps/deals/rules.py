"""What must hold for a deal, each rule with the one sentence that refuses what breaks it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.validators import DecimalValidator
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.accounts.models import Account
from suki.apps.company.models import Currency, LegalEntity
from suki.apps.deals.models import Deal, Stage, StageChange
from suki.base.formats import day_text, number_text
from suki.kernel.errors import RuleBroken, Stale
from suki.kernel.money import digits, round_half_up

VALUE_DIGITS: Final = 15
"""So many digits before its mark the value of a deal has at most."""

NEEDABLE: Final[dict[str, Any]] = {
    "account": gettext_lazy("account"),
    "contact": gettext_lazy("contact"),
    "value": gettext_lazy("value"),
    "expected_close": gettext_lazy("expected to close"),
    "brief": gettext_lazy("what the client wants"),
    "lines": gettext_lazy("products"),
    "decision_team": gettext_lazy("decision team"),
    "competitors": gettext_lazy("competitors"),
    "next_step": gettext_lazy("next step"),
}
"""What a stage may ask for before a deal enters it."""


def checked_probability(percent: Decimal) -> Decimal:
    """A percentage between 0 and 100."""
    if not 0 <= percent <= 100:
        raise RuleBroken(
            _("A probability of {percent}% is not possible. Enter a number from 0 to 100.").format(
                percent=number_text(percent)
            )
        )
    return percent


def checked_currency(currency: str, entity: LegalEntity) -> str:
    """A currency that the firm has; without one its own."""
    if not currency or currency == entity.currency:
        return entity.currency
    if not Currency.objects.in_use().filter(code=currency).exists():
        raise RuleBroken(
            _(
                "The firm does not use the currency {currency}. Choose another, or add it in the settings."
            ).format(currency=currency)
        )
    return currency


def checked_value(value: Decimal | None, currency: str) -> Decimal | None:
    """A value that is not negative, rounded to what its currency has."""
    if value is None:
        return None
    if value < 0:
        raise RuleBroken(_("The value of a deal cannot be less than nothing."))
    return round_half_up(checked_size(value, VALUE_DIGITS), digits(currency))


def checked_size(value: Decimal, whole: int) -> Decimal:
    """A number with no more digits before its mark than there is room for."""
    if abs(value) >= Decimal(10) ** whole:
        raise RuleBroken(str(DecimalValidator.messages["max_whole_digits"] % {"max": whole}))
    return value


def account_seen(actor: Any, account: Account) -> Account:
    """The account, locked, if the actor sees it."""
    try:
        found: Account = Account.objects.visible_to(actor).locked(account.pk)
    except Account.DoesNotExist:
        raise RuleBroken(_("This account or lead is not there any more, or not yours to see.")) from None
    return found


def check_over(day: date, deal: Deal) -> None:
    """Nothing is won or lost on a day that is still to come."""
    if day > deal.entity.today:
        raise RuleBroken(_("{day} is still to come.").format(day=day_text(day)))


def check_close(day: date | None, created_on: date) -> None:
    """Nothing closes before it was created."""
    if day is not None and day < created_on:
        raise RuleBroken(
            _("A deal cannot close on {day}: it was created on {created}.").format(
                day=day_text(day), created=day_text(created_on)
            )
        )


def check_open(deal: Deal) -> None:
    """What is over does not move; who ended it is named, for two people may do it at the same time."""
    if deal.state == Deal.State.OPEN:
        return
    last = deal.stage_changes.order_by("at", "id").select_related("by__person").last()
    who = getattr(getattr(last, "by", None), "person", None)
    said = {
        (Deal.State.WON, True): _("“{deal}” is already won: {who} closed it on {day}."),
        (Deal.State.WON, False): _("“{deal}” is already won, on {day}."),
        (Deal.State.LOST, True): _("“{deal}” is already lost: {who} closed it on {day}."),
        (Deal.State.LOST, False): _("“{deal}” is already lost, on {day}."),
    }[Deal.State(deal.state), who is not None]
    raise RuleBroken(said, deal=deal, who=who, day=day_text(deal.closed_on))


def check_revision(deal: Deal, revision: int | None) -> None:
    """What somebody else changed in the meantime is looked at first."""
    if revision is not None and deal.revision != revision:
        raise Stale(
            _("Somebody else changed “{row}” in the meantime. Look at both versions and save again."),
            row=deal,
            current=deal,
        )


def check_entry(deal: Deal, stage: Stage, needs: Iterable[str] | None = None) -> None:
    """A stage takes a deal in when the fields it asks for are filled; the sentence names those that are not."""
    missing = [name for name in (stage.needs if needs is None else needs) if not _is_filled(deal, name)]
    if not missing:
        return
    named = get_text_list([str(NEEDABLE.get(name, name)) for name in missing], _("and"))
    raise RuleBroken(
        _("“{deal}” cannot enter “{stage}” yet. Missing: {fields}.").format(
            deal=deal, stage=stage, fields=capfirst(named)
        )
    )


def moment_of(day: date, deal: Deal) -> datetime:
    """When something happened that is told with a day: now if it is today, else at its beginning; never before what
    happened to the deal last."""
    moment = timezone.now()
    if day != deal.entity.today:
        moment = datetime.combine(day, time(), ZoneInfo(deal.entity.timezone))
    last = StageChange.objects.filter(deal=deal).order_by("-at").values_list("at", flat=True).first()
    return max(moment, last) if last else moment


def _is_filled(deal: Deal, name: str) -> bool:
    if name == "lines":
        return deal.has_lines
    if name in ("decision_team", "competitors"):
        return bool(getattr(deal, name).in_use().exists())
    value = getattr(deal, name, None)
    return value is not None and value != ""
