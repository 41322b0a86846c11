"""What happened: business events in the journal, and before-images of every changed row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models
from django.http import HttpRequest, HttpResponse

from suki.base.access import SYSTEM
from suki.base.models import Event


def record(
    name: str, /, *, actor: Any, about: models.Model | None = None, version: int = 1, **facts: Any
) -> Event:
    """Write one line of the journal in the transaction of the change itself."""
    return Event.objects.create(
        name=name,
        version=version,
        actor_id=None if actor is SYSTEM else actor.pk,
        about_kind=kind_of(about) if about is not None else "",
        about_id=about.pk if about is not None else None,
        facts={key: _plain(value) for key, value in facts.items()},
    )


def events_about(row: models.Model) -> models.QuerySet[Event]:
    """The journal's lines about one row, newest first."""
    return (
        Event.objects.filter(about_kind=kind_of(row), about_id=row.pk).order_by("-id").select_related("actor")
    )


def kind_of(row: models.Model | type[models.Model]) -> str:
    """The short name of a kind of row, as the journal, files and external ids use it: “account”, “order”."""
    return str(row._meta.model_name)


def changing_as(actor: Any, **facts: Any) -> Any:
    """Within this, before-images of changed rows say who changed them and why."""
    return pghistory.context(actor=None if actor is SYSTEM else actor.pk, **facts)


class HistoryMiddleware:
    """Before-images made during a request name the person and the address of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user = getattr(request, "user", None)
        with pghistory.context(actor=user.pk if user else None, url=request.path):
            return self.get_response(request)


def _plain(value: Any) -> Any:
    """A value as JSON keeps it: numbers of money as text, dates by ISO, rows by their id."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)
