"""Signing in and out, and the sign of life that the server and its watchers ask for."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import HttpRequest, HttpResponse

from suki.base.access import open_screen


@open_screen
def healthy(request: HttpRequest) -> HttpResponse:
    """Answers when the web process and the database both do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


sign_in = open_screen(LoginView.as_view(template_name="base/sign_in.html", redirect_authenticated_user=True))
sign_out = open_screen(LogoutView.as_view())
