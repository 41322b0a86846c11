"""The sample company's standing: a rule that everybody knows, and one review that was opened and answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.apps.people.queries import people_led_by
from suki.apps.standing.actions import open_reviews, reply, set_miss_rule
from suki.apps.standing.measuring import measured, people_of, periods_of
from suki.apps.standing.models import MissRule
from suki.base.access import SYSTEM, Function

ANSWER = (
    "My largest customer moved its printing in house in spring; I told Grace in April. The two new accounts order from"
    " next quarter on. What would help me: a second person for the visits in the south until then."
)


STEPS = tuple(Decimal(percent) / 100 for percent in (70, 60, 50, 40, 30, 20))


def load_standing(people: dict[str, Person], today: date) -> None:
    """A rule, and whoever misses it among the people of one manager: with their own words beside the figures."""
    asked = {
        "name": "Two of the last three quarters",
        "misses": 2,
        "of_last": 3,
        "function": Function.ACCOUNT_MANAGER,
    }
    below = _at_which_one_falls(MissRule(entity=default_entity(), **asked), today, people["grace"])
    set_miss_rule(actor=SYSTEM, below=below, since=date(today.year, 1, 1), **asked)
    for review in open_reviews(actor=people["grace"].user, today=today)[:1]:
        if review.person.user is not None:
            reply(actor=review.person.user, review=review, text=ANSWER)


def _at_which_one_falls(rule: MissRule, today: date, manager: Person) -> Decimal:
    """The share of the quota below which one of the manager's people comes, and no more than one if that can be."""
    led = set(people_led_by(manager.user, today))
    sellers = [person.pk for person in people_of(rule, today) if person.pk in led]
    figures = [measured(rule.entity, period, sellers) for period in periods_of(rule, today)]
    second_worst = []
    for person in sellers:
        shares = sorted(each[person].adjusted for each in figures if each[person].adjusted is not None)
        second_worst += [shares[1]] if len(shares) > 1 else []
    falling = {step: sum(share < step for share in second_worst) for step in STEPS}
    return next((step for step in STEPS if falling[step] == 1), STEPS[0])
