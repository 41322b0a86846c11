"""Languages: each person reads Suki in their own."""

from __future__ import annotations

from collections.abc import Callable

import django.conf.locale
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

FILIPINO = {"bidi": False, "code": "fil", "name": "Filipino", "name_local": "Filipino"}
django.conf.locale.LANG_INFO.setdefault("fil", FILIPINO)

CODES = ("en", "de", "vi", "id", "fil")


class PersonLanguageMiddleware:
    """The person's own language, else the one chosen in this browser, else what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_for(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",))
        return response


def language_for(request: HttpRequest) -> str:
    """What this request is answered in. Signing in puts the person's own language into the session."""
    chosen = request.session.get("language", "")
    return chosen if chosen in CODES else translation.get_language_from_request(request)


def language_of(code: str) -> str:
    """A language that Suki speaks: the one asked for, or the installation's."""
    return code if code in CODES else str(settings.LANGUAGE_CODE)
