"""Deals: what may be sold to whom, for how much, how likely and by when; where each stands and how long it took."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Campaign, Lead, Referral
from suki.base.names import SearchFormField, SortKeyField
from suki.base.rows import Extendable, Row, revision_trigger, tracked


class Category(models.TextChoices):
    """What the seller says of a deal in the forecast. It is a judgement; the probability is another field."""

    OMITTED = "omitted", _("omitted")
    PIPELINE = "pipeline", _("pipeline")
    BEST_CASE = "best_case", _("best case")
    COMMIT = "commit", _("commit")
    CLOSED = "closed", _("closed")


@tracked()
class Pipeline(Row):
    """The way that deals of a kind go, stage by stage."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class Stage(Row):
    """A step of a pipeline: what must be true to be in it, and what it proposes for probability and forecast.

    `needs` are the fields of a deal that must be filled before it may enter; `criteria` says the rest in words.
    """

    class Ends(models.TextChoices):
        NO = "", _("open")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="stages")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    ends = models.CharField(_("ends the deal"), max_length=4, choices=Ends.choices, blank=True)
    probability = models.DecimalField(_("probability in percent"), max_digits=5, decimal_places=2, default=0)
    category = models.CharField(
        _("forecast category"), max_length=10, choices=Category.choices, default=Category.PIPELINE
    )
    criteria = models.TextField(_("what must be true"), blank=True)
    needs = models.JSONField(_("fields that must be filled"), default=list, blank=True)
    stale_days = models.PositiveSmallIntegerField(_("stale after so many days"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pipeline", "name"], name="stage_once"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=100),
                name="stage_probability_is_a_percentage",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class LossReason(Row):
    """Why deals are lost, in the firm's own list."""

    name = models.CharField(_("reason"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class Competitor(Row):
    """Somebody who sells what we sell."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    website = models.CharField(_("website"), max_length=255, blank=True)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class Deal(Extendable, Row):
    """Something that may be sold. An open deal may lack its account and its value; a won one may not.

    `value` is the net of its lines where it has any (`has_lines`), otherwise what the seller says; in `currency`.
    `category_is_own` and `probability_is_own` say that the seller chose them: a stage then proposes and does not change.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("new business")
        CROSS_SELL = "cross_sell", _("cross-sell")
        UPSELL = "upsell", _("upsell")
        UPGRADE = "upgrade", _("upgrade")
        RENEWAL = "renewal", _("renewal")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=255)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("contact"),
    )
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="+", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("stage"))
    state = models.CharField(_("state"), max_length=4, choices=State.choices, default=State.OPEN)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NEW)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    currency = models.CharField(_("currency"), max_length=3)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    has_lines = models.BooleanField(default=False, editable=False)
    probability = models.DecimalField(_("probability in percent"), max_digits=5, decimal_places=2, default=0)
    probability_is_own = models.BooleanField(default=False)
    category = models.CharField(
        _("forecast category"), max_length=10, choices=Category.choices, default=Category.PIPELINE
    )
    category_is_own = models.BooleanField(default=False)
    created_on = models.DateField(_("created on"))
    expected_close = models.DateField(_("expected to close"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    loss_reason = models.ForeignKey(LossReason, models.PROTECT, null=True, blank=True, related_name="+")
    loss_note = models.TextField(_("what we learned"), blank=True)
    lost_to = models.ForeignKey(Competitor, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("source"), max_length=80, blank=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="+")
    brief = models.TextField(_("what the client wants"), blank=True)
    next_step = models.CharField(_("next step"), max_length=255, blank=True)
    next_step_on = models.DateField(_("by when"), null=True, blank=True)
    sort_key = SortKeyField()
    search_form = SearchFormField(sources=("name",))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="deal_sorted"),
            models.Index(fields=["owner", "state"], name="deal_owner_state"),
            models.Index(fields=["closed_on", "id"], name="deal_closed", condition=~Q(state="open")),
            models.Index(fields=["stage", "-value"], name="deal_board", condition=Q(state="open")),
            GinIndex(OpClass(F("search_form"), "gin_trgm_ops"), name="deal_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=100), name="deal_probability_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="deal_value_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(state="won") | Q(value__isnull=False, account__isnull=False),
                name="won_deal_has_value_and_account",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="deal_closes_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("created_on")),
                name="deal_closes_after_its_creation",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class DealLead(models.Model):
    """A lead that a deal came of; several may lead to one deal, none to two."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="leads")
    lead = models.OneToOneField(Lead, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.lead} → {self.deal}"


@tracked()
class DealLine(Row):
    """What a deal is about: a product or something described, how many, at what price; it flows into the proposal.

    `discount` is a fraction of the price; `net` is what the line comes to in the deal's currency.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("description"), max_length=255, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=6, default=1)
    unit_price = models.DecimalField(_("unit price"), max_digits=24, decimal_places=6)
    discount = models.DecimalField(_("discount"), max_digits=9, decimal_places=6, default=Decimal(0))
    net = models.DecimalField(_("net"), max_digits=20, decimal_places=4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="deal_line_has_a_quantity"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=1), name="deal_discount_is_a_fraction"
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.description or str(self.product)


class StageChange(models.Model):
    """When a deal entered a stage, by whom, and what it was worth then. The time to the next one is its duration."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="stage_changes")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    probability = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    category = models.CharField(max_length=10, choices=Category.choices)

    class Meta:
        indexes = [models.Index(fields=["deal", "at", "id"], name="stage_change_deal")]

    def __str__(self) -> str:
        return f"{self.deal}: {self.stage}"


@tracked()
class DealCompetitor(Row):
    """Who else is after a deal, and how they stand."""

    class Standing(models.TextChoices):
        BEHIND = "behind", _("behind us")
        EVEN = "even", _("level with us")
        AHEAD = "ahead", _("ahead of us")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="competitors")
    competitor = models.ForeignKey(Competitor, models.PROTECT, related_name="+")
    standing = models.CharField(_("how they stand"), max_length=8, choices=Standing.choices, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "competitor"], name="deal_competitor_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.competitor}"


@tracked()
class DealContact(Row):
    """Somebody on the client's side who has a say in a deal: their role in the decision, and their stance."""

    class Stance(models.TextChoices):
        FOR = "for", _("for us")
        NEUTRAL = "neutral", _("undecided")
        AGAINST = "against", _("against us")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="decision_team")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    role = models.CharField(_("role in the decision"), max_length=80, blank=True)
    stance = models.CharField(_("stance"), max_length=8, choices=Stance.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "contact"], name="deal_contact_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.contact}"
