"""The style sheet and the addresses of scripts and icons, answered before session, user and database are asked."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static

from suki.base.assets import joined_stylesheet, kept_stylesheet, static_version

_FOR_EVER = "public, max-age=31536000, immutable"
_SHEET = re.compile(r"/look/(?P<version>\w+)/suki\.css")
_STATIC = re.compile(r"/static/(?P<version>\w+)/(?P<path>[\w./-]+)")


def stylesheet_address() -> str:
    """The one style sheet, under a name that changes with its content."""
    return f"/look/{'dev' if settings.DEBUG else static_version()}/suki.css"


class AssetsMiddleware:
    """Answers for the style sheet; a page from before an upgrade that asks for old scripts gets the present ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if sheet := _SHEET.fullmatch(request.path):
            return _stylesheet(sheet["version"])
        if older := _STATIC.fullmatch(request.path):
            return _moved(older["version"], older["path"])
        return self.get_response(request)


def _stylesheet(version: str) -> HttpResponse:
    is_present = not settings.DEBUG and version == static_version()
    sheet = joined_stylesheet() if settings.DEBUG else kept_stylesheet()
    headers = {"Cache-Control": _FOR_EVER if is_present else "no-cache"}
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers=headers)


def _moved(version: str, path: str) -> HttpResponse:
    present = static(path)
    if present == f"/static/{version}/{path}":
        return HttpResponse(status=404)
    return HttpResponseRedirect(present)
