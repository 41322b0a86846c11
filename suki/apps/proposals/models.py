"""Proposals: what we offer a client in writing, version by version, approved inside, answered outside by a signed link."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suki.apps.accounts.models import Contact
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.deals.models import Deal
from suki.apps.people.models import Department, Person
from suki.apps.proposals.freezing import frozen_line_trigger, frozen_version_trigger
from suki.base.models import StoredFile
from suki.base.rows import Extendable, Row, revision_trigger, tracked


@tracked()
class ProposalTemplate(Row):
    """How a proposal looks and what it always says, in one language; the firm writes its own."""

    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8)
    greeting = models.TextField(_("opening"), blank=True)
    terms = models.TextField(_("terms"), blank=True)
    closing = models.TextField(_("closing"), blank=True)
    layout = models.JSONField(_("layout"), default=dict, blank=True)
    is_default = models.BooleanField(_("taken where nothing is said"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="proposal_template_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


@tracked()
class ApprovalRule(Row):
    """From which value or discount on, or below which margin, whose word is needed before a proposal goes out.

    `value` is in the entity's currency, `discount` and `margin` are fractions. Steps are asked in their order; a
    substitute may answer while the approver is away.
    """

    entity = models.ForeignKey(LegalEntity, models.CASCADE, null=True, blank=True, related_name="+")
    step = models.PositiveSmallIntegerField(_("step"), default=1)
    value_from = models.DecimalField(
        _("from this value on"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    discount_from = models.DecimalField(
        _("from this discount on"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    margin_below = models.DecimalField(
        _("below this margin"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    approver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    function = models.CharField(_("or whoever is"), max_length=40, blank=True)
    substitute = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.step}"


@tracked()
class Proposal(Extendable, Row):
    """An offer to a client for a deal. What the client sees is a version; the newest one that was sent counts."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_APPROVAL = "in_approval", _("in approval")
        APPROVED = "approved", _("approved")
        SENT = "sent", _("with the client")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=60)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=8)
    currency = models.CharField(_("currency"), max_length=3)
    template = models.ForeignKey(ProposalTemplate, models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="proposal_number_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.number

    @property
    def newest(self) -> ProposalVersion:
        """The version that counts."""
        return self.versions.order_by("-number")[0]

    @property
    def is_over(self) -> bool:
        """Whether the client has answered, or we have taken it back."""
        return self.state in (self.State.ACCEPTED, self.State.DECLINED, self.State.WITHDRAWN)


@tracked()
class ProposalVersion(Row):
    """One version of a proposal. Once it is frozen (sent for approval or to the client) nothing of it changes."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(pgettext_lazy("of a document", "title"), max_length=255)
    greeting = models.TextField(_("opening"), blank=True)
    terms = models.TextField(_("terms"), blank=True)
    closing = models.TextField(_("closing"), blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    net = models.DecimalField(_("net"), max_digits=20, decimal_places=4, default=Decimal(0))
    tax = models.DecimalField(_("tax"), max_digits=20, decimal_places=4, default=Decimal(0))
    cost = models.DecimalField(_("cost"), max_digits=20, decimal_places=4, null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once")]
        triggers = [revision_trigger(), frozen_version_trigger()]

    def __str__(self) -> str:
        return f"{self.proposal} v{self.number}"

    @property
    def is_frozen(self) -> bool:
        """Whether somebody may rely on it: from then on nothing of it changes."""
        return self.frozen_at is not None

    @property
    def gross(self) -> Decimal:
        """With tax."""
        return self.net + self.tax


@tracked()
class Customisation(Row):
    """A product as the client wants it (F15): requirement, what the department says of it, its cost, its price."""

    class State(models.TextChoices):
        ASKED = "asked", _("with the department")
        ACCEPTED = "accepted", _("accepted")
        CONDITION = "condition", _("accepted on a condition")
        REFUSED = "refused", _("refused")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    requirement = models.TextField(_("what it must be"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer_by = models.DateField(_("answer wanted by"), null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("reason or condition"), blank=True)
    unit_cost = models.DecimalField(_("cost of one"), max_digits=24, decimal_places=6, null=True, blank=True)
    unit_price = models.DecimalField(
        _("price of one"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.requirement[:60]


@tracked()
class ProposalLine(Row):
    """A line of a version. An optional line counts only when the client chooses it; `discount` is a fraction.

    `key` stays with the line from version to version, so that what changed can be told.
    """

    version = models.ForeignKey(ProposalVersion, models.CASCADE, related_name="lines")
    key = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    customisation = models.ForeignKey(Customisation, models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("description"), max_length=400)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=6, default=1)
    unit_price = models.DecimalField(_("unit price"), max_digits=24, decimal_places=6)
    discount = models.DecimalField(_("discount"), max_digits=9, decimal_places=6, default=Decimal(0))
    tax_percent = models.DecimalField(_("tax in percent"), max_digits=7, decimal_places=4, default=Decimal(0))
    net = models.DecimalField(_("net"), max_digits=20, decimal_places=4)
    tax = models.DecimalField(_("tax"), max_digits=20, decimal_places=4, default=Decimal(0))
    cost = models.DecimalField(_("cost"), max_digits=20, decimal_places=4, null=True, blank=True)
    is_optional = models.BooleanField(_("optional"), default=False)
    is_chosen = models.BooleanField(_("chosen"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="proposal_line_has_a_quantity"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=1), name="proposal_discount_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=Q(is_optional=True) | Q(is_chosen=True), name="only_options_are_left_out"
            ),
            models.UniqueConstraint(fields=["version", "key"], name="proposal_line_key_once"),
        ]
        triggers = [revision_trigger(), frozen_line_trigger()]

    def __str__(self) -> str:
        return self.description

    @property
    def exact_net(self) -> Decimal:
        """What the line comes to before anything is rounded."""
        return self.quantity * self.unit_price * (1 - self.discount)

    @property
    def counts(self) -> bool:
        """Whether the line is in the total: all but the options that nobody has chosen."""
        return self.is_chosen or not self.is_optional


@tracked()
class Approval(Row):
    """A word that a version needs before it goes out: from whom, why, and what they said."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        GIVEN = "given", _("approved")
        REFUSED = "refused", _("returned")

    version = models.ForeignKey(ProposalVersion, models.CASCADE, related_name="approvals")
    step = models.PositiveSmallIntegerField(default=1)
    rule = models.ForeignKey(ApprovalRule, models.SET_NULL, null=True, related_name="+")
    why = models.JSONField(_("why it is needed"), default=dict)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    approver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    substitute = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.version}: {self.approver}"


@tracked()
class ProposalLink(Row):
    """The address at which a client reads a version, until a day; only the checksum of its secret is kept."""

    version = models.ForeignKey(ProposalVersion, models.CASCADE, related_name="links")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.version} → {self.contact}"


class ProposalView(models.Model):
    """One time that a client opened a link."""

    link = models.ForeignKey(ProposalLink, models.CASCADE, related_name="views")
    at = models.DateTimeField(default=timezone.now)
    browser = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.link} {self.at:%Y-%m-%d %H:%M}"


class ProposalComment(models.Model):
    """What the client, or we, said about a version or one of its lines on the client's page."""

    version = models.ForeignKey(ProposalVersion, models.CASCADE, related_name="comments")
    line = models.ForeignKey(ProposalLine, models.CASCADE, null=True, blank=True, related_name="comments")
    link = models.ForeignKey(ProposalLink, models.SET_NULL, null=True, blank=True, related_name="+")
    by_user = models.ForeignKey("base.User", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    text = models.TextField(_("comment"))
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.text[:60]


class ProposalAnswer(models.Model):
    """A client's yes or no to a version, with the name they signed by. There is one for a proposal."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="answer")
    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="+")
    link = models.ForeignKey(ProposalLink, models.SET_NULL, null=True, blank=True, related_name="+")
    is_yes = models.BooleanField()
    name = models.CharField(_("name"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    chosen_lines = models.JSONField(default=list)
    net = models.DecimalField(max_digits=20, decimal_places=4)
    tax = models.DecimalField(max_digits=20, decimal_places=4, default=Decimal(0))
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.proposal} {self.is_yes}"
