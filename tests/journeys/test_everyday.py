"""Everyday ways through Suki, as people go them: by hand, by keys alone, on a phone, in their language."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from suki.demo.load import PASSWORD
from tests.browser import complaints_in_both_themes

pytestmark = pytest.mark.browser

_CUSTOMERS = """Kundennummer;Firma;Ort;Land;Kreditlimit
K1;Märkische Obstkelterei;Werder;DE;25.000,00
K2;Elbtal Backmanufaktur;Dresden;XX;12.000,00
K3;{name};Brandenburg;DE;viel
"""


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as wait_for

    return wait_for(locator)


def account_of(user: Any) -> Any:
    """The first account that somebody leads."""
    from suki.apps.accounts.models import AccountTeamMember

    led = AccountTeamMember.objects.filter(person=user.person, role="owner", valid__endswith=None)
    return led.select_related("account").order_by("account__sort_key")[0].account


def digits_of(text: str) -> str:
    return re.sub(r"[^\d,.-]", "", text)


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until what is wanted has the focus, as somebody without a mouse does."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


@pytest.mark.parametrize(
    ("language", "revenue", "phone"),
    [("de", "Umsatz", {}), ("vi", "Doanh thu", {"width": 360, "height": 740})],
)
def test_an_account_is_found_and_its_figures_read(visit, sample_company, language, revenue, phone):
    page = visit("/", sample_company("jonas"), language=language, **phone)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("kastanienhof")
    expect(page.locator("#palette .found [data-at]")).to_contain_text("Kastanienhof Feinkost")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kastanienhof Feinkost GmbH & Co. KG")
    figure = page.locator(".figure a.opens").first
    shown = digits_of(figure.inner_text())
    assert re.fullmatch(r"[\d.]+,\d\d", shown)
    figure.click()
    expect(page.locator("#drawer .rule-in-words")).to_contain_text(re.compile(revenue, re.I))
    assert digits_of(page.locator("#drawer .ledger .total .tail").last.inner_text()) == shown
    page.keyboard.press("Escape")
    expect(figure).to_be_focused()
    expect(page.locator("#receivables .ledger")).to_be_visible()


def test_the_reader_is_told_why_they_see_an_account(visit, sample_company):
    account = account_of(sample_company("jonas"))
    page = visit(f"/accounts/{account.pk}/why/", sample_company("katrin"))
    expect(page.locator(".why-list")).to_contain_text("Jonas Petersen works below you")
    expect(page.locator(".why-list")).to_contain_text("since")


@pytest.mark.parametrize(
    ("language", "words", "before", "after", "since"),
    [
        ("en", ("More to do here", "Change the owner", "Assign the owner"), "joy", "marisol", "since"),
        (
            "de",
            ("Hier ist mehr zu tun", "Betreuer wechseln", "Betreuer zuweisen"),
            "jonas",
            "marisol",
            "seit",
        ),
    ],
)
def test_the_owner_changes_and_who_led_it_last_month_stays_known(
    visit, sample_company, language, words, before, after, since
):
    left, taken = (str(sample_company(name).person) for name in (before, after))
    account = account_of(sample_company(before))
    page = visit(f"/accounts/{account.pk}/", sample_company("grace"), language=language)
    page.get_by_role("button", name=words[0]).first.click()
    page.get_by_role("link", name=words[1]).first.click()
    page.get_by_label(taken).check()
    page.get_by_role("button", name=words[2]).click()
    expect(page.locator("header .facts")).to_contain_text(taken)
    team = page.locator("#team")
    team.scroll_into_view_if_needed()
    expect(team).to_contain_text(taken)
    expect(team).to_contain_text(left)
    page.goto(page.url + "team/")
    past = page.locator("main li", has_text=left).first
    expect(past).to_contain_text(re.compile(r"\d{4}"))
    expect(past).not_to_contain_text(since)


@pytest.mark.parametrize(
    ("name", "locale", "today"), [("minh", "vi-VN", "Hôm nay"), ("katrin", "de-DE", "Heute")]
)
def test_somebody_signs_in_with_password_and_code(visit, sample_company, name, locale, today):
    who, secret = sample_company(name), second_factor_of(sample_company(name))
    page = visit("/sign-in/", locale=locale)
    page.locator("#id_login").fill(who.email)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#id_code").fill(code_now(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(today)
    assert page.locator("html").get_attribute("lang") == locale[:2]


def test_a_wrong_code_says_so_and_leads_nowhere(visit, sample_company):
    from suki.apps.people.models import Person

    second_factor_of(sample_company("sari"))
    page = visit("/sign-in/", locale="id-ID")
    page.locator("#id_login").fill(Person.objects.get(user=sample_company("sari")).email)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#id_code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_be_visible()


def test_the_palette_forgives_on_a_phone_in_filipino(visit, sample_company):
    joy = sample_company("marisol")
    account = account_of(joy)
    page = visit("/", joy, language="fil", width=360, height=740)
    page.locator(".dock [data-palette]").click()
    expect(page.locator("#palette input")).to_be_focused()
    word = account.name.split()[0]
    page.keyboard.type(word[:2] + word[3] + word[2] + word[4:])
    expect(page.locator("#palette .found")).to_contain_text(account.name)
    page.locator("#palette .found a", has_text=account.name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(account.name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("language", "phone"), [("de", {}), ("id", {"width": 360, "height": 740})])
def test_a_file_with_errors_is_mended_imported_and_taken_back(visit, sample_company, language, phone):
    from suki.apps.accounts.models import Account
    from suki.exchange.models import ImportDraft
    from suki.exchange.wizard.steps import advance

    name = f"Havelland Molkerei {language.upper()}"
    page = visit("/import/", sample_company("ngoc"), language=language, **phone)
    page.locator("input[type=file]").set_input_files(
        {"name": "Kunden.csv", "mimeType": "text/csv", "buffer": _CUSTOMERS.format(name=name).encode()}
    )
    _press(page, "upload the file")
    _press(page, "what it holds")
    expect(page.locator("main")).to_contain_text(name)
    page.locator("#locale").select_option("de")
    _press(page, "the columns")
    page.keyboard.press("n")
    for column, mended in (("Land", "DE"), ("Kreditlimit", "9.000,00")):
        expect(page.locator(f".mend input[name=column][value={column}]")).to_be_attached()
        expect(page.locator(".mend input[name=value]")).to_be_focused()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(mended)
        page.keyboard.press("Enter")
    expect(page.locator("td[data-problem=fixed]")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("button[form=run]").first.click()
    expect(page.locator("[hx-trigger='every 1s']")).to_be_attached()
    advance(draft_id=ImportDraft.objects.latest("pk").pk)
    page.wait_for_url(re.compile(r"/import/runs/\d+/$"))
    assert Account.objects.get(name=name).credit_limit == 9000
    page.locator("a[href$='/undo/']").first.click()
    page.locator("main form button[data-kind=danger]").click()
    page.wait_for_url(re.compile(r"/import/runs/\d+/$"))
    assert not Account.objects.filter(name=name).exists()


def _press(page: Any, _what: str) -> None:
    """Go on with the form of the page by its first button."""
    page.locator("main form button[data-kind=primary]").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize(("language", "phone"), [("vi", {}), ("fil", {"width": 360, "height": 740})])
def test_two_accounts_are_merged_and_stand_apart_again(visit, sample_company, language, phone):
    from suki.apps.accounts.actions import open_account
    from suki.apps.accounts.models import Account
    from suki.base.access import SYSTEM

    kept = account_of(sample_company("marisol"))
    twin = open_account(actor=SYSTEM, name=f"{kept.name} {language}", since=date(2026, 1, 1), phone="02 888")
    page = visit(f"/accounts/{kept.pk}/merge/", sample_company("ngoc"), language=language, **phone)
    page.locator(f"a[href$='&b={twin.pk}'], a[href$='&amp;b={twin.pk}']").first.click()
    page.locator("input[name=name][value=merged]").check()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("main form button[data-kind=primary]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(twin.name)
    page.locator(".toast form button, .toasts form button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(twin.name)
    apart = Account.objects.filter(pk__in=[kept.pk, twin.pk], merged_into=None)
    assert sorted(apart.values_list("name", flat=True)) == sorted([kept.name, twin.name])


def test_a_list_is_filtered_sorted_and_kept_by_keys_alone(visit, sample_company):
    page = visit("/accounts/", sample_company("grace"))
    page.keyboard.press("f")
    expect(page.locator("#filter-field")).to_be_visible()
    if not page.locator("#filter-field").evaluate("field => field === document.activeElement"):
        tab_to(page, "#filter-field")
    page.keyboard.type("Lifecycle")
    tab_to(page, "#filter-value")
    page.keyboard.type("key_account")
    page.keyboard.press("Enter")
    expect(page.locator(".filters, .chips").first).to_contain_text("key account")
    tab_to(page, "th a[href*='sort=-revenue'], th a[href*='sort=revenue']")
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=*revenue*")
    expect(page.locator("table tbody tr")).not_to_have_count(0)
    tab_to(page, "button[popovertarget]:has(use[href$='#flag'])")
    page.keyboard.press("Enter")
    if not page.locator("#view-name").evaluate("field => field === document.activeElement"):
        tab_to(page, "#view-name")
    page.keyboard.type("Key accounts by revenue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Key accounts by revenue")).to_have_attribute("aria-current", "page")


SCREENS = {
    "sign-in": "/sign-in/", "today": "/", "accounts": "/accounts/", "contacts": "/contacts/", "results": "/reports/quarterly/",
    "book": "/book/", "people": "/people/", "profile": "/profile/", "settings": "/settings/company/", "find": "/find/?q=an",
    "account": "/accounts/{account}/", "why": "/accounts/{account}/why/", "lines": "/today/figures/open/",
}  # fmt: skip


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing(visit, sample_company, name):
    who = {"settings": "administrator", "results": "grace"}.get(name, "marisol")
    reader = (
        None if name == "sign-in" else _administrator() if who == "administrator" else sample_company(who)
    )
    page = visit(SCREENS[name].format(account=account_of(sample_company("marisol")).pk), reader)
    page.wait_for_load_state("networkidle")
    assert complaints_in_both_themes(page) == []


def _administrator() -> Any:
    """Somebody who may change the settings."""
    from datetime import date

    from suki.apps.people.models import PersonFunction
    from suki.base.models import User

    user = User.objects.get(email="ramon@habi.example")
    PersonFunction.objects.get_or_create(
        person=user.person, function="administrator", defaults={"valid": (date(2020, 1, 1), None)}
    )
    return user


def second_factor_of(user: Any) -> str:
    """Codes from an app are asked of this person from now on; gives the app's secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    user.password = make_password(PASSWORD)
    user.save()
    TOTP.activate(user, secret)
    return secret


def code_now(secret: str) -> str:
    """What the app shows now."""
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
