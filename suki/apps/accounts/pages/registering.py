"""What the accounts room brings to pages: its kinds, its panels, what is edited in place, its events in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, Contact, Lifecycle, TeamRole
from suki.apps.accounts.pages.actions import set_lifecycle
from suki.apps.company.proposals import country_choices, country_name, currency_choices
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can
from suki.base.editing import register_editable, register_editable_extra
from suki.base.fields import DayField
from suki.base.formats import NOTHING, amount_text
from suki.base.navigation import PaletteAction, register_palette_action
from suki.base.pages import Act, Kind, Panel, register_act, register_kind, register_panel
from suki.base.widgets import SearchSelect

_EDIT = Can.EDIT_ACCOUNTS


def register() -> None:
    """Called at start-up."""
    register_kind(Kind(Account, _("account"), Can.SEE_ACCOUNTS, _EDIT, "account", "accounts", _("Accounts")))
    register_kind(Kind(Contact, _("contact"), Can.SEE_ACCOUNTS, _EDIT, "contact", "contacts", _("Contacts")))
    _account_parts()
    _account_fields()
    _contact_fields()
    _sentences()


def _account_parts() -> None:
    for panel in (
        Panel("people", _("People"), "account_people", Can.SEE_ACCOUNTS, "side", 10, hint=_("at the client")),
        Panel(
            "team",
            _("Our team"),
            "account_team",
            Can.SEE_ACCOUNTS,
            "side",
            20,
            hint=_("and who it was before"),
        ),
        Panel("skills", _("What it requires"), "required_skills", Can.SEE_ACCOUNTS, "side", 85),
    ):
        register_panel("account", panel)
    register_about("account")
    register_about("contact", with_details="main")
    for act in (
        Act("contact", _("Add a contact"), "account_contact_new", "contacts", _EDIT, 10, key="c"),
        Act("owner", _("Change the owner"), "account_owner", "hand", Can.ASSIGN_ACCOUNTS, 20, key="h"),
        Act("group", _("Place in a group"), "account_parent", "home", _EDIT, 30),
    ):
        register_act("account", act)
    register_palette_action(
        PaletteAction(
            "add_contact",
            _("Add a contact"),
            "contact_new",
            "contacts",
            _EDIT,
            _("person client new colleague"),
        )
    )


def _account_fields() -> None:
    register_editable(Account, "name", "legal_name", capability=_EDIT)
    register_editable(
        Account, "lifecycle", capability=_EDIT, act=set_lifecycle,
        field=lambda row: forms.ChoiceField(choices=Lifecycle.choices),
        more={"since": _since, "reason": _reason},
    )  # fmt: skip
    register_editable(
        Account, "tier", "industry", "tax_number", "email", "phone", "website", capability=_EDIT
    )
    register_editable(Account, "street", "postal_code", "city", "region", capability=_EDIT)
    register_editable(Account, "country", capability=_EDIT, field=_country, shown=_country_shown)
    register_editable(Account, "territory", capability=Can.ASSIGN_ACCOUNTS)
    register_editable(Account, "currency", capability=_EDIT, field=_currency)
    register_editable(Account, "language", capability=_EDIT, field=_language, shown=_language_shown)
    register_editable(Account, "credit_limit", capability=_EDIT, shown=_credit_shown)
    register_editable(Account, "payment_days", "since", capability=_EDIT)
    register_editable_extra(Account, capability=_EDIT)


def _contact_fields() -> None:
    register_editable(Contact, "name", "given_name", "family_name", "email", "phone", capability=_EDIT)
    register_editable(Contact, "language", capability=_EDIT, field=_language, shown=_language_shown)
    register_editable_extra(Contact, capability=_EDIT)


def _since() -> forms.Field:
    from suki.apps.company.queries import default_entity

    return DayField(label=_("From"), initial=lambda: default_entity().today)


def _reason() -> forms.Field:
    return forms.CharField(label=_("Reason"), required=False, max_length=200)


def _country(row: Any) -> forms.Field:
    return forms.ChoiceField(choices=country_choices, required=False, widget=SearchSelect())


def _country_shown(row: Any, value: Any) -> str:
    return country_name(value) if value else NOTHING


def _currency(row: Any) -> forms.Field:
    choices = [("", _("the firm's own")), *currency_choices()]
    return forms.ChoiceField(choices=choices, required=False, widget=SearchSelect())


def _language(row: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", NOTHING), *settings.LANGUAGES], required=False)


def _language_shown(row: Any, value: Any) -> str:
    return str(dict(settings.LANGUAGES).get(value, value)) if value else NOTHING


def _credit_shown(row: Any, value: Any) -> str:
    return amount_text(value, row.currency) if value is not None else NOTHING


def _sentences() -> None:
    person = {"person": "person"}
    for event, sentence in {
        "account opened": Sentence(_("Account opened"), "plus"),
        "owner assigned": Sentence(_("{person} leads the account from {since} on"), "hand", person, ("since",)),
        "owner corrected": Sentence(
            _("Put right: {person} led the account from {first} to {last}"), "hand", person, ("first", "last")
        ),
        "account team joined": Sentence(
            _("{person} joined the team as {role} on {since}"), "group", person, ("since",), {"role": dict(TeamRole.choices)}
        ),
        "revenue shared": Sentence(_("Revenue is shared anew from {since} on"), "group", {}, ("since",)),
        "lifecycle changed": Sentence(
            _("Now {lifecycle}, from {since} on"), "flag", {}, ("since",), {"lifecycle": dict(Lifecycle.choices)}
        ),
        "account placed under": Sentence(
            _("Belongs to {parent} from {since} on"), "home", {"parent": "account"}, ("since",)
        ),
        "group left": Sentence(
            _("Belonged to {parent} until {last_day}"), "home", {"parent": "account"}, ("last_day",)
        ),
        "skill required": Sentence(_("“{skill}” is required"), "flag"),
        "skill no longer required": Sentence(_("“{skill}” is not required any more"), "flag"),
        "account merged": Sentence(_("Merged with {other}"), "link", {"other": "account"}),
        "account merge undone": Sentence(_("The merge with {other} is undone"), "undo", {"other": "account"}),
        "contact merged": Sentence(_("Merged with {other}"), "link", {"other": "contact"}),
        "contact merge undone": Sentence(_("The merge with {other} is undone"), "undo", {"other": "contact"}),
        "contact added": Sentence(
            _("{contact} added, {title}"), "contacts", {"contact": "contact", "account": "account"}
        ),
        "contact left": Sentence(
            _("{contact} left {account}, last day {last_day}"), "contacts",
            {"contact": "contact", "account": "account"}, ("last_day",),
        ),
        "contact stayed": Sentence(
            _("{contact} is at {account} after all"), "contacts", {"contact": "contact", "account": "account"}
        ),
        "position taken": Sentence(
            _("{contact}, {title} at {account} from {since} on"), "contacts",
            {"contact": "contact", "account": "account"}, ("since",),
        ),
    }.items():  # fmt: skip
        register_sentence(event, sentence)
