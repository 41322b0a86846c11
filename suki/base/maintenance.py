"""A page that asks for patience: while the house is upgraded, and whenever the database does not answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

RETRY_AFTER = "30"


def notice() -> Path:
    """While this file exists in the data folder, every page answers with the maintenance page; its text may say why."""
    return Path(settings.DATA) / "run" / "maintenance"


def maintenance_page(request: HttpRequest, why: str = "") -> HttpResponse:
    """The maintenance page, made without database, session or user."""
    with translation.override(translation.get_language_from_request(request)):
        page = render_to_string(
            "base/maintenance.html", {"why": why, "theme": request.COOKIES.get("theme", "")}
        )
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"})


class MaintenanceMiddleware:
    """Answers with the maintenance page while the notice hangs, and when the database cannot be reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        why = _notice_text()
        return self.get_response(request) if why is None else maintenance_page(request, why)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A view could not reach the database."""
        return maintenance_page(request) if isinstance(exception, OperationalError) else None


def _notice_text() -> str | None:
    """What the notice says, None where none hangs."""
    try:
        return notice().read_text(encoding="utf-8").strip()
    except OSError:
        return None
