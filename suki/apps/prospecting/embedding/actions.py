"""Making lead forms, and taking what strangers send by them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity
from suki.apps.prospecting.actions import enter_lead
from suki.apps.prospecting.embedding.asking import ASKS, consent_words
from suki.apps.prospecting.models import Campaign, Lead, LeadForm
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.RUN_CAMPAIGNS)
def make_lead_form(
    *, actor: Any, name: str, asks: Sequence[str] = (), language: str = "", campaign: Campaign | None = None,
    thanks: str = "", is_open: bool = True,
) -> LeadForm:  # fmt: skip
    """A form for a website; nobody can guess its address."""
    form = LeadForm(entity=default_entity(), key=secrets.token_urlsafe(18))
    _put(form, name, asks, language, campaign, thanks, is_open)
    record("lead form made", actor=actor, about=form, name=form.name)
    return form


@action(Can.RUN_CAMPAIGNS)
def change_lead_form(
    *, actor: Any, form: LeadForm, name: str, asks: Sequence[str] = (), language: str = "",
    campaign: Campaign | None = None, thanks: str = "", is_open: bool = True, revision: int | None = None,
) -> LeadForm:  # fmt: skip
    """A form asks for something else, or takes no leads any more; its address stays."""
    form = LeadForm.objects.in_use().locked(form.pk, revision=revision)
    _put(form, name, asks, language, campaign, thanks, is_open)
    record("lead form changed", actor=actor, about=form, name=form.name, is_open=is_open)
    return form


@action(Can.WORK_LEADS)
def take_lead(*, actor: Any, form: LeadForm, language: str, **facts: Any) -> Lead:
    """A stranger has written by a form and agreed to be contacted; the words of the consent are kept with the lead."""
    if not LeadForm.objects.in_use().filter(pk=form.pk, is_open=True).exists():
        raise RuleBroken(_("This form is closed."))
    lead: Lead = enter_lead(
        actor=actor, source=Lead.Source.FORM, campaign=form.campaign, form=form, language=language,
        entity=form.entity, **facts,
    )  # fmt: skip
    record("consent given", actor=actor, about=lead, form=form.name, words=consent_words(form))
    return lead


def _put(
    form: LeadForm,
    name: str,
    asks: Sequence[str],
    language: str,
    campaign: Campaign | None,
    thanks: str,
    is_open: bool,
) -> None:
    if not name.strip():
        raise RuleBroken(_("A form needs a name."))
    form.name, form.asks = name.strip(), [each for each in ASKS if each in asks]
    form.language, form.campaign, form.thanks, form.is_open = language, campaign, thanks.strip(), is_open
    form.save()
