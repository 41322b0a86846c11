"""The grid in a browser: an amount changes where it stands, the totals follow, Undo puts it back; everybody can use it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from suki.base.access import SYSTEM
from tests.browser import complaints

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chief(site: Any, mia: Any) -> Any:
    """Mia's manager, who has proposed two quotas for her."""
    from suki.apps.company.actions import settle_default_entity
    from suki.apps.people.actions import give_sign_in, hire, report_to
    from suki.apps.quotas.actions import set_quota

    settle_default_entity(actor=SYSTEM, name="Habi", currency="EUR", country="DE", timezone="Europe/Berlin")
    person = hire(actor=SYSTEM, name="Jo Berg", title="", since=date(2020, 1, 1), functions=["sales_manager"])
    report_to(actor=SYSTEM, person=mia.person, manager=person, since=date(2020, 1, 1))
    for first, end in ((date(2026, 1, 1), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 7, 1))):
        set_quota(
            actor=SYSTEM, subject=mia.person, first=first, end=end, amount=Decimal(90_000), currency="EUR"
        )
    return give_sign_in(actor=SYSTEM, person=person, email="jo@habi.example", password_hash="!")


def test_the_totals_follow_an_amount_and_its_undo(visit, chief):
    page = visit("/quotas/?year=2026", as_=chief)
    assert page.inner_text("#sum-total-year") == "180,000.00"
    page.locator("a.inplace").first.click()
    field = page.locator(".inplace-form input[name=value]")
    field.fill("100,000")
    field.press("Enter")
    page.locator("#sum-total-year", has_text="190,000.00").wait_for()
    page.locator(".toast button").first.click()
    page.locator("#sum-total-year", has_text="180,000.00").wait_for()


@pytest.mark.parametrize("path", ["/quotas/?year=2026", "/quotas/1/", "/quotas/fairness/?year=2026"])
def test_the_screens_are_for_everybody_and_fit_a_phone(visit, chief, path):
    page = visit(path, as_=chief, width=360)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
