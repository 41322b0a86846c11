"""Pages that show reviews: those one is part of, and one of them. Who reads somebody else's is written down."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity
from suki.apps.company.rankings import individual_rankings_are_shown
from suki.apps.standing import queries
from suki.apps.standing.deciding import ends_on, may_be_decided_from, may_follow, plan_of
from suki.apps.standing.documents import minutes_of
from suki.apps.standing.guarding import leads, person_of
from suki.apps.standing.models import Party, StandingReview
from suki.apps.standing.showing import shown_customs, shown_evidence
from suki.apps.standing.talking import look_at
from suki.apps.standing.wording import VERBS
from suki.base.access import Can, Reach, can, reach_of, screen
from suki.base.answers import acted
from suki.base.files import open_file


@screen(Can.SEE_STANDING)
def standing(request: HttpRequest) -> HttpResponse:
    """The reviews that I am part of, and how the group did."""
    entity, user = default_entity(), request.user
    me = person_of(user)
    found = list(queries.reviews_for(user)[: queries.MOST])
    may_decide = can(user, Can.DECIDE_STANDING) and reach_of(user, Can.DECIDE_STANDING) is not Reach.OWN
    rules = list(queries.rules_of(entity)) if may_decide else []
    holding = [rule for rule in rules if entity.today in rule.valid]
    page = {
        "mine": [(each, queries.state_of(each)) for each in found if each.person == me],
        "others": [(each, queries.state_of(each)) for each in found if each.person != me],
        "rules": [(rule, queries.together(user, rule)) for rule in holding],
        "may_decide": may_decide,
        "may_set": reach_of(user, Can.DECIDE_STANDING) is Reach.ALL,
        "is_by_name": individual_rankings_are_shown(entity),
    }
    return render(request, "standing/standing.html", page)


@screen(Can.SEE_STANDING)
def review(request: HttpRequest, standing_id: int) -> HttpResponse:
    """One review: the evidence with its sources, what was said and decided, the customs, who looked at it."""
    found = queries.review_for(request.user, standing_id)
    with transaction.atomic():
        look_at(request.user, found)
    newest = list(found.evidence.order_by("-number"))
    plan = plan_of(found)
    page: dict[str, Any] = {
        "review": found,
        "state": queries.state_of(found),
        "evidence": shown_evidence(newest[0], found),
        "older": newest[1:],
        "course": queries.course_of(found),
        "plan": plan,
        "plan_ends": ends_on(plan) if plan else None,
        "check_ins": plan.check_ins.select_related("talk").order_by("due") if plan else [],
        "customs": shown_customs(found),
        "looks": found.looks.select_related("by__person").order_by("-pk")[: queries.MOST],
        "parties": found.parties.select_related("person"),
        "hold": found.holds.filter(lifted_at__isnull=True).select_related("by__person").first(),
        "answer_by": may_be_decided_from(found),
        "crumbs": [(_("Standing"), reverse("standing"))],
    }
    return render(request, "standing/review.html", page | _rights(request, found))


@screen(Can.SEE_STANDING)
def standing_file(request: HttpRequest, standing_id: int, kind: str, row_id: int) -> HttpResponseBase:
    """A file of a review; who opens it has looked at it."""
    found = queries.review_for(request.user, standing_id)
    rows: Any = {"reply": found.replies, "step": found.steps}.get(kind)
    if rows is None:
        raise Http404
    row = get_object_or_404(rows.select_related("file").filter(file__isnull=False), pk=row_id)
    look_at(request.user, found, "file")
    return FileResponse(open_file(row.file), filename=row.file_name, as_attachment=True)


@screen(Can.SEE_STANDING)
def standing_letter(request: HttpRequest, standing_id: int) -> HttpResponse:
    """The minutes in the person's language; who prints them has looked at them."""
    found = queries.review_for(request.user, standing_id)
    look_at(request.user, found, "minutes")
    answer = HttpResponse(minutes_of(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{found.pk}.pdf"'
    return answer


def _rights(request: HttpRequest, found: StandingReview) -> dict[str, Any]:
    """What the reader may do here."""
    me = person_of(request.user)
    is_own = found.person == me
    may_lead = (
        not is_own
        and can(request.user, Can.DECIDE_STANDING)
        and not acted_refused(lambda: leads(request.user, found))
    )
    second = found.parties.filter(person=me, role=Party.Role.SECOND).exists()
    following = may_follow(found)
    return {
        "is_own": is_own,
        "is_closed": hasattr(found, "closing"),
        "may_lead": may_lead,
        "may_give_opinion": second and any(kind.value == "end" for kind in following),
        "following": [(kind.value, VERBS[kind]) for kind in following] if may_lead else [],
    }


def acted_refused(act: Any) -> bool:
    """Whether it would be refused."""
    from django.core.exceptions import PermissionDenied

    try:
        return bool(acted(act))
    except PermissionDenied:
        return True
