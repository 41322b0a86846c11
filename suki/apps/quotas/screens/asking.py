"""Which grid a request asks for, and the addresses that keep asking for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from suki.apps.company.queries import default_entity
from suki.apps.people.models import Team
from suki.apps.quotas.forms import year_for
from suki.apps.quotas.grid import MODELS, Asked
from suki.apps.quotas.models import Measure
from suki.apps.quotas.years import this_year


def asked_of(request: HttpRequest) -> Asked:
    """The grid of a request; what it does not say, or says wrongly, is the usual."""
    given = request.GET if request.method == "GET" else request.POST
    wishes = {**request.GET.dict(), **given.dict()}
    year = year_for(wishes, this_year(default_entity()))
    by = wishes.get("by", "")
    measure = wishes.get("measure", "")
    return Asked(
        year,
        by if by in MODELS else "person",
        measure if measure in Measure.values else Measure.REVENUE.value,
        _team(wishes.get("team", "")),
    )


def wishes_of(asked: Asked, **more: Any) -> dict[str, str]:
    """What an address says to ask for this grid again."""
    wishes = {
        "year": asked.year.number, "by": asked.by, "measure": asked.measure, "cut": asked.year.cut,
        "team": asked.team.pk if asked.team else "",
    } | more  # fmt: skip
    return {key: str(value) for key, value in wishes.items() if value != ""}


def address_of(name: str, asked: Asked, **more: Any) -> str:
    """The address of a screen that speaks of this grid."""
    return f"{reverse(name)}?{urlencode(wishes_of(asked, **more))}"


def _team(number: str) -> Team | None:
    return Team.objects.in_use().filter(pk=number).first() if number.isdecimal() else None
