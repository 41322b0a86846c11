"""What a person should look at before pay is approved: nobody is left out in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from suki.apps.compensation.models import PayPlan
from suki.apps.compensation.running.facts import day_of
from suki.apps.compensation.running.problems import PayProblem, problem
from suki.apps.credits.models import CreditBatch


def to_look_at(kept: dict[str, Any], batch: CreditBatch) -> Iterator[PayProblem]:
    """People without a plan, plans without people or version, plans that change, plans not yet acknowledged."""
    first, end = day_of(kept["period"]["first"]), day_of(kept["period"]["end"])
    members = [each for each in kept["members"] if _touches(each, first, end)]
    yield from _without_plan(kept, batch, members)
    yield from _plans(kept, members)
    yield from _changed(kept)
    yield from _not_acknowledged(kept, members)
    yield from _several_plans(kept, members)
    yield from _only_proposed(kept)


def _touches(row: dict[str, Any], first: Any, end: Any) -> bool:
    return day_of(row["first"] or "1900-01-01") < end and day_of(row["end"]) > first


def _without_plan(
    kept: dict[str, Any], batch: CreditBatch, members: list[dict[str, Any]]
) -> Iterator[PayProblem]:
    paid = {each["person"] for each in members}
    held = batch.credits.filter(day__gte=kept["period"]["first"], day__lt=kept["period"]["end"])
    for person in sorted(set(held.exclude(person__in=paid).values_list("person_id", flat=True))):
        name = kept["names"].get(str(person), person)
        yield problem("without_plan", person, person=name, period=kept["period"]["name"])


def _plans(kept: dict[str, Any], members: list[dict[str, Any]]) -> Iterator[PayProblem]:
    held = {each["plan"] for each in members}
    end, first = day_of(kept["period"]["end"]), day_of(kept["period"]["first"])
    known = {each["plan"]: each["name"] for each in kept["plans"] if _touches(each, first, end)}
    for plan, name in known.items():
        if plan not in held:
            yield problem("plan_without_people", plan=name, period=kept["period"]["name"])
    for plan in PayPlan.objects.filter(pk__in=held - set(known)).order_by("name"):
        yield problem("without_version", plan=plan.name, period=kept["period"]["name"])


def _changed(kept: dict[str, Any]) -> Iterator[PayProblem]:
    for each in kept["plans"]:
        begins = day_of(each["first"])
        before = [
            other["number"] for other in kept["plans"]
            if other["plan"] == each["plan"] and day_of(other["end"]) == begins
        ]  # fmt: skip
        if before and day_of(kept["period"]["first"]) < begins < day_of(kept["period"]["end"]):
            yield problem(
                "plan_changed", plan=each["name"], day=begins, period=kept["period"]["name"],
                before=before[0], after=each["number"],
            )  # fmt: skip


def _not_acknowledged(kept: dict[str, Any], members: list[dict[str, Any]]) -> Iterator[PayProblem]:
    first, end = day_of(kept["period"]["first"]), day_of(kept["period"]["end"])
    for each in kept["plans"]:
        if not _touches(each, first, end):
            continue
        for member in members:
            if member["plan"] == each["plan"] and member["person"] not in each["acknowledged"]:
                name = kept["names"].get(str(member["person"]), member["person"])
                yield problem("not_acknowledged", member["person"], person=name, plan=each["name"])


def _several_plans(kept: dict[str, Any], members: list[dict[str, Any]]) -> Iterator[PayProblem]:
    plans: dict[int, set[str]] = defaultdict(set)
    names = {each["plan"]: each["name"] for each in kept["plans"]}
    for member in members:
        if member["plan"] in names:
            plans[member["person"]].add(names[member["plan"]])
    for person, held in plans.items():
        if len(held) > 1:
            name = kept["names"].get(str(person), person)
            yield problem("two_plans", person, person=name, plans=", ".join(sorted(held)))


def _only_proposed(kept: dict[str, Any]) -> Iterator[PayProblem]:
    """A quota that nobody was told of is a poor standard to be paid by."""
    first, end = day_of(kept["period"]["first"]), day_of(kept["period"]["end"])
    for quota in kept["quotas"]:
        if not quota["binds"] and _touches(quota, first, end):
            name = kept["names"].get(str(quota["person"]), quota["person"])
            yield problem("quota_proposed", quota["person"], person=name, day=quota["first"])
