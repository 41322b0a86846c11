"""Changing pay plans: opening, drafting, publishing and withdrawing versions, and reading them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.compensation.models import Acknowledgement, PayPlan, PlanMember, PlanVersion
from suki.apps.compensation.plans.checking import refuse_problems
from suki.apps.compensation.plans.linting import errors_of
from suki.apps.compensation.plans.periods import refuse_calculated
from suki.apps.compensation.plans.reading_along import own_wording
from suki.base.access import Can, action
from suki.base.dated import end_before, from_to
from suki.base.formats import day_text
from suki.base.history import record
from suki.base.languages import language_of
from suki.kernel.errors import RuleBroken


@action(Can.MANAGE_PLANS)
def open_plan(
    *,
    actor: Any,
    name: str,
    rules: Mapping[str, Any],
    first: date,
    last: date | None = None,
    entity: LegalEntity | None = None,
) -> PlanVersion:
    """A new plan, with its first version as a draft."""
    entity = entity or default_entity()
    _refuse_name(entity, name)
    _refuse_days(first, last)
    refuse_problems(rules, products=products_named(rules))
    plan = PayPlan.objects.create(entity=entity, name=name.strip())
    record("pay plan opened", actor=actor, about=plan, name=plan.name)
    version: PlanVersion = PlanVersion.objects.create(
        plan=plan, number=1, valid=from_to(first, last), rules=deepcopy(dict(rules))
    )
    record("plan version drafted", actor=actor, about=plan, number=1, first=first)
    return version


@action(Can.MANAGE_PLANS)
def rename_plan(*, actor: Any, plan: PayPlan, name: str, revision: int | None = None) -> PayPlan:
    """What a plan is called from now on."""
    plan = PayPlan.objects.locked(plan.pk, revision=revision)
    if name.strip() != plan.name:
        _refuse_name(plan.entity, name)
        before, plan.name = plan.name, name.strip()
        plan.save()
        record("pay plan renamed", actor=actor, about=plan, before=before, after=plan.name)
    return plan


@action(Can.MANAGE_PLANS)
def draft_version(
    *, actor: Any, plan: PayPlan, first: date, last: date | None = None, note: str = ""
) -> PlanVersion:
    """The next version of a plan: a copy of the newest one, to be changed. One draft at a time."""
    plan = PayPlan.objects.locked(plan.pk)
    _refuse_days(first, last)
    if plan.versions.filter(published_at__isnull=True).exists():
        raise RuleBroken(_("There is a draft of this plan already; change that one, or withdraw it."))
    newest = plan.versions.order_by("-number").first()
    number = (plan.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    version: PlanVersion = PlanVersion.objects.create(
        plan=plan,
        number=number,
        valid=from_to(first, last),
        rules=deepcopy(newest.rules if newest else {}),
        note=note.strip(),
    )
    record("plan version drafted", actor=actor, about=plan, number=number, first=first)
    return version


@action(Can.MANAGE_PLANS)
def change_rules(
    *,
    actor: Any,
    version: PlanVersion,
    rules: Mapping[str, Any],
    first: date | None = None,
    last: date | None = None,
    note: str | None = None,
    revision: int | None = None,
) -> PlanVersion:
    """What a draft says. Nothing of it is kept while anything is wrong."""
    version = _draft(version, revision)
    refuse_problems(rules, products=products_named(rules))
    if first is not None:
        _refuse_days(first, last)
        version.valid = from_to(first, last)
    version.rules = deepcopy(dict(rules))
    if note is not None:
        version.note = note.strip()
    version.save()
    version.refresh_from_db()
    record("plan rules changed", actor=actor, about=version.plan, number=version.number)
    return version


@action(Can.MANAGE_PLANS)
def publish_version(*, actor: Any, version: PlanVersion, revision: int | None = None) -> PlanVersion:
    """From its first day on people are paid by it, and its words do not change any more.

    The version before it ends on the eve. What is calculated already stays as it was: a version begins after it.
    """
    plan = PayPlan.objects.locked(version.plan_id)
    version = _draft(version, revision)
    refuse_problems(version.rules, products=products_named(version.rules))
    wrong = errors_of(version.rules)
    if wrong:
        raise RuleBroken(wrong[0])
    refuse_calculated(plan.entity, version.valid)
    _end_the_one_before(version)
    version.published_at = timezone.now()
    version.published_by = getattr(actor, "pk", None) and actor
    version.save()
    version.refresh_from_db()
    record(
        "plan version published", actor=actor, about=plan, number=version.number, first=version.valid.lower
    )
    return version


@action(Can.MANAGE_PLANS)
def withdraw_draft(*, actor: Any, version: PlanVersion, revision: int | None = None) -> None:
    """A draft is not needed after all; a plan that never had another version goes with it."""
    version = _draft(version, revision)
    plan, number = version.plan, version.number
    version.delete()
    record("plan draft withdrawn", actor=actor, about=plan, number=number)
    if not plan.versions.exists() and not plan.members.exists():
        plan.delete()


@action(Can.SEE_PAY)
def acknowledge(*, actor: Any, version: PlanVersion, language: str) -> Acknowledgement:
    """Somebody says that they have read what a version says. Only the person can; the exact words are kept."""
    person = getattr(actor, "person", None)
    member = (
        PlanMember.objects.filter(plan=version.plan_id, person=person, valid__overlap=version.valid)
        .order_by("-pk")
        .first()
        if person is not None
        else None
    )
    if member is None:
        raise RuleBroken(_("Only those who are paid by this plan can say that they have read it."))
    version = PlanVersion.objects.get(pk=version.pk)
    if not version.is_published:
        raise RuleBroken(_("This version is still a draft; there is nothing to acknowledge yet."))
    kept: Acknowledgement | None = Acknowledgement.objects.filter(version=version, person=person).first()
    if kept is not None:
        return kept
    language = language_of(language)
    made: Acknowledgement = Acknowledgement.objects.create(
        version=version,
        person=person,
        language=language,
        by=actor,
        wording=own_wording(version, member, language),
    )
    record("plan acknowledged", actor=actor, about=version.plan, number=version.number, person=person)
    return made


def products_named(rules: Mapping[str, Any]) -> set[str]:
    """Which of the product codes that the rules name exist."""
    named = {
        str(code)
        for component in rules.get("components") or ()
        for key in ("only", "except")
        for code in (component.get(key) or {}).get("products") or ()
    }
    return set(Product.objects.filter(code__in=named).values_list("code", flat=True)) if named else set()


def _draft(version: PlanVersion, revision: int | None) -> PlanVersion:
    """The version, locked, if it is still a draft."""
    found: PlanVersion = PlanVersion.objects.locked(version.pk, revision=revision)
    if found.is_published:
        raise RuleBroken(
            _("Version {number} is published and does not change any more. Draft another version.").format(
                number=found.number
            )
        )
    return found


def _end_the_one_before(version: PlanVersion) -> None:
    """What holds until now ends on the eve; anything that would hold beside the new version or after it is refused."""
    first, end = version.valid.lower, version.valid.upper
    others = PlanVersion.objects.filter(
        plan=version.plan_id, published_at__isnull=False, valid__overlap=version.valid
    )
    for other in others.select_for_update():
        goes_on = end is not None and (other.valid.upper is None or other.valid.upper > end)
        if other.valid.lower >= first or goes_on:
            raise RuleBroken(
                _(
                    "Version {number} holds from {day} on, too; two versions never hold on the same day."
                ).format(number=other.number, day=day_text(other.valid.lower))
            )
        end_before(other, first)


def _refuse_name(entity: LegalEntity, name: str) -> None:
    if not name.strip():
        raise RuleBroken(_("Give the plan a name."))
    if PayPlan.objects.filter(Q(name__iexact=name.strip()), entity=entity).exists():
        raise RuleBroken(_("There is a plan called “{name}” already.").format(name=name.strip()))


def _refuse_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise RuleBroken(_("The last day comes before the first one."))
    if first < date(2000, 1, 1) or (last is not None and last - first > timedelta(days=36_600)):
        raise RuleBroken(_("A plan holds from a day after 1999, for at most a hundred years."))
