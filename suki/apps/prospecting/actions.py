"""Following up leads: entering, handing over, contacting, qualifying, setting aside, referring, converting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.company.queries import default_entity
from suki.apps.people.duties import check_duty
from suki.apps.people.models import Person
from suki.apps.prospecting.checking import checked_facts
from suki.apps.prospecting.clock import contact_by
from suki.apps.prospecting.models import Campaign, Lead, Referral
from suki.apps.prospecting.routing import Routed, hours_for, route, territory_for
from suki.apps.prospecting.scoring import facts_of, rules_in_use, score_of
from suki.base.access import Can, Owned, action
from suki.base.formats import moment_text
from suki.base.history import record
from suki.base.tagging import tag_rows
from suki.kernel.errors import RuleBroken

CLOSED = (Lead.Status.CONVERTED, Lead.Status.SET_ASIDE)


@action(Can.WORK_LEADS)
def enter_lead(
    *,
    actor: Any,
    name: str = "",
    source: str = Lead.Source.HAND,
    owner: Person | None = None,
    campaign: Campaign | None = None,
    **facts: Any,
) -> Lead:
    """Somebody may become a customer. The lead is scored, given to somebody, and its clock begins to run."""
    facts = checked_facts({"name": name, **facts})
    entity = facts.pop("entity", None) or default_entity()
    lead = Lead(entity=entity, source=source, campaign=campaign, **facts)
    if lead.came_at > timezone.now():
        raise RuleBroken(_("A lead cannot come at a moment that is still to come."))
    if lead.territory is None:
        lead.territory = territory_for(country=lead.country, city=lead.city)
    put_score(lead)
    found = route(lead, entity.today) if owner is None else Routed(owner, None, hours_for(lead))
    lead.owner = found.person
    lead.contact_by = contact_by(lead.came_at, found.hours, found.person, entity)
    lead.save()
    _check_duty(actor, lead)
    record(
        "lead entered", actor=actor, about=lead, source=str(source), score=lead.score, owner=lead.owner_id,
        route=found.route.name if found.route else "", campaign=campaign,
    )  # fmt: skip
    return lead


@action(Can.ASSIGN_LEADS)
def assign_lead(*, actor: Any, lead: Lead, person: Person, reason: str = "") -> Lead:
    """From now on this person follows the lead up."""
    lead = _open(actor, lead)
    return _give(actor, lead, person, reason)


@action(Can.ASSIGN_LEADS)
def assign_leads(*, actor: Any, lead_ids: list[int], person: Person, reason: str = "") -> int:
    """One person follows all these leads up; all or none. Returns how many changed hands."""
    return sum(_changed_hands(actor, lead, person, reason) for lead in _several(actor, lead_ids))


@action(Can.ASSIGN_LEADS)
def route_leads(*, actor: Any, lead_ids: list[int]) -> int:
    """Hand those of these leads out by the routes that nobody has; returns how many found somebody."""
    today = default_entity().today
    given = 0
    for lead in _several(actor, lead_ids):
        found = route(lead, today) if lead.owner_id is None and lead.status not in CLOSED else None
        if found is not None and found.person is not None:
            given += _changed_hands(actor, lead, found.person, "")
    return given


@action(Can.WORK_LEADS)
def contacted(*, actor: Any, lead: Lead, at: datetime | None = None) -> Lead:
    """Somebody of us has spoken with the lead; the first time stops its clock."""
    lead = _open(actor, lead)
    moment = at or timezone.now()
    if moment > timezone.now():
        raise RuleBroken(
            _("Nobody has spoken with {lead} yet at a moment that is still to come.").format(lead=lead)
        )
    if lead.contacted_at is None or moment < lead.contacted_at:
        was_late = lead.contact_by is not None and moment > lead.contact_by
        lead.contacted_at = moment
        record("lead contacted", actor=actor, about=lead, at=moment_text(moment), is_late=was_late)
    if lead.status == Lead.Status.NEW:
        lead.status = Lead.Status.WORKING
    lead.save()
    return lead


@action(Can.WORK_LEADS)
def qualify(*, actor: Any, lead: Lead) -> Lead:
    """There is a need and somebody who decides: worth a deal."""
    lead = _open(actor, lead)
    if lead.status == Lead.Status.QUALIFIED:
        raise RuleBroken(_("{lead} is qualified already.").format(lead=lead))
    lead.status = Lead.Status.QUALIFIED
    lead.save()
    record("lead qualified", actor=actor, about=lead, score=lead.score)
    return lead


@action(Can.WORK_LEADS)
def set_aside(*, actor: Any, lead: Lead, reason: str) -> Lead:
    """Nothing comes of it, and the reason says why; it stays known."""
    lead = _open(actor, lead)
    if not reason.strip():
        raise RuleBroken(
            _("Say why nothing comes of {lead}: the next campaign learns from it.").format(lead=lead)
        )
    lead.status, lead.set_aside_because = Lead.Status.SET_ASIDE, reason.strip()
    lead.save()
    record("lead set aside", actor=actor, about=lead, reason=lead.set_aside_because)
    return lead


@action(Can.WORK_LEADS)
def take_up_again(*, actor: Any, lead: Lead) -> Lead:
    """A lead that was set aside is followed up after all."""
    lead = Lead.objects.visible_to(actor).locked(lead.pk)
    if lead.status != Lead.Status.SET_ASIDE:
        raise RuleBroken(_("{lead} is not set aside.").format(lead=lead))
    lead.status = Lead.Status.WORKING if lead.contacted_at else Lead.Status.NEW
    lead.set_aside_because = ""
    lead.save()
    record("lead taken up again", actor=actor, about=lead)
    return lead


@action(Can.WORK_LEADS)
def refer(
    *, actor: Any, lead: Lead | None = None, account: Account | None = None, to: Person, note: str = ""
) -> Referral:
    """Pass new business on to whoever may own it; it stays known who found it, for pay looks here."""
    by = Person.objects.filter(user=actor.pk).first() if actor.pk else None
    if by is None:
        raise RuleBroken(_("Only somebody who works here can refer new business."))
    if by.pk == to.pk:
        raise RuleBroken(_("Nobody refers new business to themselves."))
    if (lead is None) == (account is None):
        raise RuleBroken(_("Refer either a lead or an account."))
    if lead is not None:
        lead = _open(actor, lead)
    else:
        account = Account.objects.visible_to(actor).locked(account.pk)  # type: ignore[union-attr]
    referral = Referral.objects.create(
        lead=lead, account=account, by=by, to=to, day=default_entity().today, note=note.strip()
    )
    about: Any = lead or account
    record("new business referred", actor=actor, about=about, by=by.pk, to=to.pk, reason=note.strip())
    if lead is not None:
        _give(actor, lead, to, "")
    return referral


@action(Can.WORK_LEADS)
def mark_converted(
    *, actor: Any, leads: Iterable[Lead], account: Account, contact: Contact | None
) -> list[Lead]:
    """These leads are one customer now. A lead is converted once; two at once are told so."""
    found = _several(actor, [lead.pk for lead in leads])
    for lead in found:
        if lead.status == Lead.Status.CONVERTED:
            raise RuleBroken(
                _("{lead} has been converted to {account} already.").format(lead=lead, account=lead.account)
            )
        lead.status, lead.set_aside_because = Lead.Status.CONVERTED, ""
        lead.account, lead.contact, lead.converted_at = account, contact, timezone.now()
        lead.save()
        for about in (lead, account):
            record(
                "lead converted", actor=actor, about=about, lead=lead.pk, account=account.pk, contact=contact
            )
    return found


@action(Can.WORK_LEADS)
def change_lead(*, actor: Any, row: Lead, values: dict[str, Any], revision: int | None = None) -> Lead:
    """What is known about a lead changes, and with it what it is worth following up."""
    from suki.base.editing import changing

    lead: Lead = changing(Can.WORK_LEADS)(actor=actor, row=row, values=values, revision=revision)
    if put_score(lead):
        Lead.objects.filter(pk=lead.pk).update(score=lead.score, score_reasons=lead.score_reasons)
        lead.refresh_from_db(fields=["revision"])
    return lead


@action(Can.WORK_LEADS)
def tag_leads(*, actor: Any, lead_ids: list[int], name: str) -> int:
    """Put a tag on these leads; returns on how many it was new."""
    seen = list(Lead.objects.visible_to(actor).filter(pk__in=lead_ids).values_list("pk", flat=True))
    count = tag_rows("lead", seen, name)
    record("leads tagged", actor=actor, tag=name, leads=seen)
    return count


def put_score(lead: Lead) -> bool:
    """Work the score out anew; says whether it, or a reason, is another than before."""
    found = score_of(facts_of(lead), rules_in_use())
    before = (lead.score, lead.score_reasons)
    lead.score, lead.score_reasons = found.points, found.reasons
    return before != (found.points, found.reasons)


def _open(actor: Any, lead: Lead) -> Lead:
    """The lead, locked, unless nothing can be done with it any more."""
    found: Lead = Lead.objects.visible_to(actor).locked(lead.pk)
    if found.status == Lead.Status.CONVERTED:
        raise RuleBroken(
            _("{lead} is a customer now: go on at {account}.").format(lead=found, account=found.account)
        )
    if found.status == Lead.Status.SET_ASIDE:
        raise RuleBroken(_("{lead} is set aside. Take it up again first.").format(lead=found))
    return found


def _several(actor: Any, lead_ids: list[int]) -> list[Lead]:
    """Leads that the actor sees, locked in one order, so that two at once cannot wait for each other."""
    seen = Lead.objects.visible_to(actor).filter(pk__in=lead_ids)
    leads = list(seen.order_by("pk").select_for_update(of=("self",)))
    if not leads or len(leads) != len(set(lead_ids)):
        raise RuleBroken(
            _("Some of these leads are not there any more, or not yours to see. Select them again.")
        )
    return leads


def _changed_hands(actor: Any, lead: Lead, person: Person, reason: str) -> bool:
    """Give one of many to somebody; what is closed or theirs already stays."""
    if lead.status in CLOSED or lead.owner_id == person.pk:
        return False
    _give(actor, lead, person, reason)
    return True


def _give(actor: Any, lead: Lead, person: Person, reason: str) -> Lead:
    """The lead changes hands; if nobody has spoken with it yet, the clock starts anew in the new owner's hours."""
    before, lead.owner = lead.owner_id, person
    if lead.contacted_at is None:
        lead.contact_by = contact_by(timezone.now(), hours_for(lead), person, lead.entity)
    lead.save()
    _check_duty(actor, lead)
    record("lead assigned", actor=actor, about=lead, person=person.pk, before=before, reason=reason)
    return lead


def _check_duty(actor: Any, lead: Lead) -> None:
    """A lead is new business: the firm may keep it apart from looking after customers."""
    if lead.owner is not None:
        check_duty(
            actor=actor,
            owned=Owned.LEAD,
            person=lead.owner,
            on=lead.entity.today,
            about=lead,
            entity=lead.entity,
        )
