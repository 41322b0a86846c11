"""Writing attributes and fresh ids: the two things every component needs."""

from __future__ import annotations

import itertools
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_numbers = itertools.count(1)


def attributes(given: dict[str, Any]) -> SafeString:
    """HTML attributes from keyword arguments: `hx_post="/x/"` is `hx-post`, True stands alone, None and False drop out."""
    written = []
    for name, value in given.items():
        if value is None or value is False or value == "":
            continue
        spelled = name.rstrip("_").replace("_", "-")
        written.append(f" {spelled}" if value is True else f' {spelled}="{conditional_escape(value)}"')
    return mark_safe("".join(written))


def drawn(context: Any, template: str, values: dict[str, Any]) -> SafeString:
    """A component with a form in it: its template gets the proof that the form came from a page of ours."""
    return render_to_string(template, {"csrf_token": context.get("csrf_token"), **values})


def fresh_id(kind: str) -> str:
    """An id that no other part of the page has, for parts the caller need not name."""
    return f"{kind}-{next(_numbers):x}"
