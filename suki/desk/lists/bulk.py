"""What can be done with all selected rows of a list at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.base.access import Can, can
from suki.base.formats import number_text
from suki.base.listing import Listing

MOST = 5000


@dataclass(frozen=True)
class BulkAct:
    """A button under a list for its selected rows: it posts their ids as `row`."""

    label: Any
    icon: str
    key: str
    url_name: str
    capability: Can

    @property
    def href(self) -> str:
        """Where the selected rows are sent."""
        return reverse(self.url_name)


def bulk_acts(actor: Any, acts: Iterable[BulkAct]) -> list[BulkAct]:
    """Those that the actor may do."""
    return [act for act in acts if can(actor, act.capability)]


def selected_rows(request: HttpRequest) -> list[int]:
    """The ids of the rows that were selected."""
    return [int(each) for each in request.POST.getlist("row") if each.isdecimal()][:MOST]


def counted(listing: Listing, selected: list[int]) -> str:
    """How many rows of a list are selected, in words."""
    sentence = _("Selected in the list “{list}”: {count}")
    return sentence.format(list=listing.title, count=number_text(len(selected)))
