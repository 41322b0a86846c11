"""The only place that decides who may do what, and which rows reach whom.

A person has functions. Functions grant capabilities (what one may do) and a reach (how far one sees). Rooms register
their relations (account team, reporting line, territory) at start-up; a relation turns a reach into rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.base.duties import Duty as Duty
from suki.base.duties import Owned as Owned
from suki.base.duties import duty as duty
from suki.base.functions import GRANTS as GRANTS
from suki.base.functions import Can as Can
from suki.base.functions import Function as Function
from suki.base.functions import Grant as Grant
from suki.base.functions import Reach as Reach
from suki.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from suki.base.models import User


class System:
    """The actor of scheduled work and of the command line: whoever has the machine has the data."""

    pk = None
    id = None
    language = ""
    is_authenticated = True

    def __str__(self) -> str:
        return "Suki"


SYSTEM: Final = System()
Actor: TypeAlias = "User | System"

Holding = tuple[str, frozenset[str]]
Holdings = Callable[["User", date], Iterable[Holding]]
Rows = Callable[["User", date, Reach], Q]


@dataclass(frozen=True)
class Relation:
    """A way in which rows belong to somebody: `rows` says which, for a user, a day and a reach.

    A name that depends on the user and the day is a function of both.
    """

    name: Any
    rows: Rows


FEW: Final = 3_000
"""So many rows of somebody's own are handed from one question to the next by their ids."""

_holdings: list[Holdings] = []
_maskable: dict[str, dict[str, Any]] = {}
_relations: dict[str, list[Relation]] = {}
_paths: dict[str, tuple[str, str]] = {}


def register_functions(provider: Holdings) -> None:
    """Called by the room that knows people: which functions a user has on a day, and what the firm hides from each.

    What is hidden is named “kind.field”. Both come in one question, for every page asks it.
    """
    _holdings.append(provider)


def register_relation(subject: str, *, name: Any, rows: Rows) -> None:
    """Called by a room at start-up: one more way in which rows of `subject` belong to a user."""
    _relations.setdefault(subject, []).append(Relation(name, rows))


def register_rows(model: type[models.Model], *, subject: str, path: str = "") -> None:
    """Called by a room at start-up: rows of `model` follow the relations of `subject`, found along `path`."""
    _paths[model._meta.label] = (subject, path)


def register_maskable(kind: str, fields: dict[str, Any]) -> None:
    """Called by a room at start-up: fields of its rows (name and label) that an administrator may hide from functions."""
    _maskable.setdefault(kind, {}).update(fields)


def maskable_fields() -> dict[str, dict[str, Any]]:
    """The fields that can be hidden, by kind of row."""
    return {kind: dict(fields) for kind, fields in _maskable.items()}


def masked_fields(actor: Any, kind: str) -> frozenset[str]:
    """The fields of a kind of row that the actor does not get to see. What one function shows, another does not hide."""
    if actor is SYSTEM or not functions_of(actor):
        return frozenset()
    hidden = frozenset.intersection(*_held_today(actor).values())
    return frozenset(name.partition(".")[2] for name in hidden if name.startswith(f"{kind}."))


def functions_of(actor: Any, on: date | None = None) -> frozenset[Function]:
    """The functions somebody has on a day (today where none is said)."""
    if actor is SYSTEM:
        return frozenset(Function)
    if not getattr(actor, "is_active", False) or actor.pk is None:
        return frozenset()
    if on is not None:
        return frozenset(_ask(actor, on))
    return frozenset(_held_today(actor))


def can(actor: Any, capability: Can) -> bool:
    """May this actor do this at all? Which rows is another question: `visible_to`."""
    return actor is SYSTEM or any(
        capability in GRANTS[function].capabilities for function in functions_of(actor)
    )


def require(actor: Any, capability: Can) -> None:
    """Refuse with a sentence what the actor may not do."""
    if not can(actor, capability):
        raise NotAllowed(_("You may not {what}.").format(what=capability.label))


def reach_of(actor: Any, capability: Can = Can.SEE_ACCOUNTS) -> Reach:
    """How far the actor sees with this capability: the widest of the functions that grant it."""
    if actor is SYSTEM:
        return Reach.ALL
    return max(
        (GRANTS[function].reach_of(capability) for function in functions_of(actor)), default=Reach.NOTHING
    )


def visible_rows(queryset: Any, actor: Any) -> Any:
    """The rows of a queryset that the actor may see. A model that no room registered is closed."""
    subject, path = _paths[queryset.model._meta.label]
    if subject == "everyone":
        return queryset if actor is SYSTEM or functions_of(actor) else queryset.none()
    reach = reach_of(actor, CAPABILITY_TO_SEE[subject])
    if reach is Reach.ALL:
        return queryset
    if reach is Reach.NOTHING:
        return queryset.none()
    return queryset.filter(_reachable(subject, path, actor, reach))


@contextmanager
def reached_once(actor: Any) -> Iterator[None]:
    """Within the block it is asked once which rows are the actor's, and not in every question anew; if they are few."""
    kept = getattr(actor, "__dict__", {})
    kept["_reached"] = {}
    try:
        yield
    finally:
        kept.pop("_reached", None)


def reasons(actor: Any, subject: str, row_id: int) -> list[Any]:
    """Why somebody sees a row: the names of the relations that lead to it, or of the functions that see all."""
    seeing = CAPABILITY_TO_SEE[subject]
    reach = reach_of(actor, seeing)
    if reach is Reach.ALL:
        return [each.label for each in functions_of(actor) if GRANTS[each].reach_of(seeing) is Reach.ALL]
    model = next(label for label, (kind, path) in _paths.items() if kind == subject and not path)
    manager = _model(model)._default_manager
    today = timezone.localdate()
    return [
        relation.name(actor, today) if callable(relation.name) else relation.name
        for relation in _relations.get(subject, ())
        if manager.filter(relation.rows(actor, today, reach), pk=row_id).exists()
    ]


CAPABILITY_TO_SEE: Final[dict[str, Can]] = {
    "account": Can.SEE_ACCOUNTS,
    "person": Can.SEE_RESULTS,
    "lead": Can.SEE_LEADS,
    "touchpoint": Can.SEE_ACCOUNTS,
    "promise": Can.SEE_ACCOUNTS,
    "need": Can.SEE_ACCOUNTS,
    "deal": Can.SEE_DEALS,
    "handoff": Can.SEE_ACCOUNTS,
    "quota": Can.SEE_QUOTAS,
    "quota_proposal": Can.SEE_QUOTAS,
    "pay": Can.SEE_PAY,
    "pay_plan": Can.SEE_PAY,
    "salary": Can.SEE_PAY,
    "score": Can.SEE_PAY,
    "reward": Can.SEE_REWARDS,
    "standing": Can.SEE_STANDING,
}

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Act = TypeVar("Act", bound=Callable[..., Any])


def screen(capability: Can) -> Callable[[View], View]:
    """Names the capability a screen needs. Not signed in: to the sign-in page; not allowed: 403."""

    def mark(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not can(request.user, capability):
                raise PermissionDenied(_("You may not {what}.").format(what=capability.label))
            try:
                return view(request, *args, **kwargs)
            except NotAllowed as refused:
                raise PermissionDenied(str(refused)) from None

        checked.capability = capability  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return mark


def open_screen(view: View) -> View:
    """Marks the few screens that need no one signed in (the sign-in page itself, a health check)."""
    view.capability = None  # type: ignore[attr-defined]
    return view


def action(capability: Can) -> Callable[[Act], Act]:
    """Names the capability an action needs, and makes the whole of it one transaction.

    Any action may be asked for under an `idempotency_key`: asked twice, it is done once.
    """

    def mark(act: Act) -> Act:
        @wraps(act)
        def checked(*, actor: Any, idempotency_key: str | None = None, **given: Any) -> Any:
            require(actor, capability)
            with transaction.atomic():
                if idempotency_key is None:
                    return act(actor=actor, **given)
                from suki.base.idempotency import once

                name = f"{act.__module__}.{act.__qualname__}"
                do_it = partial(act, actor=actor, **given)
                return once(actor=actor, key=idempotency_key, action=name, arguments=given, act=do_it)

        checked.capability = capability  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return mark


def _held_today(user: Any) -> dict[Function, frozenset[str]]:
    """The functions somebody has today with what is hidden from each; asked once a request."""
    today = timezone.localdate()
    kept = user.__dict__.get("_functions")
    if kept is None or kept[0] != today:
        kept = user.__dict__["_functions"] = (today, _ask(user, today))
    held: dict[Function, frozenset[str]] = kept[1]
    return held


def _ask(user: User, on: date) -> dict[Function, frozenset[str]]:
    return {Function(name): hidden for provider in _holdings for name, hidden in provider(user, on)}


def _reachable(subject: str, path: str, user: User, reach: Reach) -> Q:
    """Any registered relation that leads to the row; `path` leads from the row to the subject.

    The ways are united, not asked one OR the other: so the database goes each by its own index, and does not read all
    rows to find the few that are somebody's.
    """
    kept = user.__dict__.get("_reached")
    if kept is None:
        reached: Any = _united(subject, user, reach)
    else:
        if (subject, reach) not in kept:
            found = list(_united(subject, user, reach)[: FEW + 1])
            kept[subject, reach] = [row["pk"] for row in found] if len(found) <= FEW else None
        reached = kept[subject, reach]
        if reached is None:
            reached = _united(subject, user, reach)
    return Q(**{f"{path or 'pk'}__in": reached})


def _united(subject: str, user: User, reach: Reach) -> Any:
    """The rows that any relation of the subject leads to."""
    today = timezone.localdate()
    label = next(name for name, (kind, way) in _paths.items() if kind == subject and not way)
    rows = _model(label)._default_manager.order_by()
    ways = [
        rows.filter(relation.rows(user, today, reach)).values("pk")
        for relation in _relations.get(subject, ())
    ]
    if not ways:
        return rows.none().values("pk")
    return ways[0].union(*ways[1:]) if len(ways) > 1 else ways[0]


def _model(label: str) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model(label)
