"""How a firm hands over: its policy per legal entity, what has to be in the package, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person
from suki.apps.prospecting.clock import contact_by
from suki.base.access import Can, action
from suki.base.history import record
from suki.flows.models import CreditRule, Handoff, HandoffItem, HandoffPolicy
from suki.kernel.errors import BadInput, Problem, RuleBroken

USUAL_POINTS = (
    (_later("Everybody who has a say is named, with role and stance"), True),
    (_later("What was promised stands in the promises, each with its day"), True),
    (_later("Special terms are written down, or there are none"), True),
    (_later("Prices and discounts are explained"), True),
    (_later("The papers are attached: proposal, order, correspondence"), False),
    (_later("Risks and competitors are named"), False),
)
MOST_POINTS = 40
LONGEST_TAPER = 36


def policy_for(entity: LegalEntity) -> HandoffPolicy:
    """The entity's policy, else the one for all, else what holds where the firm has said nothing."""
    kept = {each.entity_id: each for each in HandoffPolicy.objects.in_use()}
    return kept.get(entity.pk) or kept.get(None) or HandoffPolicy(entity=None)


def points_of(policy: HandoffPolicy) -> list[tuple[str, bool]]:
    """The points of the checklist, and which of them must be done; the usual ones where the firm has none."""
    if policy.pk is None:
        return [(str(text), is_required) for text, is_required in USUAL_POINTS]
    return [(point["text"], bool(point.get("is_required"))) for point in policy.checklist]


def put_checklist(handoff: Handoff, policy: HandoffPolicy) -> None:
    """The firm's points, to be ticked off for this client."""
    HandoffItem.objects.bulk_create(
        HandoffItem(handoff=handoff, position=position, text=text, is_required=is_required)
        for position, (text, is_required) in enumerate(points_of(policy), start=1)
    )


def due_at(moment: datetime, hours: int, person: Person | None, entity: LegalEntity) -> datetime:
    """So many working hours of whoever has to act, from a moment on."""
    return contact_by(moment, hours, person, entity)


@action(Can.MANAGE_PIPELINES)
def settle_handoffs(
    *,
    actor: Any,
    entity: LegalEntity | None,
    trigger: str,
    hours_to_submit: int,
    hours_to_answer: int,
    checklist: Sequence[tuple[str, bool]],
    credit_rule: str,
    taper: Sequence[int] = (),
) -> HandoffPolicy:
    """Say how clients are handed over from now on; handoffs that have begun keep what they began with."""
    _check(hours_to_submit, hours_to_answer, checklist, credit_rule, taper)
    policy, _made = HandoffPolicy.objects.update_or_create(
        entity=entity,
        defaults={
            "trigger": HandoffPolicy.Trigger(trigger),
            "hours_to_submit": hours_to_submit,
            "hours_to_answer": hours_to_answer,
            "checklist": [{"text": text.strip(), "is_required": must} for text, must in checklist],
            "credit_rule": CreditRule(credit_rule),
            "taper": list(taper) if credit_rule == CreditRule.TAPER else [],
        },
    )
    record("handoff policy settled", actor=actor, about=policy, entity=entity, trigger=trigger)
    return policy


def _check(
    hours_to_submit: int,
    hours_to_answer: int,
    checklist: Sequence[tuple[str, bool]],
    credit_rule: str,
    taper: Sequence[int],
) -> None:
    problems = []
    for name, hours in (("hours_to_submit", hours_to_submit), ("hours_to_answer", hours_to_answer)):
        if not 1 <= hours <= 1000:
            problems.append(Problem(name, _("Between 1 and 1,000 working hours.")))
    if len(checklist) > MOST_POINTS or any(len(text) > 255 for text, _must in checklist):
        problems.append(
            Problem("checklist", _("At most {count} points of 255 letters.").format(count=MOST_POINTS))
        )
    if credit_rule == CreditRule.TAPER:
        if not taper:
            problems.append(Problem("taper", _("Say the representative's percent for each month.")))
        elif len(taper) > LONGEST_TAPER or not all(0 <= each <= 100 for each in taper):
            problems.append(
                Problem("taper", _("Each month has between 0 and 100 percent, for 36 months at most."))
            )
        elif list(taper) != sorted(taper, reverse=True):
            problems.append(Problem("taper", _("A share that tapers does not rise again.")))
    if problems:
        raise BadInput(problems)


def percent_of_giver(handoff: Handoff, day: Any, *, is_first_order: bool = False) -> int:
    """How many percent of an order of this day are still the giver's, by the rule written on the handoff."""
    if handoff.credit_from is None:
        raise RuleBroken(_("This handoff is not accepted, so nobody's credit changes."))
    if day < handoff.credit_from:
        return 100
    if handoff.credit_rule == CreditRule.FIRST_ORDER:
        return 100 if is_first_order else 0
    if handoff.credit_rule == CreditRule.TAPER:
        months = (day.year - handoff.credit_from.year) * 12 + day.month - handoff.credit_from.month
        months -= day.day < handoff.credit_from.day
        return int(handoff.taper[months]) if months < len(handoff.taper) else 0
    return 0
