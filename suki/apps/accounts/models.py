"""The firm's customers: companies and people, who leads them, who belongs to them, who they belong to."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.people.models import Level, Person, Skill, Territory
from suki.base.dated import one_at_a_time
from suki.base.names import SearchFormField, SortKeyField
from suki.base.rows import Extendable, Row, revision_trigger, tracked


class Lifecycle(models.TextChoices):
    """Where an account stands with us."""

    PROSPECT = "prospect", _("prospect")
    CUSTOMER = "customer", _("customer")
    KEY_ACCOUNT = "key_account", _("key account")
    FORMER = "former", _("former customer")


class TeamRole(models.TextChoices):
    """What somebody does for an account. One owner a day; sellers, where named, share its revenue."""

    OWNER = "owner", _("owner")
    DEPUTY = "deputy", _("deputy")
    SPONSOR = "sponsor", _("sponsor")
    SELLER = "seller", _("shares the revenue")
    SPECIALIST = "specialist", _("specialist")


@tracked()
class Account(Extendable, Row):
    """A customer or one to be: a company, or a person who buys for themselves."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        PERSON = "person", _("person")

    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.COMPANY)
    lifecycle = models.CharField(
        _("lifecycle"), max_length=12, choices=Lifecycle.choices, default=Lifecycle.PROSPECT
    )
    tier = models.CharField(_("tier"), max_length=4, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=255, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    website = models.CharField(_("website"), max_length=255, blank=True)
    street = models.CharField(_("street"), max_length=255, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    territory = models.ForeignKey(Territory, models.SET_NULL, null=True, blank=True, related_name="+")
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    language = models.CharField(_("language of documents"), max_length=8, blank=True)
    credit_limit = models.DecimalField(
        _("credit limit"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), null=True, blank=True)
    since = models.DateField(_("customer since"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    sort_key = SortKeyField()
    search_form = SearchFormField(sources=("name", "legal_name", "city"))

    PERSONAL = ("name", "legal_name", "tax_number", "email", "phone", "street", "city", "postal_code")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="account_sorted"),
            GinIndex(OpClass(F("search_form"), "gin_trgm_ops"), name="account_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="account_not_merged_into_itself"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name

    @property
    def personal(self) -> tuple[str, ...]:
        """The fields that are about a human being: all of them where the account is one."""
        if self.kind == self.Kind.PERSON:
            return self.PERSONAL
        return ()


class LifecycleChange(models.Model):
    """When an account became prospect, customer, key account or former, by whom and why."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="lifecycle_changes")
    lifecycle = models.CharField(max_length=12, choices=Lifecycle.choices)
    since = models.DateField()
    reason = models.TextField(blank=True)
    changed_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["account", "since"], name="lifecycle_change_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.lifecycle} {self.since}"


@tracked()
class AccountParent(Row):
    """To which group a company belonged, from when to when. Roll-ups use the tree of the line's day."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Account, models.CASCADE, related_name="+")
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            one_at_a_time("one_parent_a_day", "account"),
            models.CheckConstraint(condition=~Q(account=F("parent")), name="no_account_is_its_own_parent"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.account} → {self.parent}"


def _shares_total_100(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """At the end of a transaction, on every day that a role of an account has shares they total 100.

    Shares change only where a row's range begins or ends, so it is enough to look at those days. Owners need no look:
    there is one a day and the owner has 100.
    """
    old = pgtrigger.Q(old__share__isnull=False) & ~pgtrigger.Q(old__role="owner")
    new = pgtrigger.Q(new__share__isnull=False) & ~pgtrigger.Q(new__role="owner")
    matters = {pgtrigger.Insert: new, pgtrigger.Delete: old}.get(operation, old | new)
    return pgtrigger.Trigger(
        name=f"shares_total_100_{str(operation).lower()}",
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=matters,
        declare=[("touched", "RECORD"), ("bad", "RECORD")],
        func="""
            IF TG_OP = 'INSERT' THEN touched := NEW; ELSE touched := OLD; END IF;
            FOR bad IN
                WITH roles(account_id, role) AS (
                    SELECT touched.account_id, touched.role
                    UNION
                    SELECT NEW.account_id, NEW.role WHERE TG_OP = 'UPDATE'
                ), shared AS (
                    SELECT m.account_id, m.role, m.share, m.valid
                    FROM accounts_accountteammember m JOIN roles USING (account_id, role)
                    WHERE m.share IS NOT NULL
                ), days AS (
                    SELECT account_id, role, lower(valid) AS day FROM shared WHERE lower(valid) IS NOT NULL
                    UNION
                    SELECT account_id, role, upper(valid) FROM shared WHERE upper(valid) IS NOT NULL
                )
                SELECT d.account_id, d.role, d.day, sum(s.share) AS total
                FROM days d
                JOIN shared s ON s.account_id = d.account_id AND s.role = d.role AND s.valid @> d.day
                GROUP BY d.account_id, d.role, d.day
                HAVING sum(s.share) <> 100
                ORDER BY d.day LIMIT 1
            LOOP
                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'shares_total_100',
                    MESSAGE = format('Account %s: on %s the shares of the role %s total %s, not 100.',
                                     bad.account_id, bad.day, bad.role, trim_scale(bad.total));
            END LOOP;
            RETURN NULL;
        """,
    )


@tracked()
class AccountTeamMember(Row):
    """Who works for an account, as what, with which share of the role, from when to when."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=TeamRole.choices, default=TeamRole.OWNER)
    share = models.DecimalField(_("share in percent"), max_digits=7, decimal_places=4, null=True, blank=True)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            one_at_a_time("one_owner_a_day", "account", condition=Q(role=TeamRole.OWNER)),
            one_at_a_time("one_role_a_day", "account", "role", "person"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100), name="share_is_a_percentage"
            ),
            models.CheckConstraint(condition=~Q(role=TeamRole.OWNER) | Q(share=100), name="owner_has_100"),
            models.CheckConstraint(
                condition=~Q(role=TeamRole.SELLER) | Q(share__isnull=False), name="seller_has_a_share"
            ),
        ]
        indexes = [GistIndex(fields=["person", "valid"], name="account_team_person")]
        triggers = [
            revision_trigger(),
            _shares_total_100(pgtrigger.Insert),
            _shares_total_100(pgtrigger.Update),
            _shares_total_100(pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.account}"


@tracked()
class Contact(Extendable, Row):
    """A person on the customer's side; one person may hold positions at several companies."""

    name = models.CharField(_("name"), max_length=200)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    sort_key = SortKeyField()
    search_form = SearchFormField(sources=("name", "email"))

    PERSONAL = ("name", "given_name", "family_name", "email", "phone")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="contact_sorted"),
            GinIndex(OpClass(F("search_form"), "gin_trgm_ops"), name="contact_search"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class ContactPosition(Row):
    """What a contact does at a company, from when to when; who has left stays known."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="positions")
    account = models.ForeignKey(Account, models.CASCADE, related_name="positions")
    title = models.CharField(_("title"), max_length=200, blank=True)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [one_at_a_time("contact_position_once_a_day", "contact", "account")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.contact} @ {self.account}"


@tracked()
class PartnerRole(Row):
    """What an account is to us beside a customer: sponsor, consultant, supplier of material."""

    class Role(models.TextChoices):
        SPONSOR = "sponsor", _("sponsor")
        CONSULTANT = "consultant", _("consultant")
        SUPPLIER = "supplier", _("supplier")
        RESELLER = "reseller", _("reseller")

    account = models.ForeignKey(Account, models.CASCADE, related_name="partner_roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [one_at_a_time("partner_role_once_a_day", "account", "role")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}"


@tracked()
class Site(Row):
    """A place of an account that goods go to or service is done at."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sites")
    name = models.CharField(_("name"), max_length=200)
    street = models.CharField(_("street"), max_length=255, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class AccountSkill(Row):
    """What an account requires of whoever leads it: an expertise, an industry, a language, and how well."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="required_skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.WORKING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "skill"], name="account_skill_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.account}: {self.skill}"


class Merge(models.Model):
    """Two rows were found to be one. What was moved and chosen is kept, so that it can be undone for 30 days."""

    kind = models.CharField(max_length=20)
    survivor_id = models.BigIntegerField()
    merged_id = models.BigIntegerField()
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["kind", "survivor_id"], name="merge_survivor")]

    def __str__(self) -> str:
        return f"{self.kind} {self.merged_id} → {self.survivor_id}"
