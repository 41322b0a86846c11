"""Short messages after something happened, with Undo where it can be undone.

A toast rides on the next page, or on the answer to a partial update as an `HX-Trigger` header.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse

_UNDO = "undo:"


def toast(request: HttpRequest, text: Any, *, undo: str = "") -> None:
    """Say what has just happened; `undo` is the address that a POST takes it back with."""
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo}" if undo else "")


def parts(message: Message) -> tuple[str, str]:
    """The sentence of a message and the address that undoes it, if any."""
    tags = message.extra_tags or ""
    return str(message.message), tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""


class ToastMiddleware:
    """Partial updates carry their toasts in a header, for the page has no other place for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("HX-Request") == "true" and response.status_code < 300:
            waiting = [
                dict(zip(("text", "undo"), parts(message))) for message in messages.get_messages(request)
            ]
            if waiting:
                response.headers["HX-Trigger"] = json.dumps({"suki:toasts": waiting})
        return response
