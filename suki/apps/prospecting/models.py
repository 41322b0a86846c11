"""Before somebody is a customer: campaigns, the leads that come of them, and who follows them up."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person, Territory
from suki.base.names import SearchFormField, SortKeyField
from suki.base.rows import Extendable, Row, revision_trigger, tracked


class Channel(models.TextChoices):
    """The way on which a campaign reaches people."""

    EVENT = "event", _("event")
    MAIL = "mail", _("mail")
    WEB = "web", _("web")
    SOCIAL = "social", _("social media")
    SEARCH = "search", _("search advertising")
    PRINT = "print", _("print")
    CALL = "call", _("calls")
    PARTNER = "partner", _("partner")
    REFERRAL = "referral", _("referral")
    OTHER = "other", _("other")


@tracked()
class Campaign(Extendable, Row):
    """What marketing does to be heard, from when to when; its leads and its cost tell what it was worth."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices, default=Channel.OTHER)
    starts = models.DateField(_("starts on"))
    ends = models.DateField(_("ends on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    budget = models.DecimalField(_("budget"), max_digits=20, decimal_places=4, null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    brief = models.TextField(_("what it says, and to whom"), blank=True)
    sort_key = SortKeyField()
    search_form = SearchFormField(sources=("name",))

    def clean(self) -> None:
        """A campaign cannot end before it starts."""
        if self.ends and self.starts and self.ends < self.starts:
            raise ValidationError({"ends": _("The campaign cannot end before it starts.")})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="campaign_once"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="campaign_ends_after_its_start",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class CampaignCost(Row):
    """What was spent on a campaign, on a day, in the campaign's currency."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="costs")
    day = models.DateField(_("day"))
    what = models.CharField(_("for what"), max_length=160)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=4)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.what}"


@tracked()
class LeadForm(Row):
    """A form on somebody's website that makes leads; `key` is what its address holds, and nobody can guess it."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, blank=True)
    asks = models.JSONField(_("asks for"), default=list)
    thanks = models.TextField(_("what it says afterwards"), blank=True)
    is_open = models.BooleanField(_("takes leads"), default=True)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class ScoreRule(Row):
    """Points for something that is true of a lead; the sum of the rules that hold is its score."""

    name = models.CharField(_("in words"), max_length=160)
    field = models.CharField(_("field"), max_length=40)
    relation = models.CharField(_("relation"), max_length=16)
    value = models.CharField(_("value"), max_length=1000, blank=True)
    points = models.SmallIntegerField(_("points"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class LeadRoute(Row):
    """Who gets a new lead: the first route (by position) whose conditions hold decides."""

    class Method(models.TextChoices):
        TERRITORY = "territory", _("whoever has the territory")
        ROUND_ROBIN = "round_robin", _("one after the other")

    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(_("who gets it"), max_length=12, choices=Method.choices)
    campaign = models.ForeignKey(Campaign, models.CASCADE, null=True, blank=True, related_name="+")
    country = models.CharField(_("country"), max_length=2, blank=True)
    hours = models.PositiveSmallIntegerField(_("working hours until the first contact"), default=8)
    last_person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class LeadRoutePerson(models.Model):
    """Somebody who takes their turn on a route."""

    route = models.ForeignKey(LeadRoute, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["route", "person"], name="lead_route_person_once")]

    def __str__(self) -> str:
        return f"{self.route}: {self.person}"


@tracked()
class Lead(Extendable, Row):
    """Somebody who may become a customer, as they said it of themselves; converted once, or set aside with a reason."""

    class Status(models.TextChoices):
        NEW = "new", _("new")
        WORKING = "working", _("being followed up")
        QUALIFIED = "qualified", _("qualified")
        CONVERTED = "converted", _("converted")
        SET_ASIDE = "set_aside", _("set aside")

    class Source(models.TextChoices):
        HAND = "hand", _("entered by hand")
        FORM = "form", _("form")
        IMPORT = "import", _("import")
        REFERRAL = "referral", _("referral")
        API = "api", _("API")

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("company"), max_length=255)
    contact_name = models.CharField(_("person"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    website = models.CharField(_("website"), max_length=255, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    message = models.TextField(_("what they wrote"), blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.HAND)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("campaign")
    )
    form = models.ForeignKey(
        LeadForm, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("territory")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.NEW)
    set_aside_because = models.CharField(_("why it is set aside"), max_length=200, blank=True)
    score = models.SmallIntegerField(_("score"), default=0)
    score_reasons = models.JSONField(default=list, blank=True)
    came_at = models.DateTimeField(_("came"), default=timezone.now)
    contact_by = models.DateTimeField(_("first contact by"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("first contact"), null=True, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    converted_at = models.DateTimeField(_("converted"), null=True, blank=True)
    sort_key = SortKeyField()
    search_form = SearchFormField(sources=("name", "contact_name", "email", "city"))

    PERSONAL = ("contact_name", "title", "email", "phone", "message")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="lead_sorted"),
            models.Index(fields=["-came_at", "-id"], name="lead_came"),
            models.Index(fields=["-score", "-id"], name="lead_score"),
            models.Index(
                F("contact_by").asc(nulls_first=True),
                "id",
                name="lead_due",
                condition=Q(contacted_at__isnull=True),
            ),
            GinIndex(OpClass(F("search_form"), "gin_trgm_ops"), name="lead_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="converted") | Q(account__isnull=False),
                name="converted_lead_has_an_account",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class Referral(Row):
    """New business that somebody may not own and passed on; pay looks here for a referral's share."""

    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="referrals")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("to")), name="nobody_refers_to_themselves"),
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(account__isnull=False), name="referral_is_of_something"
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.by} → {self.to}"
