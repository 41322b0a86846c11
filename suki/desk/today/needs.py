"""What needs somebody now: one registry that every room adds its own kinds to, ranked by the money at stake."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from suki.apps.company.models import LegalEntity
from suki.base.models import User
from suki.desk.models import Decision

Answer = Decision.Answer


@dataclass(frozen=True)
class Asking:
    """Whose day it is, and which."""

    actor: Any
    today: date
    entity: LegalEntity


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody: what to do, for whom, why now, who set it, and the money at stake.

    `key` names the fact itself, so that what was answered stays answered until the fact is another one.
    """

    kind: str
    key: str
    what: str
    why: str
    by: str
    stake: Decimal | None = None
    who: str = ""
    href: str = ""
    act: str = ""
    due: date | None = None
    is_late: bool = False
    handed_by: str = ""


Kind = Callable[[Asking], Iterable[Need]]
_kinds: dict[str, Kind] = {}


def register_kind(name: str, kind: Kind) -> None:
    """Called by a room at start-up: one more kind of thing that may need somebody."""
    _kinds[name] = kind


def needs_of(asking: Asking) -> list[Need]:
    """Everything that needs the actor today and is not answered yet, the most money first."""
    answers = _answers(asking)
    open_ = [
        need for need in _raised(asking) if not _is_answered(answers.get((need.kind, need.key)), asking.today)
    ]
    return sorted([*open_, *_handed(asking)], key=_rank)


def need_of(asking: Asking, kind: str, key: str) -> Need | None:
    """One open thing of the actor's, by its name."""
    return next((need for need in needs_of(asking) if (need.kind, need.key) == (kind, key)), None)


def _raised(asking: Asking) -> list[Need]:
    return [need for kind in _kinds.values() for need in kind(asking)]


def _answers(asking: Asking) -> dict[tuple[str, str], Decision]:
    return {(answer.kind, answer.key): answer for answer in Decision.objects.filter(user=asking.actor)}


def _is_answered(answer: Decision | None, today: date) -> bool:
    if answer is None:
        return False
    return answer.answer != Answer.SNOOZED or (answer.until is not None and answer.until > today)


def _handed(asking: Asking) -> list[Need]:
    """What colleagues handed to the actor and is not done: as it stands for whoever handed it."""
    handed = list(
        Decision.objects.filter(handed_to=asking.actor, answer=Answer.HANDED).select_related("user__person")
    )
    done = set(
        Decision.objects.filter(
            Q(answer=Answer.DONE) | Q(answer=Answer.SNOOZED, until__gt=asking.today), user=asking.actor
        ).values_list("kind", "key")
    )
    needs = []
    for giver in {decision.user for decision in handed}:
        wanted = {(each.kind, each.key) for each in handed if each.user_id == giver.pk} - done
        theirs = _raised(replace(asking, actor=giver))
        needs += [replace(need, handed_by=_name(giver)) for need in theirs if (need.kind, need.key) in wanted]
    return needs


def _name(user: User) -> str:
    person = getattr(user, "person", None)
    return person.name if person else user.email


def _rank(need: Need) -> tuple[Any, ...]:
    return (-(need.stake or Decimal(0)), need.due or date.max, need.who, need.kind)
