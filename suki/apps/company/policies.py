"""Choices of the firm that rules follow: what they are called, what they may be, and what holds where nothing is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity, Policy


@dataclass(frozen=True)
class Choice:
    """A policy: its question, its possible answers, and the answer where the firm gave none."""

    key: str
    label: Any
    help: Any
    answers: Mapping[str, Any]
    default: str


SEPARATION_OF_DUTIES = Choice(
    "separation_of_duties",
    _("Winning customers and keeping them"),
    _(
        "May account managers also win new customers, and sales representatives lead key accounts? In many agencies they"
        " do; in industry they often may not. Answer for each function and legal entity."
    ),
    {
        "strict": _("strict: refused"),
        "advisory": _("advisory: allowed, with a note"),
        "off": _("off: allowed"),
    },
    "advisory",
)

INDIVIDUAL_RANKINGS = Choice(
    "individual_rankings",
    _("Comparing people by name"),
    _(
        "May contests rank people by name, and may a missed quota open a review? In some countries the workers' body has"
        " a say first: there only figures of groups are shown until you answer that people may be compared."
    ),
    {
        "groups": _("groups only"),
        "by_country": _("as is the custom of the country"),
        "shown": _("by name: this is agreed"),
    },
    "by_country",
)

PAY_NEEDS_ACKNOWLEDGEMENT = Choice(
    "pay_needs_acknowledgement",
    _("Paying by plans that were read"),
    _(
        "Is somebody paid by a plan only once they have said that they have read it? Their statement is calculated either"
        " way; the money waits."
    ),
    {"yes": _("yes: the money waits"), "no": _("no: paid, with a note")},
    "yes",
)

POLICIES: dict[str, Choice] = {
    choice.key: choice for choice in (SEPARATION_OF_DUTIES, INDIVIDUAL_RANKINGS, PAY_NEEDS_ACKNOWLEDGEMENT)
}


def policy(key: str, *, entity: LegalEntity | None = None, functions: Iterable[str] = ()) -> str:
    """The firm's answer for an entity and somebody's functions: the most particular one counts.

    An answer for the function and the entity comes before one for the function, that before one for the entity, that
    before one for all. Of several functions the strictest answer counts, in the order of the policy's answers.
    """
    choice = POLICIES[key]
    kept = Policy.objects.in_use().filter(key=key).values_list("entity_id", "function", "value")
    chosen = {(entity_id, function): value for entity_id, function, value in kept}
    entity_id = entity.pk if entity else None
    found = {
        _most_particular(chosen, entity_id, function) or choice.default for function in (*functions,)
    } or {_most_particular(chosen, entity_id, "") or choice.default}
    return min(found, key=list(choice.answers).index)


def _most_particular(chosen: dict[tuple[int | None, str], str], entity: int | None, function: str) -> str:
    for place in ((entity, function), (None, function), (entity, ""), (None, "")):
        if place in chosen:
            return chosen[place]
    return ""
