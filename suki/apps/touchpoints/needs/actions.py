"""Changes to needs: what a client said, which product meets it, whether it was met."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.catalog.models import Product
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.checks import Problems, of_theirs, with_whom
from suki.apps.touchpoints.models import Need, Touchpoint
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken

State = Need.State


@action(Can.LOG_TOUCHPOINTS)
def say_need(
    *, actor: Any, text: str, said_on: date, account: Account | None = None, lead: Lead | None = None,
    contact: Contact | None = None, touchpoint: Touchpoint | None = None, product: Product | None = None,
) -> Need:  # fmt: skip
    """A client said what they need, in their words."""
    if touchpoint is not None and account is None and lead is None:
        account, lead = touchpoint.account, touchpoint.lead
    account, lead = with_whom(actor, account, lead)
    problems = Problems()
    if not text.strip():
        problems.add("text", _("Say what they need."))
    problems.length("text", text, 4000)
    problems.raise_any()
    made = Need.objects.create(
        account=account, lead=lead, contact=of_theirs([contact], account)[0] if contact else None,
        touchpoint=touchpoint, said_on=said_on, text=text.strip(), product=product,
        noted_by=getattr(actor, "person", None),
    )  # fmt: skip
    record("need said", actor=actor, about=made, account=account, lead=lead, product=product)
    return made


@action(Can.LOG_TOUCHPOINTS)
def match_need(*, actor: Any, need: Need, product: Product | None, revision: int | None = None) -> Need:
    """Somebody says which of our products would meet it; nothing is chosen by itself."""
    found = _locked(actor, need, revision)
    found.product = product
    found.save()
    record("need matched", actor=actor, about=found, product=product)
    return found


@action(Can.LOG_TOUCHPOINTS)
def meet_need(*, actor: Any, need: Need, product: Product | None = None, revision: int | None = None) -> Need:
    """The client has what they needed."""
    found = _open(actor, need, revision)
    found.state, found.product = State.MET, product or found.product
    found.save()
    record("need met", actor=actor, about=found, product=found.product_id)
    return found


@action(Can.LOG_TOUCHPOINTS)
def drop_need(*, actor: Any, need: Need, reason: str = "", revision: int | None = None) -> Need:
    """It is not needed any more, or we cannot meet it."""
    found = _open(actor, need, revision)
    found.state = State.DROPPED
    found.save()
    record("need dropped", actor=actor, about=found, reason=reason.strip())
    return found


@action(Can.LOG_TOUCHPOINTS)
def reopen_need(*, actor: Any, need: Need, revision: int | None = None) -> Need:
    """It stands open after all."""
    found = _locked(actor, need, revision)
    found.state = State.OPEN
    found.save()
    record("need reopened", actor=actor, about=found)
    return found


def _locked(actor: Any, need: Need, revision: int | None) -> Need:
    found: Need = Need.objects.visible_to(actor).locked(need.pk, revision=revision)
    return found


def _open(actor: Any, need: Need, revision: int | None) -> Need:
    found = _locked(actor, need, revision)
    if found.state != State.OPEN:
        raise RuleBroken(_("This need is {state} already.").format(state=found.get_state_display()))
    return found
