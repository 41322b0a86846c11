"""Whether people of an entity may be ranked and compared by name, or figures are shown for groups only."""

from __future__ import annotations

from collections.abc import Callable

from suki.apps.company.models import LegalEntity
from suki.apps.company.policies import INDIVIDUAL_RANKINGS, policy

_custom: list[Callable[[str], bool]] = []


def register_custom_of_countries(groups_only: Callable[[str], bool]) -> None:
    """Called by a room at start-up: in which countries figures of individuals need an agreement first."""
    _custom[:] = [groups_only]


def individual_rankings_are_shown(entity: LegalEntity) -> bool:
    """The firm's answer for the entity; where it gave none, the custom of its country."""
    answer = policy(INDIVIDUAL_RANKINGS.key, entity=entity)
    if answer == "by_country":
        return not any(groups_only(entity.country) for groups_only in _custom)
    return answer == "shown"
