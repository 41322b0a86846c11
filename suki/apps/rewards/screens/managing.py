"""Screens of those who run the rewards: the catalogue, the rules, who wins, what is sent."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.rewards import actions, forms, queries
from suki.apps.rewards.models import Grant, Reward, RewardRule
from suki.apps.rewards.screens.own import tabs
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer, was_done
from suki.base.toasts import toast
from suki.kernel.money import Money
from suki.kernel.periods import Period


@screen(Can.MANAGE_REWARDS)
def reward_new(request: HttpRequest) -> HttpResponse:
    """One more thing that can be won."""
    form = forms.RewardForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {
        "title": _("New reward"),
        "word": _("Put it into the catalogue"),
        "is_multipart": True,
    }
    page |= {"said": _("It is in the catalogue."), "crumbs": _crumbs()}
    return form_answer(
        request, form, partial(actions.add_reward, actor=request.user), on=reverse("reward_catalogue"), **page
    )


@screen(Can.MANAGE_REWARDS)
def reward_change(request: HttpRequest, reward_id: int) -> HttpResponse:
    """What it is called, costs, and how many there are."""
    found = get_object_or_404(Reward.objects.in_use(), pk=reward_id)
    begun = {name: getattr(found, name) for name in ("name", "about", "points", "stock", "is_taxable")}
    begun["value"] = Money(found.value, found.currency)
    begun["taxable_value"] = (
        None if found.taxable_value is None else Money(found.taxable_value, found.currency)
    )
    form = forms.RewardForm(request.POST or None, request.FILES or None, initial=begun)
    page: dict[str, Any] = {"title": _("Change the reward"), "word": _("Save"), "is_multipart": True}
    page |= {"said": _("It is saved."), "crumbs": _crumbs(), "sub": str(found), "reward": found}
    page |= {"template": "rewards/reward_form.html"}
    act = partial(actions.change_reward, actor=request.user, reward=found, revision=found.revision)
    return form_answer(request, form, act, on=reverse("reward_catalogue"), **page)


@require_POST
@screen(Can.MANAGE_REWARDS)
def reward_withdrawal(request: HttpRequest, reward_id: int) -> HttpResponse:
    """Take it out of the catalogue."""
    found = get_object_or_404(Reward.objects.in_use(), pk=reward_id)
    refused = acted(partial(actions.withdraw_reward, actor=request.user, reward=found))
    toast(request, refused or _("“{reward}” can no longer be chosen.").format(reward=found))
    return redirect("reward_catalogue")


@screen(Can.SEE_REWARDS)
def rules(request: HttpRequest) -> HttpResponse:
    """By which rules people win; everybody who can win may read them."""
    held = RewardRule.objects.in_use().select_related("team", "entity").prefetch_related("rewards")
    page = {
        "rules": held.order_by("-valid", "pk"),
        "may_manage": can(request.user, Can.MANAGE_REWARDS),
        "today": default_entity().today,
        "tabs": tabs(request, "reward_rules"),
    }
    return render(request, "rewards/rules.html", page)


@screen(Can.MANAGE_REWARDS)
def rule_new(request: HttpRequest) -> HttpResponse:
    """One more rule."""
    page = {
        "title": _("New rule"),
        "word": _("Set the rule"),
        "said": _("The rule is set."),
        "crumbs": _crumbs(),
    }
    form = forms.RuleForm(request.POST or None)
    return form_answer(
        request, form, partial(actions.set_rule, actor=request.user), on=reverse("reward_rules"), **page
    )


@screen(Can.MANAGE_REWARDS)
def rule_end(request: HttpRequest, reward_rule_id: int) -> HttpResponse:
    """From which day on nobody wins by it."""
    found = get_object_or_404(RewardRule.objects.in_use(), pk=reward_rule_id)
    form = forms.DayForm(request.POST or None, name="on", label=_("First day without it"))
    page = {"title": _("End the rule"), "word": _("End it"), "said": _("The rule ends."), "sub": str(found)}
    act = partial(actions.end_rule, actor=request.user, rule=found)
    return form_answer(request, form, act, on=reverse("reward_rules"), **page)


@screen(Can.MANAGE_REWARDS)
def grants(request: HttpRequest) -> HttpResponse:
    """Who has won what, and what waits to be sent."""
    page = {
        "grants": queries.grants_for(request.user)[: queries.MOST],
        "waiting": list(queries.to_send(request.user)[: queries.MOST]),
        "tabs": tabs(request, "reward_grants"),
    }
    return render(request, "rewards/grants.html", page)


@screen(Can.MANAGE_REWARDS)
def benefits(request: HttpRequest) -> HttpResponse:
    """What the payroll notes as benefits in kind in a period; this month where none is asked for."""
    entity = default_entity()
    period = Period.month(entity.today.year, entity.today.month)
    form = forms.PeriodForm(request.GET if "period" in request.GET else None, initial={"period": period})
    if form.is_bound and form.is_valid():
        period = form.cleaned_data["period"]
    page = {
        "form": form,
        "it": queries.benefits_in_kind(request.user, period),
        "crumbs": [*_crumbs(), (_("Winners"), reverse("reward_grants"))],
    }
    return render(request, "rewards/benefits.html", page, status=422 if form.errors else 200)


@screen(Can.MANAGE_REWARDS)
def grant_new(request: HttpRequest) -> HttpResponse:
    """Somebody wins by a word."""
    people = queries.people_to_reward(request.user, default_entity().today)
    page = {"title": _("Give a reward"), "word": _("Give it"), "said": _("It is given."), "crumbs": _crumbs()}
    form = forms.GrantForm(request.POST or None, people=people)
    return form_answer(
        request, form, partial(actions.grant_reward, actor=request.user), on=reverse("reward_grants"), **page
    )


@screen(Can.MANAGE_REWARDS)
def grants_by_rules(request: HttpRequest) -> HttpResponse:
    """Give everybody what they have won by the rules in a period."""
    form = forms.PeriodForm(request.POST or None)
    made: list[Grant] = []

    def give(period: Any) -> None:
        made.extend(actions.grant_by_rules(actor=request.user, period=period))

    if request.method == "POST" and form.is_valid() and was_done(form, give):
        said = ngettext("{count} person has won.", "{count} people have won.", len(made))
        toast(request, said.format(count=len(made)) if made else _("Nobody new has won in this period."))
        return redirect("reward_grants")
    page = {
        "form": form, "title": _("Who has won"), "word": _("Give what was won"), "cancel": reverse("reward_grants"),
        "crumbs": _crumbs(),
        "lead": _("Every rule is applied to the period; whoever has it already gets nothing twice."),
    }  # fmt: skip
    return render(request, "base/form.html", page, status=422 if form.errors else 200)


@screen(Can.MANAGE_REWARDS)
def grant_time(request: HttpRequest, grant_id: int) -> HttpResponse:
    """More time to choose."""
    found = queries.grant_for(request.user, grant_id)
    form = forms.DayForm(request.POST or None, name="choose_by", label=_("Choose by"))
    page = {"title": _("More time to choose"), "word": _("Give more time"), "said": _("There is more time.")}
    act = partial(actions.extend_choice, actor=request.user, grant=found)
    return form_answer(
        request, form, act, on=reverse("reward_grant", args=[found.pk]), sub=str(found), **page
    )


@screen(Can.MANAGE_REWARDS)
def choice_sent(request: HttpRequest, choice_id: int) -> HttpResponse:
    """It is on its way."""
    found = queries.choice_for(request.user, choice_id)
    page = {
        "title": _("Send it"),
        "word": _("It is on its way"),
        "sub": f"{found.reward}, {found.purse.person}",
    }
    act = partial(actions.send_reward, actor=request.user, choice=found)
    form = forms.SentForm(request.POST or None)
    return form_answer(request, form, act, on=reverse("reward_grants"), said=_("It is on its way."), **page)


@screen(Can.MANAGE_REWARDS)
def points_correction(request: HttpRequest) -> HttpResponse:
    """Put somebody's points right."""
    people = queries.people_to_reward(request.user, default_entity().today)
    page = {"title": _("Correct points"), "word": _("Correct them"), "said": _("They are corrected.")}
    form = forms.CorrectionForm(request.POST or None, people=people)
    act = partial(actions.correct_points, actor=request.user)
    return form_answer(request, form, act, on=reverse("reward_grants"), crumbs=_crumbs(), **page)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Rewards"), reverse("rewards"))]
