"""What this room brings to pages: its kinds, its panels on accounts and leads, its moments, its events in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.touchpoints.models import Need, Promise, Touchpoint
from suki.apps.touchpoints.queries import next_promise
from suki.apps.touchpoints.showing import ICONS, TONES
from suki.base.about.naming import Named
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.about.timeline import Happened, Moment, Source, register_source
from suki.base.access import Can
from suki.base.editing import register_editable
from suki.base.formats import day_text
from suki.base.marks import state
from suki.base.navigation import PaletteAction, register_palette_action
from suki.base.pages import (
    Act,
    Filled,
    Kind,
    Panel,
    fill_slot,
    page_of,
    register_act,
    register_kind,
    register_panel,
)

_SEE, _LOG = Can.SEE_ACCOUNTS, Can.LOG_TOUCHPOINTS
_WHOSE = {
    "account": "x.account_id IN (SELECT a.id FROM accounts_account a WHERE a.id = %(row)s OR a.merged_into_id = %(row)s)",
    "lead": "x.lead_id = %(row)s",
}
_PASSED = """
    SELECT x.at, x.id, jsonb_build_object('kind', x.kind, 'what', left(coalesce(nullif(x.subject, ''), x.text), 240),
        'outcome', x.outcome, 'person', x.person_id) AS facts
    FROM touchpoints_touchpoint x WHERE x.state = 'done' AND x.archived_at IS NULL AND {whose}
"""
_PROMISED = """
    SELECT ({day}::timestamp AT TIME ZONE %(zone)s) AS at, x.id,
        jsonb_build_object('text', x.text, 'due', x.due, 'state', x.state, 'late', x.settled_on > x.due,
            'owner', x.owner_id) AS facts
    FROM touchpoints_promise x WHERE x.archived_at IS NULL AND {day} IS NOT NULL AND {whose}
"""
_NEEDED = """
    SELECT (x.said_on::timestamp AT TIME ZONE %(zone)s) AS at, x.id, jsonb_build_object('text', left(x.text, 240)) AS facts
    FROM touchpoints_need x WHERE x.archived_at IS NULL AND {whose}
"""


def register() -> None:
    """Called at start-up."""
    register_kind(
        Kind(
            Touchpoint,
            gettext_lazy("touchpoint"),
            _SEE,
            _LOG,
            "touchpoint",
            "touchpoints",
            gettext_lazy("Touchpoints"),
        )
    )
    register_kind(
        Kind(Promise, gettext_lazy("promise"), _SEE, _LOG, "promise", "promises", gettext_lazy("Promises"))
    )
    register_kind(Kind(Need, gettext_lazy("need"), _SEE, _LOG, "need"))
    register_about("touchpoint", "notes", "files", "timeline", "history")
    register_about("promise", "files", "notes", "timeline", "history")
    register_about("need", "notes", "timeline", "history")
    register_editable(Touchpoint, "subject", "minutes", capability=_LOG)
    register_editable(Promise, "text", capability=_LOG)
    register_editable(Need, "text", "said_on", capability=_LOG)
    for kind in ("account", "lead"):
        _parts(kind)
        _moments(kind)
    register_panel(
        "account",
        Panel(
            "offers",
            gettext_lazy("Wider range"),
            "account_offers",
            Can.SEE_LEDGER,
            "side",
            35,
            hint=gettext_lazy("what else they may buy"),
        ),
    )
    fill_slot("account", "promise", _next_promise)
    register_palette_action(
        PaletteAction(
            "log_visit",
            gettext_lazy("Log a visit"),
            "visits_today",
            "visit",
            _LOG,
            gettext_lazy("field customer tour today"),
        )
    )
    register_palette_action(
        PaletteAction(
            "plan_visits", gettext_lazy("Plan visits"), "visits", "calendar", _LOG, gettext_lazy("tour")
        )
    )
    _sentences()


def _parts(kind: str) -> None:
    for panel in (
        Panel("touchpoints", gettext_lazy("Touchpoints"), f"{kind}_touchpoints", _SEE, "main", 20, lines=6),
        Panel("promises", gettext_lazy("Promises"), f"{kind}_promises", _SEE, "side", 5),
        Panel("needs", gettext_lazy("Needs"), f"{kind}_needs", _SEE, "side", 30),
    ):
        register_panel(kind, panel)
    for act in (
        Act("log", gettext_lazy("Log what passed"), f"{kind}_touchpoint_new", "note", _LOG, 2),
        Act("plan", gettext_lazy("Plan a meeting"), f"{kind}_touchpoint_plan", "calendar", _LOG, 4, key="v"),
        Act("promise", gettext_lazy("A promise"), f"{kind}_promise_new", "flag", _LOG, 6, key="p"),
    ):
        register_act(kind, act)


def _moments(kind: str) -> None:
    whose = _WHOSE[kind]
    register_source(
        kind,
        Source(
            "touchpoint",
            _PASSED.format(whose=whose),
            _passed,
            _SEE,
            lambda facts: [("person", facts["person"])],
        ),
    )
    for name, day in (("promise_made", "x.made_on"), ("promise_settled", "x.settled_on")):
        query = _PROMISED.format(whose=whose, day=day)
        register_source(
            kind, Source(name, query, _promised, _SEE, lambda facts: [("person", facts["owner"])])
        )
    register_source(kind, Source("need", _NEEDED.format(whose=whose), _needed, _SEE))


def _next_promise(actor: Any, row: Any) -> Filled | None:
    promise = next_promise(row)
    if promise is None:
        return Filled(_("none"))
    return Filled(promise.text, day_text(promise.due, "near"), page_of("promise", promise.pk))


def _passed(happened: Happened, names: Mapping[Named, str]) -> Moment:
    facts = happened.facts
    kind = Touchpoint.Kind(facts["kind"])
    outcome = facts["outcome"]
    return Moment(
        happened.at, ICONS[kind], facts["what"] or capfirst(str(kind.label)),
        by=names.get(("person", facts["person"]), ""), href=page_of("touchpoint", happened.id), has_hour=True,
        tail=state(TONES[outcome], Touchpoint.Outcome(outcome).label) if outcome else "",
    )  # fmt: skip


def _promised(happened: Happened, names: Mapping[Named, str]) -> Moment:
    facts, is_made = happened.facts, happened.source == "promise_made"
    if is_made:
        words = _("Promised: {text}")
        tail = _("due {day}").format(day=day_text(date.fromisoformat(facts["due"]), "near"))
    else:
        settled = {"kept": _("Promise kept: {text}"), "broken": _("Promise broken: {text}")}
        words = settled.get(facts["state"], _("Released from a promise: {text}"))
        tail = _("late") if facts["state"] == "kept" and facts["late"] else ""
    by = names.get(("person", facts["owner"]), "")
    return Moment(
        happened.at,
        "flag",
        words.format(text=facts["text"]),
        by=by,
        href=page_of("promise", happened.id),
        tail=tail,
    )


def _needed(happened: Happened, names: Mapping[Named, str]) -> Moment:
    what = _("They need: {text}").format(text=happened.facts["text"])
    return Moment(happened.at, "requests", what, href=page_of("need", happened.id))


def _sentences() -> None:
    person = {"owner": "person", "before": "person"}
    days = ("due", "on", "before")
    for event, sentence in {
        "touchpoint noted": Sentence(gettext_lazy("Written down"), "note"),
        "touchpoint planned": Sentence(gettext_lazy("Planned"), "calendar"),
        "touchpoint moved": Sentence(gettext_lazy("Put to another time"), "calendar"),
        "touchpoint cancelled": Sentence(gettext_lazy("Cancelled"), "x"),
        "next step taken": Sentence(gettext_lazy("The next step was taken on {on}"), "check", {}, ("on",)),
        "promise made": Sentence(
            gettext_lazy("Promised by {owner} for {due}"), "flag", {"owner": "person"}, ("due",)
        ),
        "promise kept": Sentence(gettext_lazy("Kept on {on}"), "check", {}, days),
        "promise broken": Sentence(gettext_lazy("Broken on {on}"), "warn", {}, days),
        "promise released": Sentence(gettext_lazy("Released by the client on {on}"), "undo", {}, days),
        "promise moved": Sentence(gettext_lazy("Due on {due}, no longer on {before}"), "calendar", {}, days),
        "promise handed": Sentence(gettext_lazy("{owner} keeps it, no longer {before}"), "hand", person),
        "promise reopened": Sentence(gettext_lazy("Open again"), "undo"),
        "need said": Sentence(gettext_lazy("Written down"), "note"),
        "need matched": Sentence(
            gettext_lazy("“{product}” would meet it"), "products", {"product": "product"}
        ),
        "need met": Sentence(gettext_lazy("Met"), "check"),
        "need dropped": Sentence(gettext_lazy("Dropped"), "x"),
        "need reopened": Sentence(gettext_lazy("Open again"), "undo"),
        "followed to account": Sentence(gettext_lazy("What passed with its leads stands here now"), "link"),
    }.items():
        register_sentence(event, sentence)
