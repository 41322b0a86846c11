"""The editor in a browser: what is typed is worked out beside it, steps come without losing it, and it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from suki.base.access import SYSTEM
from tests.browser import complaints_in_both_themes

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def fritz(site: Any) -> Any:
    """Finance on the site, and a draft."""
    from suki.apps.company.actions import settle_default_entity
    from suki.apps.compensation.plans.actions import open_plan
    from suki.apps.compensation.plans.starting import STARTS, rules_from
    from suki.apps.people.actions import give_sign_in, hire

    settle_default_entity(actor=SYSTEM, name="Habi", currency="EUR", country="DE", timezone="Europe/Berlin")
    person = hire(actor=SYSTEM, name="Fritz Weber", title="", since=date(2020, 1, 1), functions=["finance"])
    user = give_sign_in(actor=SYSTEM, person=person, email="fritz@habi.example", password_hash="!")
    user.draft = open_plan(
        actor=SYSTEM, name="Hunters", rules=rules_from(STARTS[1], "EUR"), first=date(2026, 1, 1)
    )
    return user


def test_a_plan_is_written_tried_and_published(visit, fritz):
    page = visit(f"/plans/versions/{fritz.draft.pk}/rules/", as_=fritz)
    page.locator("#beside", has_text="3,620.00").wait_for()
    page.locator("[name='components-0-tiers-0-pays']").fill("5")
    page.locator("#beside", has_text="4,420.00").wait_for()
    page.get_by_role("button", name="Add a step").click()
    page.locator("[name='components-0-tiers-4-pays']").wait_for()
    assert page.locator("[name='components-0-tiers-0-pays']").input_value() == "5"
    page.locator("[value='unstep:0:4']").click()
    page.locator("[name='components-0-tiers-4-pays']").wait_for(state="detached")
    page.locator("[name='components-0-method']").select_option("slab")
    page.get_by_text("selling more pays less").first.wait_for()
    page.locator("[name='components-0-method']").select_option("progressive")
    page.get_by_text("selling more pays less").first.wait_for(state="detached")
    assert complaints_in_both_themes(page) == []
    page.locator(".save-bar button[type=submit], .save-bar button").first.click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("is published").first.wait_for()
    assert complaints_in_both_themes(page) == []


@pytest.mark.parametrize("path", ["/plans/", "/plans/new/"])
def test_pages_of_plans_are_for_everybody(visit, fritz, path):
    page = visit(path, as_=fritz, width=360)
    assert complaints_in_both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
