"""The sample company's rewards: a catalogue, a rule, a contest that runs, somebody who won and chose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from suki.apps.people.models import Person
from suki.apps.rewards.actions import (
    add_reward,
    choose_reward,
    grant_reward,
    open_contest,
    send_reward,
    set_rule,
)
from suki.apps.rewards.contests.actions import Promised
from suki.apps.rewards.models import Contest, Reward, RewardRule
from suki.base.access import SYSTEM
from suki.kernel.periods import Period

CATALOGUE = (
    ("Weekend for two in Tagaytay", "Two nights with breakfast, at a time of your choice", 18_000, None, 4),
    ("Noise-cancelling headphones", "For the days in the open office", 14_500, 600, 6),
    ("Dinner with the family", "A voucher for eight people", 8_000, 350, None),
    ("A day off", "On top of your leave", 3_500, 150, None),
    ("Travel mug from our own press", "With your name in hot foil", 900, 40, 2),
)


def load_rewards(people: dict[str, Person], today: date) -> None:
    """What can be won, by which rule, and a contest for the quarter."""
    items = [_item(*each) for each in CATALOGUE]
    quarter = Period.quarter(today.year, (today.month + 2) // 3)
    set_rule(
        actor=SYSTEM, name="Beyond 110% of the quarter", reached=Decimal("1.1"), since=date(today.year, 1, 1),
        rewards=items[:3], days_to_choose=60,
    )  # fmt: skip
    set_rule(
        actor=SYSTEM, name="Points above quota", reached=Decimal(1), method=RewardRule.Method.PER_POINT, points=10,
        since=date(today.year, 1, 1),
    )  # fmt: skip
    open_contest(
        actor=SYSTEM, name="Repeat orders of the quarter", about="Every order taken counts, from new and old customers.",
        first=quarter.start, last=quarter.last, measure=Contest.Measure.BOOKED, tie=Contest.Tie.SPLIT,
        people=[people[key] for key in ("marisol", "joy", "jonas", "minh", "sari")],
        prizes=[Promised(Decimal(amount), "PHP") for amount in (30_000, 20_000, 10_000)],
    )  # fmt: skip
    _won(people, items)


def _won(people: dict[str, Person], items: list[Reward]) -> None:
    """Jonas chose and it is on its way; Marisol still has a choice."""
    jonas = grant_reward(
        actor=SYSTEM,
        person=people["jonas"],
        what_for="Best stand at the packaging fair",
        rewards=items[1:3],
        points=200,
    )
    chosen = choose_reward(actor=people["jonas"].user, purse=jonas.purse, reward=items[1], grant=jonas)
    send_reward(
        actor=SYSTEM, choice=chosen, sent_on=jonas.granted_on, reference="by hand, with the Friday van"
    )
    grant_reward(
        actor=SYSTEM,
        person=people["marisol"],
        what_for="New customer of the year",
        rewards=items[:2],
        points=450,
    )


def _item(name: str, about: str, value: int, points: int | None, stock: int | None) -> Reward:
    return add_reward(
        actor=SYSTEM, name=name, about=about, value=Decimal(value), currency="PHP", points=points, stock=stock
    )
