"""What a lead is worth following up: points by rules that anybody can read, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from suki.apps.prospecting.models import Channel, Lead, ScoreRule
from suki.base.names import search_form

LOWEST, HIGHEST = -1000, 1000


class Relation(models.TextChoices):
    """How a fact is compared with what a rule says."""

    IS = "is", _("is one of")
    IS_NOT = "is_not", _("is none of")
    CONTAINS = "contains", _("contains one of")
    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    GIVEN = "given", _("is known")
    MISSING = "missing", _("is not known")


FIELDS: Final[dict[str, Any]] = {
    "country": _("country"),
    "city": _("city"),
    "industry": _("industry"),
    "employees": _("employees"),
    "title": _("title"),
    "contact_name": _("person"),
    "email": _("mail address"),
    "phone": _("phone"),
    "website": _("website"),
    "language": _("language"),
    "message": _("what they wrote"),
    "source": _("source"),
    "channel": _("channel of the campaign"),
}
"""What rules may ask about, with its name."""

NUMBERS: Final = frozenset({"employees"})
_NUMERIC: Final = frozenset({Relation.AT_LEAST, Relation.AT_MOST})
CHOICES: Final[dict[str, Any]] = {"source": dict(Lead.Source.choices), "channel": dict(Channel.choices)}


@dataclass(frozen=True)
class Score:
    """The sum of the rules that hold, never beyond its bounds, and each of them in words."""

    points: int
    reasons: list[dict[str, Any]]


def facts_of(lead: Lead) -> dict[str, Any]:
    """What rules may ask about a lead."""
    facts = {name: getattr(lead, name) for name in FIELDS if name != "channel"}
    return {**facts, "channel": lead.campaign.channel if lead.campaign else ""}


def score_of(facts: Mapping[str, Any], rules: Iterable[ScoreRule]) -> Score:
    """The points of the rules that are true of these facts, in the rules' order."""
    held = [rule for rule in rules if holds(rule, facts.get(rule.field))]
    total = sum(rule.points for rule in held)
    reasons = [{"rule": rule.name, "points": rule.points} for rule in held]
    return Score(max(LOWEST, min(HIGHEST, total)), reasons)


def rules_in_use() -> list[ScoreRule]:
    """The rules that count, in their order."""
    return list(ScoreRule.objects.in_use().order_by("position", "pk"))


def holds(rule: ScoreRule, value: Any) -> bool:
    """Whether a rule is true of a value; what is not known is neither large nor small, and nothing in particular."""
    is_known = value is not None and str(value).strip() != ""
    if rule.relation in (Relation.GIVEN, Relation.MISSING):
        return is_known == (rule.relation == Relation.GIVEN)
    if not is_known:
        return False
    return _COMPARED[rule.relation](value, rule.value)


def number_in(text: str) -> int | None:
    """The whole number that a rule compares with, however its thousands are written."""
    digits = "".join(sign for sign in text if sign not in " .,'\u00a0\u202f")
    return int(digits) if digits.isdecimal() else None


def _words(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := search_form(part))]


def _is(value: Any, wanted: str) -> bool:
    return search_form(str(value)) in _words(wanted)


def _contains(value: Any, wanted: str) -> bool:
    text = search_form(str(value))
    return any(word in text for word in _words(wanted))


def _at_least(value: Any, wanted: str) -> bool:
    bound = number_in(wanted)
    return bound is not None and int(value) >= bound


def _at_most(value: Any, wanted: str) -> bool:
    bound = number_in(wanted)
    return bound is not None and int(value) <= bound


_COMPARED: Final[dict[str, Callable[[Any, str], bool]]] = {
    Relation.IS: _is,
    Relation.IS_NOT: lambda value, wanted: not _is(value, wanted),
    Relation.CONTAINS: _contains,
    Relation.AT_LEAST: _at_least,
    Relation.AT_MOST: _at_most,
}
