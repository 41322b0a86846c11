"""Touchpoints and promises as pages show them: icons, states, who of them, who speaks for us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.accounts.models import Account
from suki.apps.accounts.pages.roster import Roster, roster_of, with_roster
from suki.apps.touchpoints import queries
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.base.formats import day_text, lateness_text
from suki.base.marks import state

ICONS = {"call": "phone", "meeting": "group", "mail": "mail", "visit": "visit", "message": "note"}
TONES = {"well": "good", "order": "good", "mixed": "warn", "badly": "bad", "not_met": "none"}
STANDINGS: dict[str, tuple[str, Any]] = {
    queries.OPEN: ("info", gettext_lazy("open")),
    queries.TODAY: ("warn", gettext_lazy("due today")),
    queries.OVERDUE: ("bad", gettext_lazy("overdue")),
    queries.KEPT: ("good", gettext_lazy("kept")),
    queries.LATE: ("warn", gettext_lazy("kept late")),
    queries.BROKEN: ("bad", gettext_lazy("broken")),
    queries.WITHDRAWN: ("none", gettext_lazy("released by the client")),
}


@dataclass(frozen=True)
class ShownTouchpoint:
    """A touchpoint with its icon, how it went, and whether its next step waits."""

    row: Touchpoint
    today: date

    @property
    def icon(self) -> str:
        return ICONS[self.row.kind]

    @property
    def title(self) -> str:
        """What it was about; else how it is called."""
        return self.row.subject or str(self.row.get_kind_display()).capitalize()

    @property
    def with_whom(self) -> str:
        return ", ".join(str(each) for each in self.row.contacts.all())

    @property
    def outcome(self) -> SafeString | str:
        if not self.row.outcome:
            return ""
        return state(TONES[self.row.outcome], self.row.get_outcome_display())

    @property
    def step_waits(self) -> bool:
        return bool(self.row.next_step) and self.row.next_step_done_on is None

    @property
    def step_is_late(self) -> bool:
        return self.step_waits and self.row.next_step_on is not None and self.row.next_step_on < self.today


@dataclass(frozen=True)
class ShownPromise:
    """A promise with how it stands, in shape and words."""

    row: Promise
    today: date

    @property
    def is_open(self) -> bool:
        return self.row.state == Promise.State.OPEN

    @property
    def state(self) -> SafeString:
        return standing_marked(self.row.standing)  # type: ignore[attr-defined]

    @property
    def day(self) -> date:
        """The day that stands in the margin: due, or settled."""
        return self.row.due if self.is_open else self.row.settled_on or self.row.due

    @property
    def against(self) -> str:
        """How far away the day is; for a moved one, what was said first."""
        said = lateness_text(self.row.due, self.today) if self.is_open else ""
        if self.row.first_due != self.row.due:
            moved = _("first promised for {day}").format(day=day_text(self.row.first_due))
            return f"{said} · {moved}" if said else moved
        return said


def standing_marked(standing: str) -> SafeString:
    """A standing as shape and word."""
    tone, word = STANDINGS[standing]
    return state(tone, word)


def standing_choices() -> list[tuple[str, Lazy | str]]:
    """Every way in which a promise may stand."""
    return [(value, word) for value, (_tone, word) in STANDINGS.items()]


def shown_touchpoints(rows: Iterable[Touchpoint], today: date) -> list[ShownTouchpoint]:
    """Each as the page shows it."""
    return [ShownTouchpoint(row, today) for row in rows]


def shown_promises(rows: Iterable[Promise], today: date) -> list[ShownPromise]:
    """Each as the page shows it."""
    return [ShownPromise(row, today) for row in rows]


def voices_of(row: Any, today: date) -> Roster | None:
    """Who speaks for us with an account; a lead has its owner only."""
    if not isinstance(row, Account):
        return None
    return roster_of(with_roster(Account.objects.filter(pk=row.pk), today).get(), today)


def version_of(visit: Touchpoint) -> dict[str, Any]:
    """A visit as it stands with us, in words, and the revision that a phone has to name to write over it."""
    by = day_text(visit.next_step_on) if visit.next_step_on else ""
    return {
        "revision": visit.revision,
        "lines": [
            line
            for line in (
                str(visit.get_state_display()), str(visit.get_outcome_display()), visit.text,
                " · ".join(filter(None, (visit.next_step, by))),
            )
            if line
        ],
    }  # fmt: skip
