"""Makes the pictures of README and docs from the sample company: `.venv/bin/python docs/pictures.py --out docs/pictures`.

It works on a house of its own that is gone afterwards, on a fixed day, so that a picture changes only when the screen does.
Needs the developers' packages and Chromium (`CHROMIUM`, else /usr/bin/chromium).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

NOW = datetime(2026, 6, 17, 2, 30, tzinfo=UTC)
"""A Wednesday morning in Manila, in the middle of a quarter's last month."""


@dataclass(frozen=True)
class Picture:
    """One screen as one person sees it."""

    name: str
    path: str
    who: str = "marisol"
    language: str = "en"
    theme: str = "light"
    width: int = 1280
    height: int = 800


PICTURES = (
    Picture("today", "/"),
    Picture("today-vi", "/", who="minh", language="vi"),
    Picture("today-phone", "/", who="joy", language="fil", width=390, height=780),
    Picture("accounts", "/accounts/?sort=-revenue", who="grace"),
    Picture("account", "/accounts/{account}/"),
    Picture("account-dark", "/accounts/{account}/", theme="dark"),
    Picture("results", "/reports/quarterly/?period=2026-Q1&by=person&credit=document", who="grace"),
    Picture(
        "results-de",
        "/reports/quarterly/?period=2026-Q1&by=team&credit=document",
        who="katrin",
        language="de",
    ),
    Picture("book", "/book/"),
    Picture("people", "/people/lines/", who="grace"),
    Picture("import", "/import/", who="ngoc"),
    Picture("deals", "/deals/board/", who="grace"),
    Picture("leads", "/leads/", who="ines"),
    Picture("visits-phone", "/visits/today/", width=390, height=780),
    Picture("handoffs", "/handoffs/", who="grace"),
    Picture("quotas", "/quotas/", who="grace"),
    Picture("pay", "/pay/"),
    Picture("plans", "/plans/trying/", who="bernd"),
)


def main() -> int:
    """Make all pictures, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=CHECKOUT / "docs" / "pictures")
    parser.add_argument("names", nargs="*", help="only these")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with _house() as address, _browser() as browser:
        for picture in PICTURES:
            if options.names and picture.name not in options.names:
                continue
            shot = _shot(browser, address, picture)
            if shot is None:
                print(f"{picture.name}: there is no such screen")
                continue
            small = _smaller(shot)
            (options.out / f"{picture.name}.png").write_bytes(small)
            print(f"{picture.name}.png {len(small) // 1024} kB (as taken {len(shot) // 1024} kB)")
    return 0


@contextmanager
def _house() -> Iterator[str]:
    """The sample company on the fixed day, served on this machine; yields its address."""
    from suki.cli.house import open_house

    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with tempfile.TemporaryDirectory(prefix="suki-pictures-") as folder, open_house(folder):
        from django.utils import timezone

        timezone.now = lambda: NOW
        from suki.demo.load import load_demo

        load_demo(timezone.localdate())
        _this_week()
        with _served() as address:
            yield address


def _this_week() -> None:
    """What makes a Wednesday: an invoice that is late, a key account without deputy, a colleague who asks, one who is away."""
    from datetime import date
    from decimal import Decimal

    from psycopg.types.range import DateRange

    from suki.apps.accounts.actions import change_lifecycle
    from suki.apps.accounts.models import Account
    from suki.apps.billing.actions import invoice_order
    from suki.apps.orders.actions import enter_order
    from suki.apps.orders.documents import Item
    from suki.apps.people.models import Absence, Person
    from suki.base.access import SYSTEM
    from suki.base.models import Note, User

    marisol = User.objects.get(email="marisol@habi.example")
    joy = Person.objects.get(user__email="joy@habi.example")
    late, key = (
        Account.objects.get(name__startswith="Mutya"),
        Account.objects.get(name__startswith="Luzon Pharma"),
    )
    for day, price in ((date(2026, 4, 7), "611240.50"), (date(2026, 4, 21), "184300.00")):
        items = [Item(quantity=Decimal(1), unit_price=Decimal(price), description="Folding cartons")]
        order = enter_order(
            actor=SYSTEM, account=late, day=day, currency="PHP", items=items, seller=marisol.person
        )
        invoice_order(actor=SYSTEM, order=order, day=day)
    change_lifecycle(actor=SYSTEM, account=key, lifecycle="key_account", since=date(2026, 6, 1))
    note = Note.objects.create(
        about_kind="account", about_id=late.pk, written_by=joy.user, written_at=NOW - timedelta(hours=16),
        text="@Marisol they ask for samples of the matt finish before Friday. Do we have any left?",
    )  # fmt: skip
    note.mentions.add(marisol)
    Absence.objects.create(
        person=joy, cover=marisol.person, valid=DateRange(date(2026, 6, 15), date(2026, 6, 22))
    )


@contextmanager
def _served() -> Iterator[str]:
    from wsgiref.simple_server import WSGIRequestHandler

    from django.core.servers.basehttp import ThreadedWSGIServer

    from suki.config.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_said: Any) -> None:
            """Nothing of interest."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    from tests.browser import CHROMIUM, QUIET

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def _shot(browser: Any, address: str, picture: Picture) -> bytes | None:
    from suki.apps.accounts.models import Account
    from suki.base.models import User

    user = User.objects.get(email=f"{picture.who}@habi.example")
    account = Account.objects.get(name="Bahaghari Foods Corp.")
    window = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, reduced_motion="reduce",
        timezone_id="Asia/Manila", device_scale_factor=1,
    )  # fmt: skip
    cookies = {"sessionid": _session_of(user, picture.language), "theme": picture.theme}
    window.add_cookies([{"name": name, "value": text, "url": address} for name, text in cookies.items()])
    user.theme = picture.theme
    user.save()
    page = window.new_page()
    answer = page.goto(address + picture.path.format(account=account.pk), wait_until="networkidle")
    shown = answer is not None and answer.ok
    if shown:
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
    picture_of_page = page.screenshot(animations="disabled") if shown else None
    window.close()
    return picture_of_page


def _session_of(user: Any, language: str) -> str:
    from tests.browser import Site

    session_key = Site("", "", Path()).session_of(user, language)
    from django.contrib.sessions.models import Session

    Session.objects.filter(pk=session_key).update(expire_date=NOW + timedelta(days=9))
    return session_key


def _smaller(png: bytes) -> bytes:
    """The picture with a palette of 256 colours: screens have few, and the file shrinks to a third."""
    from docs.palette import with_palette

    return with_palette(png)


if __name__ == "__main__":
    sys.exit(main())
