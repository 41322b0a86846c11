"""Questions about plans: which ones somebody sees, who is paid by them, and who has not read what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from suki.apps.compensation.models import Acknowledgement, PayPlan, PlanMember, PlanVersion, Salary
from suki.base.about.naming import names_of
from suki.base.about.sentences import rows_named, said
from suki.base.access import Can, can
from suki.base.dated import on_day
from suki.base.models import Event

MOST_EVENTS = 20


@dataclass(frozen=True)
class Listed:
    """A plan in the list: the version that holds, who is paid by it, who has not read it, and whether there is a draft."""

    plan: PayPlan
    version: PlanVersion | None
    draft: PlanVersion | None
    members: int
    unread: int


@dataclass(frozen=True)
class Member:
    """Somebody who is paid by a plan, and when they said that they have read the version at hand."""

    row: PlanMember
    read: Acknowledgement | None
    base: Salary | None = None

    @property
    def read_on(self) -> date | None:
        """The day on which they said that they have read it."""
        return timezone.localtime(self.read.at).date() if self.read else None


def plans_for(actor: Any) -> QuerySet[PayPlan]:
    """The plans that somebody is paid by, or people below them; all for those who manage plans."""
    seen = PayPlan.objects.visible_to(actor).order_by().values("pk")
    return PayPlan.objects.in_use().filter(pk__in=seen).select_related("entity").order_by("name")


def plan_for(actor: Any, plan_id: int) -> PayPlan:
    """The plan, or 404 where it does not exist or is not theirs to see."""
    return get_object_or_404(plans_for(actor), pk=plan_id)


def versions_for(actor: Any, plan: PayPlan | None = None) -> QuerySet[PlanVersion]:
    """Published versions; drafts only for those who write them."""
    versions = PlanVersion.objects.filter(plan__in=plans_for(actor)).select_related(
        "plan__entity", "published_by__person"
    )
    if plan is not None:
        versions = versions.filter(plan=plan)
    if not can(actor, Can.MANAGE_PLANS):
        versions = versions.filter(published_at__isnull=False)
    return versions.order_by("-number")


def version_for(actor: Any, version_id: int) -> PlanVersion:
    """The version, or 404."""
    return get_object_or_404(versions_for(actor), pk=version_id)


def draft_for(actor: Any, version_id: int) -> PlanVersion:
    """A version that may still change, or 404."""
    return get_object_or_404(versions_for(actor), pk=version_id, published_at__isnull=True)


def member_for(actor: Any, member_id: int) -> PlanMember:
    """Somebody's membership, or 404."""
    rows = PlanMember.objects.visible_to(actor).select_related("person", "plan__entity")
    found: PlanMember = get_object_or_404(rows, pk=member_id)
    return found


def version_on(versions: Iterable[PlanVersion], day: date) -> PlanVersion | None:
    """The published version that holds on a day, else the next one to hold."""
    published = sorted((each for each in versions if each.is_published), key=lambda each: each.valid.lower)
    holding = [each for each in published if day in each.valid]
    coming = [each for each in published if each.valid.lower > day]
    return (holding or coming or published[-1:] or [None])[0]


def listed(actor: Any, today: date) -> list[Listed]:
    """Every plan that somebody sees, for the list."""
    plans = list(plans_for(actor))
    versions: dict[int, list[PlanVersion]] = {}
    for version in versions_for(actor).filter(plan__in=plans):
        versions.setdefault(version.plan_id, []).append(version)
    members: dict[int, set[int]] = {}
    for plan_id, person_id in (
        PlanMember.objects.visible_to(actor).filter(on_day(today)).values_list("plan_id", "person_id")
    ):
        members.setdefault(plan_id, set()).add(person_id)
    holding = {plan.pk: version_on(versions.get(plan.pk, []), today) for plan in plans}
    read = set(
        Acknowledgement.objects.filter(version__in=[each for each in holding.values() if each]).values_list(
            "version__plan_id", "person_id"
        )
    )
    return [
        Listed(
            plan=plan,
            version=holding[plan.pk],
            draft=next((each for each in versions.get(plan.pk, []) if not each.is_published), None),
            members=len(members.get(plan.pk, ())),
            unread=len([1 for person in members.get(plan.pk, ()) if (plan.pk, person) not in read])
            if holding[plan.pk]
            else 0,
        )
        for plan in plans
    ]


def members_of(actor: Any, plan: PayPlan, version: PlanVersion | None, today: date) -> list[Member]:
    """Who is paid by a plan, now or later first, each with what they have read and their base pay where it is seen."""
    rows = list(
        PlanMember.objects.visible_to(actor)
        .filter(plan=plan)
        .select_related("person")
        .order_by("person__sort_key", "valid")
    )
    read = (
        {each.person_id: each for each in Acknowledgement.objects.filter(version=version)} if version else {}
    )
    people = [row.person_id for row in rows]
    salaries = Salary.objects.visible_to(actor).filter(on_day(today), person__in=people)
    base = {each.person_id: each for each in salaries}
    return [Member(row, read.get(row.person_id), base.get(row.person_id)) for row in rows]


def happened(actor: Any, plan: PayPlan) -> list[tuple[Any, str]]:
    """What was done with a plan and its members, newest first, in words; for those who manage plans."""
    if not can(actor, Can.MANAGE_PLANS):
        return []
    members = list(PlanMember.objects.filter(plan=plan).values_list("pk", flat=True))
    about = Q(about_kind="payplan", about_id=plan.pk) | Q(about_kind="planmember", about_id__in=members)
    events = list(Event.objects.filter(about).select_related("actor__person").order_by("-id")[:MOST_EVENTS])
    wanted = {named for event in events for named in rows_named(event.name, event.facts)}
    names = names_of(wanted, actor)
    return [(event, said(event.name, event.facts, names)) for event in events]


def to_read(person: Any, today: date) -> list[PlanVersion]:
    """Published versions that somebody is or will be paid by and has not acknowledged."""
    if person is None:
        return []
    members = PlanMember.objects.filter(person=person, valid__endswith__gt=today) | PlanMember.objects.filter(
        person=person, valid__upper_inf=True
    )
    found = []
    for member in members.select_related("plan"):
        versions = PlanVersion.objects.filter(
            plan=member.plan_id, published_at__isnull=False, valid__overlap=member.valid
        ).exclude(acknowledgements__person=person)
        found += [
            each
            for each in versions.select_related("plan")
            if each.valid.upper is None or each.valid.upper > today
        ]
    return sorted(set(found), key=lambda each: each.valid.lower)


def unread_by_others(actor: Any, today: date) -> list[tuple[PlanVersion, list[Any]]]:
    """Versions that hold or will hold, with those whom the actor sees and who have not read them."""
    members = (
        PlanMember.objects.visible_to(actor).exclude(person__user=actor).select_related("person", "plan")
    )
    held = [row for row in members if row.valid.upper is None or row.valid.upper > today]
    versions = PlanVersion.objects.filter(
        plan__in={row.plan_id for row in held}, published_at__isnull=False
    ).select_related("plan")
    read = set(Acknowledgement.objects.filter(version__in=versions).values_list("version_id", "person_id"))
    found = []
    for version in versions:
        if version.valid.upper is not None and version.valid.upper <= today:
            continue
        waiting = {
            row.person
            for row in held
            if row.plan_id == version.plan_id
            and (version.pk, row.person_id) not in read
            and _meet(row.valid, version.valid)
        }
        if waiting:
            found.append((version, sorted(waiting, key=lambda person: person.name)))
    return found


def _meet(one: Any, other: Any) -> bool:
    """Whether two ranges share a day."""
    return (one.upper is None or other.lower < one.upper) and (other.upper is None or one.lower < other.upper)
