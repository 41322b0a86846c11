"""Hours as the firm's clocks show them: who visits a client at nine is there at nine where the firm is."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from suki.apps.company.models import LegalEntity

_FRESH_SECONDS = 60.0
_known: list[tuple[float, str]] = []
"""When the zone was read, and which it is; each process keeps it for itself."""


class FirmsZoneMiddleware:
    """Every page reads and shows hours in the zone of the firm's first entity, which is read anew every minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = _zone()
        if not zone:
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)


def _zone() -> str:
    """The zone's name; nothing before the firm is set up."""
    now = time.monotonic()
    if not _known or now - _known[0][0] > _FRESH_SECONDS:
        found = LegalEntity.objects.filter(is_default=True).values_list("timezone", flat=True).first()
        _known[:] = [(now, found)] if found else []
    return _known[0][1] if _known else ""
