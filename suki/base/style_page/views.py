"""The living style page: every component with all its states, in the reader's language and theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from suki.base.access import Can, screen


@screen(Can.SIGN_IN)
def style_page(request: HttpRequest) -> HttpResponse:
    """Every component as the screens use it."""
    return render(request, "style/page.html", {})
