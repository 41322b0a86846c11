"""Which credits count for whom in which component of their plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from suki.apps.compensation.running.facts import Credited, Inputs, day_of
from suki.engines.commission.periods import months_later
from suki.engines.commission.plan import Component, Selection


@dataclass(frozen=True)
class Selected:
    """A credit, and the components of a plan in which it counts for somebody."""

    credit: Credited
    components: tuple[str, ...]


class Selector:
    """Finds the credits of people; what it needs to know of accounts, products and teams was frozen with them."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs

    def of(self, person_id: int, components: list[Component], first: date, end: date) -> Iterator[Selected]:
        """What counts for somebody on the days of [first, end), in the order of days."""
        for credit, kind in self._around(person_id, components):
            if first <= credit.day < end:
                taken = tuple(each.name for each in components if self._counts(each, credit, kind))
                if taken:
                    yield Selected(credit, taken)

    def _around(self, person_id: int, components: list[Component]) -> Iterator[tuple[Credited, str]]:
        kinds = {kind for component in components for kind in component.credit}
        found = [(credit, credit.why) for credit in self._by_person.get(person_id, ())]
        if "team" in kinds:
            for below, first, end in self._below.get(person_id, ()):
                found += [
                    (credit, "team") for credit in self._by_person.get(below, ())
                    if credit.why == "own" and first <= credit.day < end
                ]  # fmt: skip
            found.sort(key=lambda pair: pair[0].id)
        yield from (pair for pair in found if pair[1] in kinds)

    def _counts(self, component: Component, credit: Credited, kind: str) -> bool:
        counted = (component.counts,) if not component.clawback else (component.counts, "written_off")
        if component.counts == "collected":
            counted = ("collected",)
        return (
            kind in component.credit
            and credit.counted in counted
            and component.input != "score"
            and component.holds_on(credit.day)
            and (component.only is None or self._is_meant(component.only, credit))
            and (component.but_not is None or not self._is_meant(component.but_not, credit))
        )

    def _is_meant(self, selection: Selection, credit: Credited) -> bool:
        account = self.inputs.kept["accounts"].get(str(credit.account_id), {})
        if selection.products and not self._codes(credit) & set(selection.products):
            return False
        if selection.accounts and str(credit.account_id) not in selection.accounts:
            return False
        if selection.lifecycles and _lifecycle(account, credit.day) not in selection.lifecycles:
            return False
        if selection.new_accounts_months is not None:
            began = account.get("first")
            if began is None:
                return False
            return credit.day < months_later(day_of(began), selection.new_accounts_months)
        return True

    def _codes(self, credit: Credited) -> set[str]:
        return set(self.inputs.kept["products"].get(str(credit.product_id), ()))

    @cached_property
    def _by_person(self) -> dict[int, list[Credited]]:
        found: dict[int, list[Credited]] = defaultdict(list)
        for credit in self.inputs.credits:
            found[credit.person_id].append(credit)
        return found

    @cached_property
    def _below(self) -> dict[int, list[tuple[int, date, date]]]:
        return {
            int(top): [(int(person), day_of(first), day_of(end)) for person, first, end in rows]
            for top, rows in self.inputs.kept["below"].items()
        }


def _lifecycle(account: dict[str, Any], day: date) -> str:
    """Where an account stood on a day; before anything was noted, where it stands now."""
    stood = str(account.get("now", ""))
    past = [lifecycle for since, lifecycle in account.get("were", ()) if day_of(since) <= day]
    return str(past[-1]) if past else stood
