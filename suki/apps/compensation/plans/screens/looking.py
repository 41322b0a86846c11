"""Screens that show plans: the list, a plan with its people and versions, a version in words, its document."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.compensation.models import Acknowledgement, PayPlan, PlanMember, PlanVersion, Score
from suki.apps.compensation.plans import actions, queries
from suki.apps.compensation.plans.differences import differences
from suki.apps.compensation.plans.document import pdf_of
from suki.apps.compensation.plans.figures import curve_of, tried_plan, usual_quota
from suki.apps.compensation.plans.linting import hints_of
from suki.apps.compensation.plans.membership import scored_components
from suki.apps.compensation.plans.periods import calculated_periods, cut_period
from suki.apps.compensation.plans.reading_along import last_day, names_in, sections_for, title_of
from suki.apps.compensation.plans.screens.way import crumbs
from suki.base.access import Can, can, screen
from suki.base.answers import acted
from suki.base.languages import language_of
from suki.base.toasts import toast


@screen(Can.SEE_PAY)
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that somebody sees, and what they have to read."""
    today = default_entity().today
    page = {
        "plans": queries.listed(request.user, today),
        "to_read": [(each, title_of(each)) for each in queries.to_read(person_of(request), today)],
        "may_manage": can(request.user, Can.MANAGE_PLANS),
    }
    return render(request, "compensation/plans.html", page)


@screen(Can.SEE_PAY)
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan: what holds now, who is paid by it and has read it, its versions."""
    found = queries.plan_for(request.user, plan_id)
    today = found.entity.today
    versions = list(queries.versions_for(request.user, found))
    holding = queries.version_on(versions, today)
    page = {
        "plan": found,
        "holding": holding,
        "versions": [(each, last_day(each.valid), each == holding) for each in versions],
        "draft": next((each for each in versions if not each.is_published), None),
        "members": _members(request, found, holding),
        "scores": _scores(request, found),
        "sections": sections_for(holding) if holding else [],
        "may_manage": can(request.user, Can.MANAGE_PLANS),
        "may_score": can(request.user, Can.APPROVE_PAY)
        and bool(scored_components(found, *_scored_days(versions, today))),
        "today": today,
        "happened": queries.happened(request.user, found),
        "currency": (holding.rules.get("currency") if holding else "") or found.entity.currency,
        "crumbs": crumbs(),
    }
    return render(request, "compensation/plan.html", page)


@screen(Can.SEE_PAY)
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """What a version says, in words; what changed against the one before; whether it is read."""
    found = queries.version_for(request.user, version_id)
    language = language_of(request.GET.get("language") or get_language() or "")
    member = own_member(request, found)
    page = {
        "version": found,
        "plan": found.plan,
        "last": last_day(found.valid),
        "language": language,
        "languages": settings.LANGUAGES,
        "member": member,
        "read": Acknowledgement.objects.filter(version=found, person=member.person).first()
        if member
        else None,
        "changes": _changes(request, found),
        "may_manage": can(request.user, Can.MANAGE_PLANS),
        "crumbs": crumbs(found.plan),
        **_beside(found),
        **_wording(found, member, language),
    }
    return render(request, "compensation/version.html", page)


@screen(Can.SEE_PAY)
def document(request: HttpRequest, version_id: int) -> HttpResponse:
    """The same words on paper."""
    found = queries.version_for(request.user, version_id)
    language = language_of(request.GET.get("language") or get_language() or "")
    answer = HttpResponse(pdf_of(found, language, own_member(request, found)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-{found.plan_id}-{found.number}.pdf"'
    return answer


@require_POST
@screen(Can.SEE_PAY)
def reading(request: HttpRequest, version_id: int) -> HttpResponse:
    """The person says: I have read this."""
    found = queries.version_for(request.user, version_id)
    language = request.POST.get("language", "")
    refused = acted(lambda: actions.acknowledge(actor=request.user, version=found, language=language))
    toast(request, refused or _("Kept: you have read version {number}.").format(number=found.number))
    return redirect("plan_version", version_id)


@screen(Can.SEE_PAY)
def acknowledged(request: HttpRequest, version_id: int, person_id: int) -> HttpResponse:
    """The exact words that somebody has acknowledged."""
    found = queries.version_for(request.user, version_id)
    seen = PlanMember.objects.visible_to(request.user).filter(plan=found.plan, person=person_id)
    kept = Acknowledgement.objects.filter(version=found, person__in=seen.values("person")).select_related(
        "person"
    )
    row = queries.get_object_or_404(kept, person=person_id)
    return render(
        request,
        "compensation/acknowledged.html",
        {"row": row, "version": found, "plan": found.plan, "crumbs": crumbs(found.plan)},
    )


def own_member(request: HttpRequest, found: PlanVersion) -> PlanMember | None:
    """The reader's own membership in the days of a version."""
    person = person_of(request)
    if person is None:
        return None
    held = PlanMember.objects.filter(plan=found.plan_id, person=person, valid__overlap=found.valid)
    member: PlanMember | None = held.select_related("person", "plan__entity").order_by("-pk").first()
    return member


def person_of(request: HttpRequest) -> Any:
    """The person behind whoever reads."""
    return getattr(request.user, "person", None)


def _scored_days(versions: list[PlanVersion], today: date) -> tuple[date, date]:
    """All days of a plan up to now."""
    first = min((each.valid.lower for each in versions if each.is_published), default=today)
    return min(first, today), today


def _members(request: HttpRequest, found: PayPlan, holding: PlanVersion | None) -> list[Any]:
    today = found.entity.today
    return queries.members_of(request.user, found, holding, today)


def _scores(request: HttpRequest, found: PayPlan) -> list[Any]:
    scores = (
        Score.objects.visible_to(request.user)
        .filter(plan=found)
        .select_related("person", "scored_by__person")
    )
    return [(each, last_day(each.valid)) for each in scores.order_by("-valid", "person__sort_key")[:60]]


def _changes(request: HttpRequest, found: PlanVersion) -> list[Any]:
    """What differs from the version before it."""
    earlier = queries.versions_for(request.user, found.plan).filter(number__lt=found.number).first()
    if earlier is None:
        return []
    return differences(earlier.rules, found.rules, {**names_in(earlier.rules), **names_in(found.rules)})


def _beside(found: PlanVersion) -> dict[str, Any]:
    """The curve, and for a draft what stands in its way."""
    tried = tried_plan(found.rules)
    values: dict[str, Any] = {"curve": curve_of(tried, usual_quota(tried.currency)) if tried else None}
    if not found.is_published:
        hints = [hint for hints in hints_of(found.rules).values() for hint in hints]
        values["hints"] = hints
        values["calculated"] = calculated_periods(found.plan.entity, found.valid).order_by("-valid").first()
        values["cut"] = cut_period(found.plan.entity, found.valid)
    return values


def _wording(found: PlanVersion, member: PlanMember | None, language: str) -> dict[str, Any]:
    with override(language):
        return {"title": title_of(found), "sections": sections_for(found, member)}
