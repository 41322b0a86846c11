"""What passed between us and the client: calls, meetings, visits, mails; what they need, and what we promised."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.catalog.models import Product
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Lead
from suki.base.rows import Extendable, Row, revision_trigger, tracked


@tracked()
class Touchpoint(Extendable, Row):
    """One time that we spoke with a client, or mean to. `about_kind` and `about_id` say what else it was about (a deal).

    A phone without a signal brings its own `uid`, so that what it sends twice is kept once. `message_id`, `thread` and
    `participants` are for mails.
    """

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        MEETING = "meeting", _("meeting")
        MAIL = "mail", _("mail")
        VISIT = "visit", _("visit")
        MESSAGE = "message", _("message")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    class Outcome(models.TextChoices):
        WELL = "well", _("went well")
        MIXED = "mixed", _("mixed")
        BADLY = "badly", _("went badly")
        NOT_MET = "not_met", _("nobody met")
        ORDER = "order", _("an order")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DONE)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="+")
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who of us"))
    contacts = models.ManyToManyField(Contact, blank=True, related_name="+", verbose_name=_("who of them"))
    colleagues = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("with"))
    at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    subject = models.CharField(_("about what"), max_length=255, blank=True)
    text = models.TextField(_("what was said"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    next_step = models.CharField(_("next step"), max_length=255, blank=True)
    next_step_on = models.DateField(_("by when"), null=True, blank=True)
    next_step_done_on = models.DateField(_("step taken on"), null=True, blank=True)
    is_incoming = models.BooleanField(_("they came to us"), default=False)
    message_id = models.CharField(max_length=255, blank=True)
    thread = models.CharField(max_length=255, blank=True)
    participants = models.JSONField(default=list, blank=True)
    mentions = models.ManyToManyField(
        "base.User", blank=True, related_name="+", verbose_name=_("who is asked")
    )
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    PERSONAL = ("subject", "text", "participants")

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="touchpoint_account"),
            models.Index(fields=["person", "state", "at"], name="touchpoint_person"),
            models.Index(fields=["about_kind", "about_id"], name="touchpoint_about"),
            models.Index(fields=["message_id"], name="touchpoint_message", condition=~Q(message_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(lead__isnull=False), name="touchpoint_is_with_somebody"
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.subject or str(self.get_kind_display())


@tracked()
class VisitRhythm(Row):
    """How often accounts of a tier are visited; one row without a tier holds for all others."""

    tier = models.CharField(_("tier"), max_length=4, blank=True, unique=True)
    every_days = models.PositiveSmallIntegerField(_("every so many days"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(every_days__gt=0), name="rhythm_is_at_least_a_day")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.tier}: {self.every_days}"


@tracked()
class TourStop(Row):
    """A visit in somebody's tour of a day: the order they go in."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    position = models.PositiveSmallIntegerField(default=0)
    visit = models.OneToOneField(Touchpoint, models.CASCADE, related_name="stop")

    class Meta:
        indexes = [models.Index(fields=["person", "day", "position"], name="tour_stop_day")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.position}"


@tracked()
class Need(Row):
    """Something that a client said they need, in their words, and the product that meets it, if we have one."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MET = "met", _("met")
        DROPPED = "dropped", _("dropped")

    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, models.SET_NULL, null=True, blank=True, related_name="needs")
    said_on = models.DateField(_("said on"))
    text = models.TextField(_("what they need"))
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("what meets it")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(lead__isnull=False), name="need_is_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class Promise(Row):
    """What we told a client we would do, by when. Kept on its day or before; late when kept after; broken when given up.

    `source_kind` and `source_id` say where it was made (a touchpoint, a proposal, a contract, a handoff).
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        WITHDRAWN = "withdrawn", _("released by the client")

    class Source(models.TextChoices):
        TALK = "talk", _("talk")
        MAIL = "mail", _("mail")
        PROPOSAL = "proposal", _("proposal")
        CONTRACT = "contract", _("contract")
        HANDOFF = "handoff", _("handoff")

    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to whom")
    )
    text = models.CharField(_("what was promised"), max_length=400)
    made_on = models.DateField(_("promised on"))
    due = models.DateField(_("due"))
    first_due = models.DateField(_("first due"), editable=False)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who keeps it"))
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.TALK)
    source_kind = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    proof = models.TextField(_("what shows it"), blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due"], name="promise_owner", condition=Q(state="open")),
            models.Index(fields=["account", "due"], name="promise_account"),
            models.Index(fields=["source_kind", "source_id"], name="promise_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(lead__isnull=False), name="promise_is_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True)
                | (~Q(state="open") & Q(settled_on__isnull=False)),
                name="promise_is_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("made_on")), name="promise_is_due_after_it_was_made"
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.text
