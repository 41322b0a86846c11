"""The rules by which leads are scored, and the routes by which they are handed out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person, PersonFunction
from suki.apps.prospecting.jobs import score_open_leads
from suki.apps.prospecting.models import Campaign, LeadRoute, LeadRoutePerson, ScoreRule
from suki.apps.prospecting.rules.usual import usual_scores
from suki.apps.prospecting.scoring import FIELDS, NUMBERS, Relation, number_in
from suki.base.access import Can, Function, action
from suki.base.dated import on_day
from suki.base.history import record
from suki.kernel.errors import BadInput, Problem, RuleBroken

MOST_POINTS = 100
MOST_HOURS = 400


@action(Can.MANAGE_PIPELINES)
def add_score_rule(
    *,
    actor: Any,
    name: str,
    field: str,
    relation: str,
    points: int,
    value: str = "",
    position: int | None = None,
) -> ScoreRule:
    """Points for something that is true of a lead; all open leads are scored anew."""
    value = _checked_rule(name, field, relation, value, points)
    rule = ScoreRule.objects.create(
        name=name.strip(), field=field, relation=relation, value=value, points=points,
        position=_next(ScoreRule) if position is None else position,
    )  # fmt: skip
    record("score rule added", actor=actor, about=rule, name=rule.name, points=points)
    score_open_leads.later()
    return rule


@action(Can.MANAGE_PIPELINES)
def change_score_rule(
    *, actor: Any, rule: ScoreRule, name: str, field: str, relation: str, points: int, value: str = "",
    revision: int | None = None,
) -> ScoreRule:  # fmt: skip
    """A rule says something else; all open leads are scored anew."""
    rule = ScoreRule.objects.in_use().locked(rule.pk, revision=revision)
    rule.value = _checked_rule(name, field, relation, value, points)
    rule.name, rule.field, rule.relation, rule.points = name.strip(), field, relation, points
    rule.save()
    record("score rule changed", actor=actor, about=rule, name=rule.name, points=points)
    score_open_leads.later()
    return rule


@action(Can.MANAGE_PIPELINES)
def drop_score_rule(*, actor: Any, rule: ScoreRule) -> ScoreRule:
    """A rule counts no more."""
    rule = ScoreRule.objects.in_use().locked(rule.pk)
    rule.archived_at = timezone.now()
    rule.save()
    record("score rule dropped", actor=actor, about=rule, name=rule.name)
    score_open_leads.later()
    return rule


@action(Can.MANAGE_PIPELINES)
def add_route(
    *, actor: Any, name: str, method: str, people: Sequence[Person] = (), campaign: Campaign | None = None,
    country: str = "", hours: int = 8, position: int | None = None,
) -> LeadRoute:  # fmt: skip
    """One more way on which new leads find somebody."""
    _check_route(name, method, people, hours)
    route = LeadRoute.objects.create(
        name=name.strip(), method=method, campaign=campaign, country=country, hours=hours,
        position=_next(LeadRoute) if position is None else position,
    )  # fmt: skip
    _put_people(route, people)
    record("lead route added", actor=actor, about=route, name=route.name, method=str(method))
    return route


@action(Can.MANAGE_PIPELINES)
def change_route(
    *, actor: Any, route: LeadRoute, name: str, method: str, people: Sequence[Person] = (),
    campaign: Campaign | None = None, country: str = "", hours: int = 8, position: int | None = None,
    revision: int | None = None,
) -> LeadRoute:  # fmt: skip
    """A route leads elsewhere from now on; whose turn it was is kept."""
    route = LeadRoute.objects.in_use().locked(route.pk, revision=revision)
    _check_route(name, method, people, hours)
    route.name, route.method, route.campaign, route.country = name.strip(), method, campaign, country
    route.hours, route.position = hours, route.position if position is None else position
    route.save()
    _put_people(route, people)
    record("lead route changed", actor=actor, about=route, name=route.name, method=str(method))
    return route


@action(Can.MANAGE_PIPELINES)
def drop_route(*, actor: Any, route: LeadRoute) -> LeadRoute:
    """No lead goes this way any more."""
    route = LeadRoute.objects.in_use().locked(route.pk)
    route.archived_at = timezone.now()
    route.save()
    record("lead route dropped", actor=actor, about=route, name=route.name)
    return route


@action(Can.MANAGE_PIPELINES)
def take_usual_rules(*, actor: Any) -> int:
    """Begin with rules and routes that most firms can use, where there are none; how many were added."""
    entity, added = default_entity(), 0
    with override(entity.language):
        if not ScoreRule.objects.in_use().exists():
            for rule in usual_scores(entity.country):
                add_score_rule(actor=actor, **rule)
                added += 1
        if not LeadRoute.objects.in_use().exists():
            sellers = PersonFunction.objects.filter(
                on_day(entity.today), function=Function.SALES_REPRESENTATIVE, person__archived_at__isnull=True
            )
            people = list(Person.objects.filter(pk__in=sellers.values("person")).order_by("sort_key", "pk"))
            add_route(actor=actor, name=_("Whoever has the territory"), method=LeadRoute.Method.TERRITORY)
            if people:
                turns = {"method": LeadRoute.Method.ROUND_ROBIN, "people": people}
                add_route(actor=actor, name=_("The representatives in turn"), **turns)
            added += 1 + bool(people)
    return added


def _next(model: Any) -> int:
    last: int = model.objects.in_use().aggregate(last=Max("position"))["last"] or 0
    return last + 1


def _checked_rule(name: str, field: str, relation: str, value: str, points: int) -> str:
    """The value as it is kept; refuses a rule that could never hold."""
    problems = []
    if not name.strip():
        problems.append(
            Problem("name", _("Say in words what the rule looks for: it stands beside the score."))
        )
    if field not in FIELDS:
        problems.append(Problem("field", _("A lead has no field “{field}”.").format(field=field)))
    if not points or abs(points) > MOST_POINTS:
        problems.append(
            Problem("points", _("A rule gives or takes 1 to {most} points.").format(most=MOST_POINTS))
        )
    problems += _wrong_value(field, relation, value)
    if problems:
        raise BadInput(problems)
    return "" if relation in (Relation.GIVEN, Relation.MISSING) else value.strip()


def _wrong_value(field: str, relation: str, value: str) -> list[Problem]:
    if relation not in Relation.values:
        return [Problem("relation", _("Rules cannot compare like that."))]
    if relation in (Relation.AT_LEAST, Relation.AT_MOST):
        if field not in NUMBERS:
            return [Problem("relation", _("Only numbers can be at least or at most something."))]
        return [] if number_in(value) is not None else [Problem("value", _("Compare with a whole number."))]
    if relation in (Relation.GIVEN, Relation.MISSING) or value.strip():
        return []
    return [Problem("value", _("Say what to compare with; several values go with commas between them."))]


def _check_route(name: str, method: str, people: Sequence[Person], hours: int) -> None:
    if not name.strip():
        raise RuleBroken(_("A route needs a name."))
    if method == LeadRoute.Method.ROUND_ROBIN and not people:
        raise RuleBroken(_("Name the people who take turns."))
    if not 1 <= hours <= MOST_HOURS:
        raise RuleBroken(
            _("The first contact is due within 1 to {most} working hours.").format(most=MOST_HOURS)
        )


def _put_people(route: LeadRoute, people: Sequence[Person]) -> None:
    route.people.all().delete()  # type: ignore[attr-defined]
    LeadRoutePerson.objects.bulk_create(
        LeadRoutePerson(route=route, person=person, position=position)
        for position, person in enumerate(people, start=1)
    )
