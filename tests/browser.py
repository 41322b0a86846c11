"""A real browser on a real server: `site` serves a database of its own, `visit` opens a page of it as somebody."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHECKOUT = Path(__file__).resolve().parents[1]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 30.0


@dataclass(frozen=True)
class Site:
    """A running Suki: where it answers, and the database it works on."""

    address: str
    conninfo: str
    folder: Path

    def session_of(self, user: Any, language: str) -> str:
        """A session in which this user is signed in and reads Suki in this language."""
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["language"] = language
        session.save()
        return str(session.session_key)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One Chromium for the tests of a file; they are skipped where there is none.

    No longer than that: while it runs, its event loop does, and the tests of jobs want one of their own.
    """
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Suki, served to a browser; the test and the server see the same committed rows."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site")) as found:
        yield found


@contextmanager
def served(folder: Path, *, sample: bool = False) -> Iterator[Site]:
    """Suki on a database of its own, empty or with the sample company, for as long as the block runs."""
    from suki.base.tests.own_database import database_of_its_own, environment

    with database_of_its_own(folder, sample=sample) as conninfo:
        port = _free_port()
        server = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        server += ["--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
        process = subprocess.Popen(
            [*server, "suki.config.wsgi:application"], cwd=CHECKOUT, env=environment(conninfo, folder)
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthy/", process)
            yield Site(address, conninfo, folder)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def mia(site: Site) -> Any:
    """Somebody on the site: an account manager, signed in wherever a test visits as her."""
    from suki.apps.people.actions import give_sign_in, hire
    from suki.base.access import SYSTEM

    person = hire(
        actor=SYSTEM, name="Mia Sommer", title="AM", since=date(2020, 1, 1), functions=["account_manager"]
    )
    return give_sign_in(actor=SYSTEM, person=person, email="mia@habi.example", password_hash="!")


@pytest.fixture(scope="module")
def _windows(chromium: Any) -> Iterator[dict[Any, Any]]:
    """Windows with their caches, kept for the tests of a module that ask for the same person and size."""
    kept: dict[Any, Any] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def visit(chromium: Any, site: Site, _windows: dict[Any, Any]) -> Iterator[Callable[..., Any]]:
    """`visit("/today/", as_=ana)` opens a page; errors that scripts meet in it fail the test when it ends."""
    pages: list[Any] = []
    troubles: list[str] = []

    def opened(
        path: str, as_: Any = None, *, language: str = "en", width: int = 1280, height: int = 900, theme: str = "light",
        **more: Any,
    ) -> Any:  # fmt: skip
        window = (as_ and as_.pk, language, width, height, theme, repr(more))
        if window not in _windows:
            context = _windows[window] = chromium.new_context(
                viewport={"width": width, "height": height}, **more
            )
            cookies = {"theme": theme} | ({"sessionid": site.session_of(as_, language)} if as_ else {})
            context.add_cookies(
                [{"name": name, "value": text, "url": site.address} for name, text in cookies.items()]
            )
        page = _windows[window].new_page()
        pages.append(page)
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None
        )
        page.goto(site.address + path, wait_until="load")
        if more.get("java_script_enabled", True) and page.locator("script[type=module]").count():
            page.locator("html[data-ready]").wait_for()
        return page

    yield opened
    for page in pages:
        page.close()
    assert troubles == []


RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def complaints(page: Any, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice on a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def complaints_in_both_themes(page: Any) -> list[str]:
    """The same for a page in light, and for its colours in dark: nothing else of it changes with the theme."""
    found = complaints(page)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    return [*found, *(f"dark: {each}" for each in complaints(page, COLOURS))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers; a server that has ended says so at once."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not answer within {_PATIENCE:.0f} seconds")
