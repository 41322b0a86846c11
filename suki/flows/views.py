"""Screens of handing a client over."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.accounts.queries import account_for, owner_of
from suki.apps.company.queries import default_entity
from suki.apps.deals.models import Deal
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer
from suki.base.pages import kind_named
from suki.base.toasts import toast
from suki.flows import actions, forms
from suki.flows.client_joins.answering import proposed_meeting
from suki.flows.models import Handoff, HandoffGap, HandoffItem
from suki.flows.showing import shown


def handoff_for(actor: Any, handoff_id: int) -> Handoff:
    """The handoff, or 404 where it does not exist or is not theirs to see."""
    around = ("account", "giver", "taker", "entity", "deal", "introduction", "notice_approved_by")
    found: Handoff = kind_named("handoff").row_for(actor, handoff_id, with_rows=around)
    return found


@screen(Can.SEE_ACCOUNTS)
def handoff(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """The package, the checklist, the gaps, the clock, the people; and what to do next."""
    found = handoff_for(request.user, handoff_id)
    with timezone.override(found.entity.timezone):
        return render(request, "flows/handoff.html", shown(request.user, found))


@screen(Can.HAND_OVER)
def account_handoff(request: HttpRequest, account_id: int) -> HttpResponse:
    """Begin to hand an account over, or go where that is under way."""
    account = account_for(request.user, account_id)
    return _begin(request, account, None)


@screen(Can.HAND_OVER)
def deal_handoff(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Begin to hand over the client that a deal has won."""
    deal = get_object_or_404(
        Deal.objects.visible_to(request.user).select_related("account", "owner"), pk=deal_id
    )
    if deal.account is None or deal.state != Deal.State.WON:
        messages.error(request, _("A client is handed over when the deal is won."))
        return redirect(kind_named("deal").address(deal.pk))
    return _begin(request, deal.account, deal)


def _begin(request: HttpRequest, account: Any, deal: Deal | None) -> HttpResponse:
    under_way = Handoff.objects.visible_to(request.user).filter(account=account, due_at__isnull=False).first()
    if under_way is not None:
        return redirect("handoff", under_way.pk)
    today = default_entity().today
    giver = deal.owner if deal else owner_of(account, today)
    form = forms.TakerForm(request.POST or None, account=account, giver=giver.pk if giver else None, on=today)
    page = {
        "title": _("Hand over {account}").format(account=account),
        "word": _("Begin the handoff"),
        "lead": _("{giver} gets a checklist and a clock; the package is drawn from what is known.").format(
            giver=giver or "–"
        ),
        "crumbs": kind_named("account").crumbs(account),
    }
    made: list[Handoff] = []

    def begin(person: Any) -> None:
        made.append(actions.begin_handoff(actor=request.user, account=account, deal=deal, taker=person))

    answer = form_answer(request, form, begin, on=kind_named("account").address(account.pk), **page)
    return redirect("handoff", made[0].pk) if made else answer


@screen(Can.HAND_OVER)
@require_POST
def point(request: HttpRequest, handoff_id: int, row_id: int) -> HttpResponse:
    """A point of the checklist is done, or not."""
    found = handoff_for(request.user, handoff_id)
    item = get_object_or_404(HandoffItem, handoff=found, pk=row_id)
    is_done = request.POST.get("is_done") == "1"
    act = partial(actions.tick_point, actor=request.user, item=item, is_done=is_done)
    return _pressed(request, found, partial(act, note=request.POST.get("note", item.note)), "")


@screen(Can.HAND_OVER)
def taker(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Who takes over."""
    found = handoff_for(request.user, handoff_id)
    form = forms.MustTakeForm(
        request.POST or None, account=found.account, giver=found.giver_id, on=found.entity.today,
        initial={"person": found.taker_id},
    )  # fmt: skip
    return _form(request, found, form, actions.choose_taker, _("Who takes over"), _("Choose"))


@screen(Can.HAND_OVER)
def promise(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Something that the client was told and that stands nowhere yet."""
    found = handoff_for(request.user, handoff_id)
    form = forms.HandedPromiseForm(request.POST or None, account=found.account)
    return _form(request, found, form, actions.promise_in_handoff, _("Add a promise"), _("Add the promise"))


@screen(Can.HAND_OVER)
def gap(request: HttpRequest, handoff_id: int, row_id: int) -> HttpResponse:
    """Answer what was missing."""
    found = handoff_for(request.user, handoff_id)
    row = get_object_or_404(HandoffGap, handoff=found, pk=row_id)
    form = forms.AnswerForm(request.POST or None, initial={"answer": row.answer})

    def answer(*, actor: Any, handoff: Handoff, answer: str) -> Any:
        return actions.answer_gap(actor=actor, gap=row, answer=answer)

    return _form(request, found, form, answer, row.text, _("Keep the answer"))


@screen(Can.HAND_OVER)
@require_POST
def submission(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Hand it in."""
    found = handoff_for(request.user, handoff_id)
    act = partial(actions.hand_in, actor=request.user, handoff=found, revision=_revision(request))
    return _pressed(request, found, act, _("Handed in."))


@screen(Can.HAND_OVER)
def acceptance(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Take the client over from a day on."""
    found = handoff_for(request.user, handoff_id)
    begin = {
        "on": found.entity.today,
        "meet_at": proposed_meeting(found),
        "revision": found.revision,
    }
    form = forms.AcceptForm(request.POST or None, initial=begin)
    said = _("{account} is yours.").format(account=found.account)
    return _form(request, found, form, actions.accept_handoff, _("Take over"), _("Take over"), said=said)


@screen(Can.HAND_OVER)
def returning(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Return it, with what is missing."""
    found = handoff_for(request.user, handoff_id)
    form = forms.GapsForm(request.POST or None, initial={"revision": found.revision})
    return _form(request, found, form, actions.return_handoff, _("Return with gaps"), _("Return"))


@screen(Can.HAND_OVER)
def cancellation(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """The client is not handed over after all."""
    found = handoff_for(request.user, handoff_id)
    form = forms.ReasonForm(request.POST or None)
    return _form(
        request, found, form, actions.cancel_handoff, _("Cancel the handoff"), _("Cancel the handoff")
    )


@screen(Can.HAND_OVER)
def introduction(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Plan the meeting in which the client meets whoever looks after them."""
    found = handoff_for(request.user, handoff_id)
    begin = {"at": proposed_meeting(found)}
    form = forms.MeetingForm(request.POST or None, initial=begin)
    return _form(request, found, form, actions.plan_introduction, _("Plan the introduction"), _("Plan it"))


def _form(
    request: HttpRequest, found: Handoff, form: Any, act: Any, title: str, word: str, said: str = ""
) -> HttpResponse:
    page = {
        "title": title,
        "word": word,
        "sub": found.account.name,
        "crumbs": kind_named("handoff").crumbs(found),
        "said": said or _("Kept."),
    }
    on = reverse("handoff", args=[found.pk])
    with timezone.override(found.entity.timezone):
        return form_answer(request, form, partial(act, actor=request.user, handoff=found), on=on, **page)


def _pressed(request: HttpRequest, found: Handoff, act: Any, said: str) -> HttpResponse:
    if refused := acted(act):
        messages.error(request, refused)
    elif said:
        toast(request, said)
    return redirect("handoff", found.pk)


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() else None
