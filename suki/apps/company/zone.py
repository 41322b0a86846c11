"""Hours as the firm's clocks show them: who visits a client at nine is there at nine where the firm is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.utils import timezone

from suki.apps.company.queries import default_entity

View = TypeVar("View", bound=Callable[..., Any])


def in_firms_zone(view: View) -> View:
    """A screen that reads and shows hours in the zone of the firm's first entity; stands below `screen`."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Any:
        with timezone.override(default_entity().timezone):
            return view(*args, **kwargs)

    return cast("View", shown)
