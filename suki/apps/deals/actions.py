"""Changes to deals: opening one, moving it through its stages, winning and losing it, giving it to somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from suki.apps.deals.conversion import Conversion as Conversion
from suki.apps.deals.conversion import convert_leads as convert_leads
from suki.apps.deals.decision import drop_competitor as drop_competitor
from suki.apps.deals.decision import drop_decider as drop_decider
from suki.apps.deals.decision import name_competitor as name_competitor
from suki.apps.deals.decision import name_decider as name_decider
from suki.apps.deals.lines import NewLine as NewLine
from suki.apps.deals.lines import set_deal_lines as set_deal_lines
from suki.apps.deals.models import Category, Competitor, Deal, LossReason, Stage, StageChange
from suki.apps.deals.opening import open_deal as open_deal
from suki.apps.deals.owning import check_owner
from suki.apps.deals.pipelines import ending, stages_of
from suki.apps.deals.rules import (
    account_seen,
    check_close,
    check_entry,
    check_open,
    check_over,
    check_revision,
    checked_currency,
    checked_probability,
    checked_value,
    moment_of,
)
from suki.apps.deals.staging import enter_stage, propose
from suki.apps.people.models import Person
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken

CHANGEABLE: Final = (
    "name", "account", "contact", "kind", "value", "currency", "probability", "category", "expected_close", "source",
    "campaign", "brief", "next_step", "next_step_on",
)  # fmt: skip
_SETTLED_BY_CLOSING: Final = ("account", "value", "currency", "probability", "category", "expected_close")


@action(Can.WORK_DEALS)
def change_deal(*, actor: Any, deal: Deal, revision: int | None = None, **facts: Any) -> Deal:
    """What is said of a deal changes. A probability or a forecast that the seller says is the seller's from now on;
    said to be nothing, it is the stage's again. What was settled when it closed stays."""
    deal = _locked(actor, deal)
    check_revision(deal, revision)
    before = {name: getattr(deal, name) for name in facts}
    if facts.get("account") is not None:
        facts["account"] = account_seen(actor, facts["account"])
    for name, value in facts.items():
        if name not in CHANGEABLE:
            raise RuleBroken(_("This is not changed here."))
        if name in _SETTERS:
            _SETTERS[name](deal, value)
        else:
            setattr(deal, name, value)
    changed = [name for name in facts if getattr(deal, name) != before[name]]
    if deal.state != Deal.State.OPEN and set(changed) & set(_SETTLED_BY_CLOSING):
        check_open(deal)
    if not deal.name.strip():
        raise RuleBroken(_("A deal needs a name."))
    check_close(deal.expected_close, deal.created_on)
    deal.save()
    if "kind" in changed:
        check_owner(actor, deal, deal.entity.today)
    deal.refresh_from_db(fields=["revision"])
    if changed:
        changes = {name: [_plain(before[name]), _plain(getattr(deal, name))] for name in changed}
        record("deal changed", actor=actor, about=deal, changes=changes)
    return deal


@action(Can.WORK_DEALS)
def move_to_stage(
    *, actor: Any, deal: Deal, stage: Stage, revision: int | None = None, on: date | None = None
) -> StageChange | None:
    """An open deal goes to another stage of its pipeline, today or on an earlier day, if it has what the stage asks for."""
    deal = _locked(actor, deal)
    check_open(deal)
    check_revision(deal, revision)
    if stage.pipeline_id != deal.pipeline_id:
        raise RuleBroken(_("“{stage}” is not a stage of “{pipeline}”."), stage=stage, pipeline=deal.pipeline)
    if stage.pk == deal.stage_id:
        return None
    if stage.ends:
        raise RuleBroken(_("Winning or losing a deal needs a day. Use “Won” or “Lost” on its page."))
    check_entry(deal, stage)
    before = deal.stage
    propose(deal, stage)
    change = enter_stage(deal, stage, actor=actor, at=moment_of(on or deal.entity.today, deal))
    record("deal moved", actor=actor, about=deal, before=before.name, stage=stage.name, value=deal.value)
    return change


@action(Can.WORK_DEALS)
def win_deal(*, actor: Any, deal: Deal, on: date, revision: int | None = None) -> Deal:
    """The client said yes. From here on the deal counts as won on that day, at its value."""
    deal = _locked(actor, deal)
    check_open(deal)
    check_revision(deal, revision)
    check_close(on, deal.created_on)
    check_over(on, deal)
    if not deal.account_id:
        raise RuleBroken(_("“{deal}” has no account yet. Say whose it is, then win it."), deal=deal)
    if not deal.value:
        raise RuleBroken(_("“{deal}” has no value yet. Say what it is worth, then win it."), deal=deal)
    stage = ending(deal.pipeline, Stage.Ends.WON)
    check_entry(deal, stage)
    _close(deal, Deal.State.WON, on, stage, actor)
    said = {"on": on, "value": deal.value, "currency": deal.currency}
    record("deal won", actor=actor, about=deal, **said)
    record("account won deal", actor=actor, about=deal.account, deal=deal.pk, name=deal.name, **said)
    return deal


@action(Can.WORK_DEALS)
def lose_deal(
    *, actor: Any, deal: Deal, on: date, reason: LossReason | None = None, note: str = "",
    lost_to: Competitor | None = None, revision: int | None = None,
) -> Deal:  # fmt: skip
    """The client said no, or nothing any more. Why, and to whom, is kept to learn from."""
    deal = _locked(actor, deal)
    check_open(deal)
    check_revision(deal, revision)
    check_close(on, deal.created_on)
    check_over(on, deal)
    if reason is None:
        raise RuleBroken(_("Say why “{deal}” was lost."), deal=deal)
    stage = ending(deal.pipeline, Stage.Ends.LOST)
    check_entry(deal, stage)
    deal.loss_reason, deal.loss_note, deal.lost_to = reason, note.strip(), lost_to
    _close(deal, Deal.State.LOST, on, stage, actor)
    said = {"on": on, "reason": reason.name, "to": lost_to.name if lost_to else ""}
    record("deal lost", actor=actor, about=deal, **said)
    if deal.account_id:
        record("account lost deal", actor=actor, about=deal.account, deal=deal.pk, name=deal.name, **said)
    return deal


@action(Can.WORK_DEALS)
def reopen_deal(*, actor: Any, deal: Deal, reason: str, revision: int | None = None) -> Deal:
    """It is not over after all: the deal goes back to the last open stage that it was in."""
    deal = _locked(actor, deal)
    if deal.state == Deal.State.OPEN:
        raise RuleBroken(_("“{deal}” is open."), deal=deal)
    check_revision(deal, revision)
    if not reason.strip():
        raise RuleBroken(_("Say why “{deal}” is opened again."), deal=deal)
    was, deal.state, deal.closed_on = deal.state, Deal.State.OPEN, None
    deal.loss_reason, deal.loss_note, deal.lost_to = None, "", None
    stage = _last_open_stage(deal)
    propose(deal, stage)
    enter_stage(deal, stage, actor=actor, at=moment_of(deal.entity.today, deal))
    record("deal reopened", actor=actor, about=deal, was=was, stage=stage.name, reason=reason)
    if was == Deal.State.WON:
        said = {"name": deal.name, "reason": reason}
        record("account deal reopened", actor=actor, about=deal.account, deal=deal.pk, **said)
    return deal


@action(Can.WORK_DEALS)
def give_deals(*, actor: Any, deals: Iterable[Deal], person: Person, reason: str = "") -> int:
    """Another person owns these deals from now on; all or none. Returns how many changed hands."""
    asked = {deal.pk for deal in deals}
    rows = Deal.objects.visible_to(actor).select_related("entity").filter(pk__in=asked).order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    if len(found) != len(asked):
        raise RuleBroken(
            _("Some of these deals are not there any more, or not yours to see. Select them again.")
        )
    given = [deal for deal in found if deal.owner_id != person.pk]
    for deal in given:
        before, deal.owner = deal.owner_id, person
        deal.save()
        if deal.state == Deal.State.OPEN:
            check_owner(actor, deal, deal.entity.today)
        record("deal given", actor=actor, about=deal, before=before, person=person.pk, reason=reason)
    return len(given)


def _locked(actor: Any, deal: Deal) -> Deal:
    """The deal, locked until the action is through; who comes second waits, and finds what the first has done.

    Nothing is joined: a row that has changed stage while somebody waited would not be found by the stage it had.
    """
    found: Deal = Deal.objects.visible_to(actor).locked(deal.pk)
    return found


def _close(deal: Deal, state: str, on: date, stage: Stage, actor: Any) -> None:
    """What is over is certain: the seller's own judgement of it ends here."""
    deal.state, deal.closed_on = state, on
    deal.probability_is_own = deal.category_is_own = False
    propose(deal, stage)
    enter_stage(deal, stage, actor=actor, at=moment_of(on, deal))


def _last_open_stage(deal: Deal) -> Stage:
    before = deal.stage_changes.filter(
        stage__ends="", stage__archived_at__isnull=True, stage__pipeline=deal.pipeline
    )
    change = before.order_by("-at", "-id").select_related("stage").first()
    return change.stage if change else stages_of(deal.pipeline)[0]


def _set_value(deal: Deal, value: Decimal | None) -> None:
    if deal.has_lines and value != deal.value:
        raise RuleBroken(_("The value of “{deal}” is what its lines come to. Change the lines."), deal=deal)
    deal.value = checked_value(value, deal.currency)


def _set_currency(deal: Deal, currency: str) -> None:
    if deal.has_lines and currency != deal.currency:
        raise RuleBroken(
            _("The prices of the lines are in {currency}. Take the lines out first."), currency=deal.currency
        )
    deal.currency = checked_currency(currency, deal.entity)
    deal.value = checked_value(deal.value, deal.currency)


def _set_probability(deal: Deal, percent: Decimal | None) -> None:
    deal.probability_is_own = percent is not None
    deal.probability = deal.stage.probability if percent is None else checked_probability(percent)


def _set_category(deal: Deal, category: str) -> None:
    deal.category_is_own = bool(category)
    deal.category = Category(category) if category else Category(deal.stage.category)


_SETTERS: Final = {
    "value": _set_value, "currency": _set_currency, "probability": _set_probability, "category": _set_category,
}  # fmt: skip


def _plain(value: Any) -> Any:
    """A row by its name: who reads the journal later need not look it up."""
    return str(value) if hasattr(value, "_meta") else value
