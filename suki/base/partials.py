"""One address, two answers: the whole page for whoever comes by it, the changed part for a partial update."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_partial(request: HttpRequest) -> bool:
    """Whether a script asks for a part of the page only."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def render_part(
    request: HttpRequest, page: str, part: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template `part` for a partial update, else the template `page`, which includes it."""
    response = render(request, part if is_partial(request) else page, values, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
