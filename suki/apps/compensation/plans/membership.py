"""Who is paid by a plan, what they are paid besides, how people score them, and credit that is given beside shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.compensation.models import PayPlan, PlanMember, Salary, Score
from suki.apps.compensation.plans.codes import code_of
from suki.apps.credits.models import Overlay
from suki.apps.people.models import Person, Territory
from suki.base.access import SYSTEM, Can, action
from suki.base.dated import end_before, from_to, make_room
from suki.base.formats import day_text
from suki.base.history import record
from suki.kernel.errors import NotAllowed, RuleBroken
from suki.kernel.money import is_currency

MOST_SCORE = Decimal(10)


@action(Can.MANAGE_PLANS)
def add_member(
    *, actor: Any, plan: PayPlan, person: Person, since: date, until: date | None = None,
    target_pay: Decimal | None = None, paid_in: str = "",
) -> PlanMember:  # fmt: skip
    """From this day on somebody is paid by a plan."""
    valid = _valid(since, until)
    held = PlanMember.objects.filter(plan=plan, person=person, valid__overlap=valid).first()
    if held is not None:
        raise RuleBroken(
            _("{name} is paid by this plan already, from {day} on.").format(
                name=person.name, day=day_text(held.valid.lower)
            )
        )
    if target_pay is not None and target_pay < 0:
        raise RuleBroken(_("Target pay cannot be less than nothing."))
    _refuse_currency(paid_in)
    member: PlanMember = PlanMember.objects.create(
        plan=plan, person=person, valid=valid, target_pay=target_pay, paid_in=paid_in
    )
    record("plan member added", actor=actor, about=member, person=person, plan=plan.name, since=since)
    return member


@action(Can.MANAGE_PLANS)
def change_member(
    *, actor: Any, member: PlanMember, target_pay: Decimal | None, paid_in: str, revision: int | None = None
) -> PlanMember:
    """Other target pay, or pay in another currency; to keep what held before, end the membership and add another."""
    member = PlanMember.objects.visible_to(actor).locked(member.pk, revision=revision)
    if target_pay is not None and target_pay < 0:
        raise RuleBroken(_("Target pay cannot be less than nothing."))
    _refuse_currency(paid_in)
    member.target_pay, member.paid_in = target_pay, paid_in
    member.save()
    member.refresh_from_db()
    record("plan member changed", actor=actor, about=member, person=member.person, plan=member.plan.name)
    return member


@action(Can.MANAGE_PLANS)
def end_membership(*, actor: Any, member: PlanMember, last: date, revision: int | None = None) -> PlanMember:
    """Somebody is paid by a plan up to and including this day."""
    member = PlanMember.objects.visible_to(actor).locked(member.pk, revision=revision)
    if last < member.valid.lower:
        raise RuleBroken(_("The last day comes before the first one."))
    member.valid = from_to(member.valid.lower, last)
    member.save()
    member.refresh_from_db()
    record(
        "plan member left", actor=actor, about=member, person=member.person, plan=member.plan.name, last=last
    )
    return member


@action(Can.MANAGE_PLANS)
def set_salary(*, actor: Any, person: Person, amount: Decimal, currency: str, since: date) -> Salary:
    """Base pay a month from a day on; what held before ends on the eve."""
    if amount < 0:
        raise RuleBroken(_("Base pay cannot be less than nothing."))
    if not currency:
        raise RuleBroken(_("Say in which currency."))
    _refuse_currency(currency)
    if person == getattr(actor, "person", None):
        raise NotAllowed(_("Nobody sets their own base pay."))
    make_room(Salary.objects.filter(person=person), since)
    salary: Salary = Salary.objects.create(
        person=person, valid=from_to(since, None), amount=amount, currency=currency
    )
    record("salary set", actor=actor, about=salary, person=person, since=since)
    return salary


@action(Can.APPROVE_PAY)
def set_score(
    *, actor: Any, plan: PayPlan, person: Person, component: str, first: date, last: date, score: Decimal, reason: str,
    revision: int | None = None,
) -> Score:  # fmt: skip
    """How far somebody met an agreed aim, as a fraction, and why. People score; nobody scores themselves."""
    if person == getattr(actor, "person", None):
        raise NotAllowed(_("Nobody scores themselves."))
    _refuse_score(actor, plan, person, component, score, reason, first, last)
    valid = from_to(first, last)
    held = Score.objects.filter(plan=plan, person=person, component=component)
    same = held.filter(valid=valid).first()
    if same is None and held.filter(valid__overlap=valid).exists():
        raise RuleBroken(_("These days overlap with others that are scored already."))
    if same is not None:
        found = Score.objects.locked(same.pk, revision=revision)
    else:
        found = Score(plan=plan, person=person, component=component, valid=valid)
    found.score, found.reason = score, reason.strip()
    found.scored_by = None if actor is SYSTEM else actor
    found.save()
    found.refresh_from_db()
    record("score set", actor=actor, about=found, person=person, plan=plan.name, component=component)
    return found  # type: ignore[no-any-return]


@action(Can.MANAGE_PLANS)
def grant_overlay(
    *, actor: Any, person: Person, share: Decimal, since: date, until: date | None = None,
    account: Account | None = None, product: Product | None = None, territory: Territory | None = None,
    why: str = Overlay.Why.OVERLAY, note: str = "", entity: LegalEntity | None = None,
) -> Overlay:  # fmt: skip
    """Credit beside the shares of the revenue: of an account, a product, a territory, or of everything."""
    if share <= 0 or share > 1000:
        raise RuleBroken(_("The share is more than nothing, and at most 1000%."))
    if why not in Overlay.Why.values:
        raise RuleBroken(_("“{code}” is not known here; choose from the list.").format(code=why))
    entity, valid = entity or default_entity(), _valid(since, until)
    about = {"account": account, "product": product, "territory": territory}
    if Overlay.objects.filter(entity=entity, person=person, valid__overlap=valid, **_alike(about)).exists():
        raise RuleBroken(_("{name} has this credit already in these days.").format(name=person.name))
    overlay: Overlay = Overlay.objects.create(
        entity=entity, person=person, why=why, share=share, valid=valid, note=note.strip()[:200], **about
    )
    record("overlay granted", actor=actor, about=overlay, person=person, share=share, since=since)
    return overlay


@action(Can.MANAGE_PLANS)
def end_overlay(*, actor: Any, overlay: Overlay, last: date, revision: int | None = None) -> Overlay:
    """Credit beside the shares ends with this day."""
    overlay = Overlay.objects.locked(overlay.pk, revision=revision)
    if last < overlay.valid.lower:
        raise RuleBroken(_("The last day comes before the first one."))
    end_before(overlay, from_to(overlay.valid.lower, last).upper)
    record("overlay ended", actor=actor, about=overlay, person=overlay.person, last=last)
    return overlay


def scored_components(plan: PayPlan, first: date, last: date) -> list[str]:
    """The blocks of a plan that people score in these days."""
    versions = plan.versions.filter(published_at__isnull=False, valid__overlap=from_to(first, last))
    return list(
        dict.fromkeys(
            str(component["name"])
            for version in versions.order_by("number")
            for component in version.rules.get("components") or ()
            if code_of(component, "input") == "score"
            or (component.get("matrix") or {}).get("input") == "score"
        )
    )


def _refuse_score(
    actor: Any,
    plan: PayPlan,
    person: Person,
    component: str,
    score: Decimal,
    reason: str,
    first: date,
    last: date,
) -> None:
    if last < first:
        raise RuleBroken(_("The last day comes before the first one."))
    if not reason.strip():
        raise RuleBroken(_("Write the reason; whoever is scored reads it."))
    if score < 0 or score > MOST_SCORE:
        raise RuleBroken(_("A score lies between 0% and 1000%."))
    seen = PlanMember.objects.visible_to(actor).filter(plan=plan, person=person)
    if not seen.filter(valid__overlap=from_to(first, last)).exists():
        raise RuleBroken(_("{name} is not paid by this plan in these days.").format(name=person.name))
    if component not in scored_components(plan, first, last):
        raise RuleBroken(_("“{name}” is no block that people score in these days.").format(name=component))


def _refuse_currency(code: str) -> None:
    if code and not is_currency(code):
        raise RuleBroken(_("“{code}” is no currency; choose one such as EUR.").format(code=code))


def _valid(since: date, until: date | None) -> Any:
    if until is not None and until < since:
        raise RuleBroken(_("The last day comes before the first one."))
    return from_to(since, until)


def _alike(about: dict[str, Any]) -> dict[str, Any]:
    """The same account, product and territory, or the same lack of one."""
    return {
        name if row is not None else f"{name}__isnull": row if row is not None else True
        for name, row in about.items()
    }
