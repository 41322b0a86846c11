"""What people do in a review: answer, decide, plan, talk, take steps, ask others to it, keep the record."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from suki.apps.standing import actions, forms, queries
from suki.apps.standing.deciding import PLANS, may_follow
from suki.apps.standing.models import CheckIn, Decision, Party, StandingReview
from suki.apps.standing.stepping import customs_of
from suki.apps.standing.wording import VERBS
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer
from suki.base.toasts import toast
from suki.engines.standing import STANDARD_KNOWN
from suki.kernel.errors import RuleBroken


@screen(Can.SEE_STANDING)
def standing_reply(request: HttpRequest, standing_id: int) -> HttpResponse:
    """The person says what they have to say."""
    found = queries.review_for(request.user, standing_id)
    form = forms.ReplyForm(request.POST or None, request.FILES or None)
    lead = _("Your words stand beside every decision. Nobody changes them.")
    act = partial(actions.reply, actor=request.user, review=found)
    words = (_("Your answer"), _("Answer"), _("Your answer stands in the record."))
    return _form(request, found, form, act, words, lead=lead, is_multipart=True)


@screen(Can.DECIDE_STANDING)
def standing_decision(request: HttpRequest, standing_id: int, kind: str) -> HttpResponse:
    """A person decides, in their own words."""
    found = queries.review_for(request.user, standing_id)
    if kind not in Decision.Kind.values or kind not in may_follow(found):
        raise Http404
    what = Decision.Kind(kind)
    words = (VERBS[what], VERBS[what], _("It is decided, and the person reads why."))
    if what in PLANS:
        form: Any = forms.PlanForm(request.POST or None)
        act = partial(actions.begin_plan, actor=request.user, review=found, kind=kind)
    else:
        form = forms.DecisionForm(request.POST or None, kind=kind)
        act = partial(actions.decide, actor=request.user, review=found, kind=kind)
    return _form(request, found, form, act, words)


@screen(Can.SEE_STANDING)
def standing_opinion(request: HttpRequest, standing_id: int) -> HttpResponse:
    """The second reviewer says what they think."""
    found = queries.review_for(request.user, standing_id)
    if not found.parties.filter(person__user=request.user, role=Party.Role.SECOND).exists():
        raise Http404
    act = partial(actions.give_opinion, actor=request.user, review=found)
    words = (_("Second opinion"), _("Give the opinion"), _("Your opinion stands in the record."))
    return _form(request, found, forms.OpinionForm(request.POST or None), act, words)


@screen(Can.DECIDE_STANDING)
def standing_talk(request: HttpRequest, standing_id: int, check_in_id: int) -> HttpResponse:
    """Both sat down together."""
    found = queries.review_for(request.user, standing_id)
    check_in = get_object_or_404(CheckIn.objects.filter(plan__decision__review=found), pk=check_in_id)
    act = partial(actions.hold_check_in, actor=request.user, check_in=check_in)
    words = (_("What was said"), _("Write it down"), _("It is written down."))
    return _form(request, found, forms.TalkForm(request.POST or None), act, words)


@screen(Can.DECIDE_STANDING)
def standing_step(request: HttpRequest, standing_id: int, key: str) -> HttpResponse:
    """A step of the customs was taken."""
    found = queries.review_for(request.user, standing_id)
    if customs_of(found).step(key) is None:
        raise Http404
    act = partial(actions.take_step, actor=request.user, review=found, key=key)
    form = forms.StepForm(request.POST or None, request.FILES or None)
    words = (forms.step_name(key), _("It was done"), _("It is written down."))
    return _form(request, found, form, act, words, is_multipart=True)


@screen(Can.DECIDE_STANDING)
def standing_aside(request: HttpRequest, standing_id: int, key: str) -> HttpResponse:
    """A step is not taken, for a reason."""
    found = queries.review_for(request.user, standing_id)
    if key != STANDARD_KNOWN and customs_of(found).step(key) is None:
        raise Http404
    act = partial(actions.set_step_aside, actor=request.user, review=found, key=key)
    words = (
        _("Set the step aside"),
        _("Set it aside"),
        _("It is set aside, and the reason stands in the record."),
    )
    return _form(
        request, found, forms.ReasonForm(request.POST or None), act, words, lead=forms.step_name(key)
    )


@screen(Can.DECIDE_STANDING)
def standing_party(request: HttpRequest, standing_id: int) -> HttpResponse:
    """Somebody else is asked to it."""
    found = queries.review_for(request.user, standing_id)
    act = partial(actions.ask_to_it, actor=request.user, review=found)
    words = (_("Ask somebody to it"), _("Ask them"), _("They are part of it now; the person sees that."))
    return _form(request, found, forms.PartyForm(request.POST or None), act, words)


@require_POST
@screen(Can.DECIDE_STANDING)
def standing_evidence(request: HttpRequest, standing_id: int) -> HttpResponse:
    """Look at the figures again."""
    found = queries.review_for(request.user, standing_id)
    refused = acted(partial(actions.add_evidence, actor=request.user, review=found))
    toast(request, refused or _("What is known now stands beside what was known then."))
    return redirect("standing_review", found.pk)


@screen(Can.DECIDE_STANDING)
def standing_hold(request: HttpRequest, standing_id: int) -> HttpResponse:
    """The record stays beyond its day."""
    found = queries.review_for(request.user, standing_id)
    act = partial(actions.hold_record, actor=request.user, review=found)
    words = (_("Hold the record"), _("Hold it"), _("The record is held."))
    return _form(request, found, forms.ReasonForm(request.POST or None), act, words)


@require_POST
@screen(Can.DECIDE_STANDING)
def standing_hold_end(request: HttpRequest, standing_id: int) -> HttpResponse:
    """The record goes on its day."""
    found = queries.review_for(request.user, standing_id)
    refused = acted(partial(actions.lift_hold, actor=request.user, review=found))
    toast(request, refused or _("The record is no longer held."))
    return redirect("standing_review", found.pk)


@require_POST
@screen(Can.DECIDE_STANDING)
def standing_sweep(request: HttpRequest) -> HttpResponse:
    """Look now whether somebody missed their quota."""
    try:
        made = actions.open_reviews(actor=request.user)
    except RuleBroken as refused:
        toast(request, str(refused))
        return redirect("standing")
    said = ngettext("{count} review was opened.", "{count} reviews were opened.", len(made))
    toast(request, said.format(count=len(made)) if made else _("Nothing new is to be looked at."))
    return redirect("standing")


@screen(Can.DECIDE_STANDING)
def miss_rule_new(request: HttpRequest) -> HttpResponse:
    """When a missed quota is looked at together."""
    page = {
        "title": _("New rule"), "word": _("Set the rule"), "said": _("The rule is set."),
        "lead": _("The rule opens a review, and nothing else. Tell everybody concerned before it holds."),
        "crumbs": [(_("Standing"), reverse("standing"))],
    }  # fmt: skip
    act = partial(actions.set_miss_rule, actor=request.user)
    return form_answer(request, forms.MissRuleForm(request.POST or None), act, on=reverse("standing"), **page)


def _form(
    request: HttpRequest, found: StandingReview, form: Any, act: Any, words: tuple[Any, Any, Any], **page: Any
) -> HttpResponse:
    """A form about a review; title, verb, and what is said when it is done."""
    title, word, said = words
    back = reverse("standing_review", args=[found.pk])
    crumbs = [(_("Standing"), reverse("standing")), (str(found.person), back)]
    return form_answer(
        request,
        form,
        act,
        on=back,
        title=title,
        word=word,
        said=said,
        sub=str(found.person),
        crumbs=crumbs,
        **page,
    )
