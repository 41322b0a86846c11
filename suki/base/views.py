"""How Suki looks and speaks to somebody, finding things, and the sign of life."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from suki.base import finding
from suki.base.access import Can, open_screen, screen
from suki.base.appearance import THEMES
from suki.base.languages import CODES
from suki.base.partials import render_part

_A_YEAR = 365 * 24 * 3600


@open_screen
def healthy(request: HttpRequest) -> HttpResponse:
    """Answers when the web process and the database both do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@open_screen
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Choose light or dark; kept with the person, and in this browser for the pages before signing in."""
    wanted = request.POST.get("theme", "")
    chosen = wanted if wanted in THEMES else ""
    if request.user.is_authenticated:
        get_user_model().objects.filter(pk=request.user.pk).update(theme=chosen)
    answer = _back(request)
    answer.set_cookie(
        "theme", chosen, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return answer


@open_screen
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language Suki speaks to me."""
    chosen = request.POST.get("language", "")
    if chosen in CODES:
        request.session["language"] = chosen
        if request.user.is_authenticated:
            get_user_model().objects.filter(pk=request.user.pk).update(language=chosen)
    return _back(request)


@screen(Can.SIGN_IN)
def find(request: HttpRequest) -> HttpResponse:
    """Find or do: screens, things to start, and whatever the rooms can find."""
    text = request.GET.get("q", "")
    page = {"text": text, "groups": finding.find(request.user, text)}
    return render_part(request, "base/find.html", "base/_found.html", page)


@open_screen
def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or did not come from a page of ours."""
    return render(request, "403_csrf.html", status=403)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page the choice was made on, if it is one of ours."""
    target = request.POST.get("next") or request.headers.get("referer", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if safe else "/")
