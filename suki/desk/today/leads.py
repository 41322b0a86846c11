"""What Today says about leads: those that somebody has to speak with, and those that nobody has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.prospecting.models import Lead
from suki.apps.prospecting.queries import OPEN, leads_for
from suki.base.access import Can, can
from suki.base.formats import moment_text
from suki.base.pages import page_of
from suki.desk.today.needs import Asking, Need, register_kind

MOST = 50
UNCLAIMED_FOR = timedelta(hours=1)


def register() -> None:
    """Called once at start-up."""
    register_kind("lead", first_contacts)
    register_kind("unclaimed", leads_of_nobody)


def first_contacts(asking: Asking) -> Iterable[Need]:
    """Leads of the actor's own that nobody has spoken with, due today or before."""
    person = getattr(asking.actor, "person", None)
    if person is None or not can(asking.actor, Can.SEE_LEADS):
        return
    now, evening = (
        timezone.now(),
        timezone.make_aware(datetime.combine(asking.today + timedelta(days=1), time())),
    )
    rows = Lead.objects.in_use().filter(
        owner=person, status__in=OPEN, contacted_at__isnull=True, contact_by__lt=evening
    )
    for lead in rows.order_by("contact_by", "pk")[:MOST]:
        due = timezone.localtime(lead.contact_by).date()
        why = _("First contact by {at}. Score {score}.").format(
            at=moment_text(lead.contact_by), score=lead.score
        )
        yield Need(
            kind="lead", key=f"{lead.pk}:{due}", what=_("Speak with the new lead"), who=lead.name, why=why,
            by=_("Leads"), href=page_of("lead", lead.pk), act=_("Open lead"), due=due, is_late=lead.contact_by < now,
        )  # fmt: skip


def leads_of_nobody(asking: Asking) -> Iterable[Need]:
    """Leads that no route handed out, for those who hand leads out: all of them together."""
    if not can(asking.actor, Can.ASSIGN_LEADS):
        return
    waiting = leads_for(asking.actor).filter(
        owner__isnull=True, status__in=OPEN, came_at__lt=timezone.now() - UNCLAIMED_FOR
    )
    count = waiting.order_by()[: MOST + 1].count()
    if count:
        sentence = ngettext("One lead waits for somebody.", "{count} leads wait for somebody.", count)
        yield Need(
            kind="unclaimed", key=str(asking.today), what=_("Hand out the leads that nobody has"),
            why=sentence.format(count=count if count <= MOST else f"{MOST}+"), by=_("Leads"),
            href=f"{reverse('leads')}?owner=nobody&status=open", act=_("Open leads"), due=asking.today,
        )  # fmt: skip
