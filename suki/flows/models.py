"""What changes that cross rooms leave behind: the handoff of a client from who won it to who keeps it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.company.models import LegalEntity
from suki.apps.deals.models import Deal
from suki.apps.people.models import Person
from suki.apps.touchpoints.models import Touchpoint
from suki.base.rows import Row, revision_trigger, tracked


class CreditRule(models.TextChoices):
    """Whose the first orders of a handed-over client are; pay reads it from the handoff."""

    DATE_CUT = "date_cut", _("from the day of acceptance on, the account manager's")
    FIRST_ORDER = "first_order", _("the first order is the representative's")
    TAPER = "taper", _("the representative's share falls month by month")


@tracked()
class HandoffPolicy(Row):
    """How a firm hands over: what begins it, how long each may take, what has to be in the package, whose the credit is."""

    class Trigger(models.TextChoices):
        WON = "won", _("a deal is won")
        FIRST_ORDER = "first_order", _("a deal is won and the first order is entered")
        CONTRACT = "contract", _("a deal is won and the contract is signed")

    entity = models.OneToOneField(LegalEntity, models.CASCADE, null=True, blank=True, related_name="+")
    trigger = models.CharField(
        _("begins when"), max_length=12, choices=Trigger.choices, default=Trigger.FIRST_ORDER
    )
    hours_to_submit = models.PositiveSmallIntegerField(_("working hours to hand over"), default=40)
    hours_to_answer = models.PositiveSmallIntegerField(_("working hours to accept or return"), default=16)
    checklist = models.JSONField(_("checklist"), default=list)
    credit_rule = models.CharField(
        _("credit for the first orders"),
        max_length=12,
        choices=CreditRule.choices,
        default=CreditRule.DATE_CUT,
    )
    taper = models.JSONField(_("the representative's percent, month by month"), default=list, blank=True)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.entity or ''}"


@tracked()
class Handoff(Row):
    """A client passes from the representative who won it to the account manager who keeps it.

    The package is drawn from the data and frozen when it is handed in. `credit_rule`, `credit_from` and `taper` are the
    written rule that pay reads.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        HANDED_IN = "handed_in", _("waiting for the account manager")
        RETURNED = "returned", _("returned with gaps")
        ACCEPTED = "accepted", _("accepted")
        CANCELLED = "cancelled", _("cancelled")

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    deal = models.ForeignKey(Deal, models.PROTECT, null=True, blank=True, related_name="+")
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("handed over by"))
    taker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken over by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARING)
    began_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    package = models.JSONField(default=dict)
    sold_because = models.TextField(_("what was sold and why"), blank=True)
    risks = models.TextField(_("risks"), blank=True)
    special_terms = models.TextField(_("special terms"), blank=True)
    open_issues = models.TextField(_("open issues"), blank=True)
    credit_rule = models.CharField(
        _("credit for the first orders"),
        max_length=12,
        choices=CreditRule.choices,
        default=CreditRule.DATE_CUT,
    )
    credit_from = models.DateField(_("credit changes on"), null=True, blank=True)
    taper = models.JSONField(default=list, blank=True)
    introduction = models.ForeignKey(Touchpoint, models.SET_NULL, null=True, blank=True, related_name="+")
    notice = models.TextField(_("notice to the client"), blank=True)
    notice_language = models.CharField(max_length=8, blank=True)
    notice_approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    notice_approved_at = models.DateTimeField(null=True, blank=True)
    notice_sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    notice_sent_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = ("sold_because", "risks", "special_terms", "open_issues", "notice")

    class Meta:
        indexes = [models.Index(fields=["-began_at", "-id"], name="handoff_began")]
        constraints = [
            models.UniqueConstraint(
                fields=["deal"], condition=~Q(state="cancelled"), name="one_handoff_a_deal"
            ),
            models.CheckConstraint(
                condition=Q(notice_sent_at__isnull=True) | Q(notice_approved_at__isnull=False),
                name="only_an_approved_notice_is_sent",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=~Q(state__in=["accepted", "cancelled"]),
                name="one_open_handoff_an_account",
            ),
            models.CheckConstraint(
                condition=Q(taker__isnull=True) | ~Q(taker=F("giver")), name="nobody_hands_over_to_themselves"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(accepted_on__isnull=False, taker__isnull=False, credit_from__isnull=False),
                name="accepted_handoff_has_its_day",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.account}: {self.giver} → {self.taker or '?'}"


@tracked()
class HandoffItem(Row):
    """A point of the checklist: done with a word on it, or not."""

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("point"), max_length=255)
    is_required = models.BooleanField(_("required"), default=True)
    is_done = models.BooleanField(_("done"), default=False)
    note = models.TextField(_("note"), blank=True)

    PERSONAL = ("note",)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.text


@tracked()
class HandoffGap(Row):
    """What the account manager missed when returning a handoff, and how it was closed."""

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="gaps")
    text = models.CharField(_("what is missing"), max_length=400)
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = ("text", "answer")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.text


@tracked()
class Departure(Row):
    """Somebody leaves: who follows them, in general and for single accounts; their work moves when the day has come.

    `others` says which account (by id) goes to which person instead of the successor.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    last_day = models.DateField(_("last day"))
    successor = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("successor"))
    others = models.JSONField(default=dict, blank=True)
    planned_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)
    moved = models.JSONField(default=dict, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(moved_at__isnull=True, archived_at__isnull=True),
                name="one_planned_departure_a_person",
            ),
            models.CheckConstraint(condition=~Q(person=F("successor")), name="nobody_succeeds_themselves"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person} {self.last_day}"
