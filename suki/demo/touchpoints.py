"""The sample company's talks: calls, visits and meetings, what was promised and needed in them, and today's tour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from suki.apps.accounts.models import Account, ContactPosition
from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.apps.touchpoints import actions
from suki.apps.touchpoints.visits.actions import add_stop, set_rhythms
from suki.base.access import SYSTEM


class Talk(NamedTuple):
    """One talk: with whom, by whom, how long ago, what was said, and what followed."""

    account: str
    by: str
    days: int
    kind: str
    outcome: str
    text: str
    step: str = ""
    step_in: int = 0
    promised: str = ""
    promised_in: int = 0
    kept_after: int | None = None
    needed: str = ""


FOODS, BEVERAGES, MUTYA = "Bahaghari Foods Corp.", "Bahaghari Beverages Corp.", "Mutya Cosmetics Inc."
FEINKOST, MOLKEREI = "Kastanienhof Feinkost GmbH & Co. KG", "Havelland Molkereigenossenschaft eG"

TALKS = (
    Talk(FOODS, "marisol", 41, "visit", "well", "Walked the filling line with Engr. Dizon. The new carton runs at 140 a minute; he wants the glue point 4 mm lower.", promised="Drawing with the lower glue point", promised_in=7, kept_after=5),
    Talk(FOODS, "marisol", 19, "call", "mixed", "Ms Sy asks why the last delivery came on two trucks. Told her that the second was ours to pay.", step="Check the freight note", step_in=3, promised="Credit note for the second freight", promised_in=10, kept_after=14),
    Talk(FOODS, "marisol", 3, "meeting", "well", "They want the 2027 price before their budget is closed, by format, with the board surcharge apart.", promised="The 2027 price in writing", promised_in=5, needed="Flexible pouches for the children's line, 80 g"),
    Talk(BEVERAGES, "marisol", 26, "visit", "well", "Stretch film test went well on line 2.", needed="Trays that carry six cans instead of four"),
    Talk(MUTYA, "marisol", 12, "call", "badly", "Lids of the last lot do not close. They stopped the line for two hours.", promised="A new lot of lids at our cost", promised_in=6),
    Talk(FEINKOST, "jonas", 16, "meeting", "well", "Jahresgespräch in Potsdam. Eigenmarke kommt im Frühjahr, 40 Filialen.", promised="Muster für die Eigenmarke", promised_in=14, needed="Faltschachteln aus recyceltem Karton"),
    Talk(MOLKEREI, "jonas", 8, "call", "mixed", "Die Becher sind gut, der Preis nicht. Sie holen ein zweites Angebot ein.", step="Preis mit Katrin abstimmen", step_in=4),
)  # fmt: skip
TOUR = ((FOODS, 0), (BEVERAGES, 0), (MUTYA, 0), (FEINKOST, 0), (MOLKEREI, 1))


def load_touchpoints(people: dict[str, Person], accounts: dict[str, Account], today: date) -> None:
    """Talks with promises and needs, a meeting to come, tours of today and tomorrow, and how often tiers are visited."""
    with timezone.override(default_entity().timezone):
        _load(people, accounts, today)


def _load(people: dict[str, Person], accounts: dict[str, Account], today: date) -> None:
    set_rhythms(actor=SYSTEM, days={"A": 30, "B": 60, "": 90})
    for talk in TALKS:
        if talk.account in accounts and talk.by in people:
            _talk(talk, people[talk.by], accounts[talk.account], today)
    for name, days in TOUR:
        if name in accounts:
            owner = next(talk.by for talk in TALKS if talk.account == name)
            day = today + timedelta(days=days)
            add_stop(actor=SYSTEM, account=accounts[name], day=day, person=people[owner], subject="")
    if FOODS in accounts:
        actions.plan_touchpoint(
            actor=SYSTEM, kind="meeting", at=_at(today + timedelta(days=2), 14), person=people["marisol"],
            account=accounts[FOODS], subject="2027 prices with Ms Sy", minutes=60,
        )  # fmt: skip


def _talk(talk: Talk, person: Person, account: Account, today: date) -> None:
    day = today - timedelta(days=talk.days)
    there = ContactPosition.objects.filter(account=account, valid__contains=today).select_related("contact")
    facts: dict[str, Any] = {"next_step": talk.step}
    if talk.step:
        facts["next_step_on"] = day + timedelta(days=talk.step_in)
    made = actions.note_touchpoint(
        actor=SYSTEM, kind=talk.kind, at=_at(day, 10), person=person, account=account, text=talk.text,
        outcome=talk.outcome, contacts=[each.contact for each in there[:1]], **facts,
    )  # fmt: skip
    if talk.promised:
        promise = actions.make_promise(
            actor=SYSTEM, text=talk.promised, due=day + timedelta(days=talk.promised_in), owner=person,
            account=account, made_on=day, made_from=made,
        )  # fmt: skip
        if talk.kept_after is not None:
            actions.keep_promise(
                actor=SYSTEM, promise=promise, on=day + timedelta(days=talk.kept_after), proof="Mail"
            )
    if talk.needed:
        actions.say_need(actor=SYSTEM, text=talk.needed, said_on=day, account=account, touchpoint=made)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
