"""What the room adds to the menu, the palette and the pages of rows; what its events are in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from suki.apps.deals.fields import NumberField
from suki.apps.quotas.actions import change_amount
from suki.apps.quotas.models import Quota
from suki.apps.quotas.page import amount_of
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can
from suki.base.editing import register_editable
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action
from suki.base.pages import Kind, register_kind


def register() -> None:
    """Called at start-up."""
    register_entry(
        Entry("quotas", _("Quotas"), "quotas", "quota", Can.SEE_QUOTAS, "me", 20,
              keywords=_("quota target goal attainment ramp acknowledge"))
    )  # fmt: skip
    register_palette_action(
        PaletteAction(
            "my_quota", _("My quota"), "my_quota", "quota", Can.SEE_QUOTAS, _("target attainment acknowledge")
        )
    )
    register_palette_action(
        PaletteAction(
            "spread_quota",
            _("Spread a quota over people"),
            "quota_spread",
            "group",
            Can.SET_QUOTAS,
            _("top down"),
        )
    )
    register_kind(
        Kind(
            Quota,
            _("quota"),
            Can.SEE_QUOTAS,
            Can.SET_QUOTAS,
            "quota",
            list_name="quotas",
            list_label=_("Quotas"),
        )
    )
    register_about("quota", "notes", "timeline", "history")
    register_editable(
        Quota, "amount", capability=Can.SET_QUOTAS, label=_("Quota"), act=_changed,
        field=lambda row: NumberField(), shown=lambda row, value: amount_of(row, value),
    )  # fmt: skip
    _sentences()


def _changed(*, actor: Any, row: Quota, revision: int | None, value: Any) -> Quota:
    changed: Quota = change_amount(actor=actor, quota=row, amount=value, revision=revision)
    return changed


def _sentences() -> None:
    worth = {"amount": "currency"}
    both = {"amount": "currency", "before": "currency"}
    for event, sentence in {
        "quota set": Sentence(_("Proposed: {amount} {currency}"), "plus", amounts=worth),
        "quota amount changed": Sentence(
            _("Changed from {before} to {amount} {currency}"), "edit", amounts=both
        ),
        "quota communicated": Sentence(_("Communicated: {amount} {currency}"), "mail", amounts=worth),
        "quota acknowledged": Sentence(_("Acknowledged: {amount} {currency}"), "check", amounts=worth),
        "quota withdrawn": Sentence(
            _("A quota of {amount} {currency} taken back"), "undo", amounts=worth, capability=Can.SET_QUOTAS
        ),
        "quota change proposed": Sentence(
            _("From {since} on {amount} {currency} instead of {before}"), "edit", {}, ("since",), amounts=both
        ),
        "quota change withdrawn": Sentence(
            _("A change to {amount} {currency} taken back"), "undo", amounts=worth
        ),
        "quota changed from a day on": Sentence(
            _("From {since} on it is {amount} {currency}"), "edit", {}, ("since",), amounts=both
        ),
        "quota proposed from below": Sentence(
            _("Proposes to reach {amount} {currency}"), "plus", amounts=worth, capability=Can.SET_QUOTAS
        ),
        "quota proposal withdrawn": Sentence(
            _("No longer proposes {amount} {currency}"), "undo", amounts=worth, capability=Can.SET_QUOTAS
        ),
        "quotas brought in": Sentence(_("{count} quotas came from “{name}”"), "upload"),
        "segment named": Sentence(_("Segment “{name}” named"), "plus"),
    }.items():
        register_sentence(event, sentence)
