"""Opening reviews: by a rule that is data, with the evidence frozen, never twice for the same facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.company.rankings import individual_rankings_are_shown
from suki.apps.people.models import Person, ReportingLine
from suki.apps.people.queries import people_led_by
from suki.apps.standing.gathering import checksum_of, facts_of
from suki.apps.standing.guarding import held, person_of, still_open
from suki.apps.standing.measuring import Measured, measured, people_of, periods_of
from suki.apps.standing.models import Evidence, MissRule, Party, StandingReview
from suki.apps.standing.profiles import code_for
from suki.base.access import SYSTEM, Can, Reach, action, reach_of
from suki.base.dated import from_to, on_day
from suki.base.history import record
from suki.kernel.errors import BadInput, NotAllowed, Problem, RuleBroken
from suki.kernel.periods import Period


@action(Can.DECIDE_STANDING)
def set_miss_rule(
    *, actor: Any, name: str, misses: int, of_last: int, below: Decimal, since: date,
    span: str = MissRule.Span.QUARTER, function: str = "", last: date | None = None, entity: LegalEntity | None = None,
) -> MissRule:  # fmt: skip
    """When a missed quota is looked at together. The rule of a firm, said beforehand by its management."""
    if actor is not SYSTEM and reach_of(actor, Can.DECIDE_STANDING) is not Reach.ALL:
        raise NotAllowed(_("Senior management sets the rule by which reviews are opened."))
    problems = []
    if not name.strip():
        problems.append(Problem("name", _("Say what the rule is called.")))
    if not 0 < misses <= of_last <= 12:
        problems.append(
            Problem("misses", _("So many of the last periods: at least 1, and not more than there are."))
        )
    if not 0 < below <= 1:
        problems.append(Problem("below", _("Below a share of the quota, up to 100%.")))
    if last is not None and last < since:
        problems.append(Problem("last", _("The rule ends before it begins.")))
    if problems:
        raise BadInput(problems)
    rule = MissRule.objects.create(
        entity=entity or default_entity(), name=name.strip(), span=span, misses=misses, of_last=of_last, below=below,
        function=function, valid=from_to(since, last),
    )  # fmt: skip
    record("miss rule set", actor=actor, about=rule)
    return rule


@action(Can.DECIDE_STANDING)
def open_reviews(*, actor: Any, today: date | None = None) -> list[StandingReview]:
    """Look at everybody in reach by every rule, and open what is to be looked at together. Nothing else follows by itself.

    Where people may not be measured one by one, nothing is opened.
    """
    made = []
    for rule in MissRule.objects.in_use().select_related("entity"):
        day = today or rule.entity.today
        if day in rule.valid and individual_rankings_are_shown(rule.entity):
            made += _opened_by(actor, rule, day)
    return made


@action(Can.DECIDE_STANDING)
def add_evidence(*, actor: Any, review: StandingReview) -> Evidence:
    """Look at the figures again: what is known now stands beside what was known then, and replaces nothing."""
    found = held(actor, review)
    still_open(found)
    newest = found.evidence.order_by("-number").first()
    calendar = found.entity.fiscal_calendar
    periods = [Period.parse(each["name"], calendar) for each in newest.facts["periods"]]
    again = [measured(found.entity, period, [found.person_id])[found.person_id] for period in periods]
    facts = facts_of(found.rule, found.person, again)
    if checksum_of(facts) == newest.checksum:
        raise RuleBroken(_("Nothing has changed since the evidence was gathered."))
    made = _freeze(actor, found, facts, newest.number + 1)
    record("standing evidence added", actor=actor, about=found)
    return made


def _opened_by(actor: Any, rule: MissRule, today: date) -> list[StandingReview]:
    """The reviews that a rule opens among the people in the actor's reach."""
    people = {person.pk: person for person in people_of(rule, today)}
    if actor is not SYSTEM and reach_of(actor, Can.DECIDE_STANDING) is not Reach.ALL:
        led = set(people_led_by(actor, today))
        people = {pk: person for pk, person in people.items() if pk in led}
    people.pop(getattr(person_of(actor), "pk", None), None)
    periods = periods_of(rule, today)
    figures = [measured(rule.entity, period, list(people)) for period in periods]
    made = []
    for pk, person in people.items():
        found = [each[pk] for each in figures]
        review = _open_for(actor, rule, person, found, today)
        made += [review] if review else []
    return made


def _open_for(
    actor: Any, rule: MissRule, person: Person, found: list[Measured], today: date
) -> StandingReview | None:
    """A review, if the rule fires by a fact that no review has looked at yet and none is open."""
    missed = [each.period.name for each in found if each.is_below(rule.below)]
    if len(missed) < rule.misses:
        return None
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = StandingReview.objects.filter(person=person)
    if earlier.filter(closing__isnull=True).exists():
        return None
    if earlier.filter(rule=rule, fact=missed[0]).exists():
        return None
    review = StandingReview.objects.create(
        person=person, rule=rule, entity=rule.entity, profile=code_for(rule.entity.country), fact=missed[0],
        opened_on=today, opened_by_id=None if actor is SYSTEM else actor.pk,
    )  # fmt: skip
    _freeze(actor, review, facts_of(rule, person, found), 1)
    manager = (
        ReportingLine.objects.filter(on_day(today), person=person).values_list("manager", flat=True).first()
    )
    if manager is not None:
        Party.objects.create(review=review, person_id=manager, role=Party.Role.LEAD)
    record("standing review opened", actor=actor, about=review)
    return review


def _freeze(actor: Any, review: StandingReview, facts: dict[str, Any], number: int) -> Evidence:
    return Evidence.objects.create(
        review=review, number=number, facts=facts, checksum=checksum_of(facts),
        gathered_by_id=None if actor is SYSTEM else actor.pk,
    )  # fmt: skip
