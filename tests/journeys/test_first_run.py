"""The first run, from the code that `suki up` prints to the desk, in German and, on a phone, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import Site, served

pytestmark = pytest.mark.browser

CODE = "ABCDE-23456"
WAYS = {
    "de-DE": ("Großhandel Märkischer Hof", "Deutschland", "EUR", "Heute", {}),
    "vi-VN": ("Bao bì Ánh Dương", "Việt Nam", "VND", "Hôm nay", {"width": 360, "height": 740}),
}


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A Suki that nobody can sign in to yet, served to a browser."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def empty_house(site: Site) -> Iterator[Site]:
    """The house before its first run; what a test made of it goes again."""
    (site.folder / "first-run.code").write_text(CODE.replace("-", ""), encoding="ascii")
    yield site
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE base_user, company_legalentity CASCADE")


@pytest.mark.parametrize("locale", WAYS)
def test_a_firm_makes_an_empty_house_its_own(visit, empty_house, locale):
    from suki.apps.company.models import LegalEntity
    from suki.apps.people.models import PersonFunction

    name, country, currency, today, phone = WAYS[locale]
    page = visit(f"/first-run/?code={CODE}", locale=locale, **phone)
    page.locator("#id_name").fill(name)
    _choose(page, "#id_country", country)
    _go_on(page)
    assert page.locator("select[name=currency]").input_value() == currency
    for _step in ("money", "year", "logo"):
        _go_on(page)
    for field, value in (("name", "Minh Anh Sommer"), ("title", "Owner"), ("email", "minh@hof.example")):
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_password").fill("four quiet carabaos")
    _go_on(page)
    page.locator("#id_pasted").fill("Ana Reyes, Account Manager, ana@hof.example")
    _go_on(page)
    _go_on(page)
    page.locator("ol.links input").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("a[href='/import/']").wait_for()
    page.locator("a[href='/']").last.click()
    page.get_by_role("heading", level=1, name=today).wait_for()
    assert page.locator("html").get_attribute("lang") == locale[:2]
    entity = LegalEntity.objects.get()
    assert (entity.name, entity.currency, entity.language) == (name, currency, locale[:2])
    functions = set(PersonFunction.objects.values_list("function", flat=True))
    assert functions == {"administrator", "senior_management", "account_manager"}
    assert not (empty_house.folder / "first-run.code").exists()


def test_a_wrong_code_opens_nothing(visit, empty_house):
    page = visit("/", locale="id-ID")
    page.locator("#id_code").fill("AAAAA-AAAAA")
    page.keyboard.press("Enter")
    page.locator("#id_code[aria-invalid=true]").wait_for()


def _choose(page: Any, field: str, words: str) -> None:
    """Choose from a long list as people do: open it, type, take what is found."""
    page.locator(field).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def _go_on(page: Any) -> None:
    before = page.url
    page.locator("form button[data-kind=primary]").last.click()
    page.wait_for_function(
        "before => location.href !== before || !!document.querySelector('[name^=line-], ol.links')",
        arg=before,
    )
