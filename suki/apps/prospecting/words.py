"""What the events of leads and campaigns are in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.prospecting.models import Lead
from suki.base.about.sentences import Sentence

_PERSON = {"person": "person"}

SENTENCES = {
    "lead entered": Sentence(
        _("Came by {source}, score {score}, given to {owner}"), "plus", {"owner": "person"}, (),
        {"source": dict(Lead.Source.choices)},
    ),
    "lead assigned": Sentence(_("{person} follows it up"), "hand", _PERSON),
    "lead contacted": Sentence(_("First spoken with on {at}"), "phone"),
    "lead qualified": Sentence(_("Qualified"), "check"),
    "lead set aside": Sentence(_("Set aside"), "x"),
    "lead taken up again": Sentence(_("Taken up again"), "undo"),
    "lead converted": Sentence(
        _("The lead {lead} became the customer {account}"), "accounts", {"lead": "lead", "account": "account"}
    ),
    "new business referred": Sentence(
        _("{by} referred new business to {to}"), "group", {"by": "person", "to": "person"}
    ),
    "campaign opened": Sentence(_("Campaign planned"), "plus"),
    "campaign cost entered": Sentence(_("Spent {amount} {currency} on {what}"), "invoices"),
    "campaign cost corrected": Sentence(
        _("A cost put right: {what}, {before} is now {amount} {currency}"), "edit"
    ),
    "campaign cost removed": Sentence(_("Not spent after all: {amount} {currency} on {what}"), "undo"),
    "consent given": Sentence(_("Agreed to be contacted, by the form {form}"), "check"),
    "lead form changed": Sentence(_("The form {name} was changed"), "edit"),
    "lead form made": Sentence(_("The form {name} takes leads"), "plus"),
}  # fmt: skip
