"""What plans bring to the house at start-up: whose rows are whose, the menu, and what happened in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.compensation.models import PayPlan, PlanVersion
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can, register_rows
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action

_PERSON = {"person": "person"}
_SEE, _MANAGE = Can.SEE_PAY, Can.MANAGE_PLANS

SENTENCES = {
    "pay plan opened": Sentence(_("Pay plan “{name}” opened"), "plus", capability=_SEE),
    "pay plan renamed": Sentence(_("Pay plan “{before}” is called “{after}” now"), "edit", capability=_SEE),
    "plan version drafted": Sentence(_("Version {number} drafted, from {first} on"), "edit", {}, ("first",), capability=_MANAGE),
    "plan rules changed": Sentence(_("Draft {number} changed"), "edit", capability=_MANAGE),
    "plan version published": Sentence(_("Version {number} published, from {first} on"), "check", {}, ("first",), capability=_SEE),
    "plan draft withdrawn": Sentence(_("Draft {number} withdrawn"), "undo", capability=_MANAGE),
    "plan acknowledged": Sentence(_("{person} has read version {number}"), "check", _PERSON, capability=_MANAGE),
    "plan member added": Sentence(_("{person} is paid by “{plan}” from {since} on"), "contacts", _PERSON, ("since",), capability=_MANAGE),
    "plan member changed": Sentence(_("What {person} is paid by “{plan}” changed"), "edit", _PERSON, capability=_MANAGE),
    "plan member left": Sentence(_("{person} is paid by “{plan}” until {last}"), "contacts", _PERSON, ("last",), capability=_MANAGE),
    "salary set": Sentence(_("Base pay of {person} from {since} on"), "edit", _PERSON, ("since",), capability=_MANAGE),
    "score set": Sentence(_("{person} scored in “{component}” of “{plan}”"), "edit", _PERSON, capability=_MANAGE),
    "overlay granted": Sentence(_("{person} has {share}% of credit beside others from {since} on"), "plus", _PERSON, ("since",), capability=_MANAGE),
    "overlay ended": Sentence(_("Credit of {person} beside others ends on {last}"), "undo", _PERSON, ("last",), capability=_MANAGE),
}  # fmt: skip


def register() -> None:
    """Called once at start-up."""
    register_rows(PayPlan, subject="pay_plan", path="members")
    register_rows(PlanVersion, subject="pay_plan", path="plan__members")
    for event, sentence in SENTENCES.items():
        register_sentence(event, sentence)
    register_entry(
        Entry("pay_plans", _("Pay plans"), "pay_plans", "note", _SEE, "me", 60, keywords=_("commission bonus compensation"))
    )  # fmt: skip
    register_palette_action(
        PaletteAction(
            "pay_plan_new", _("New pay plan"), "pay_plan_new", "plus", _MANAGE, _("commission bonus")
        )
    )
    register_palette_action(
        PaletteAction(
            "plan_trying", _("Try a plan on what happened"), "plan_trying", "note", _MANAGE, _("what if cost")
        )
    )
