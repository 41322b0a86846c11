"""Words fit where they stand: on a phone, in every language, nothing runs out of its button, tab or label."""

import pytest

from suki.base.languages import CODES

pytestmark = pytest.mark.browser

PHONE = 360
SCREENS = (
    "/",
    "/accounts/",
    "/contacts/",
    "/book/",
    "/people/",
    "/profile/",
    "/reports/quarterly/",
)
FIRM = (
    "/settings/company/",
    "/settings/currencies/",
    "/settings/rights/",
    "/settings/policies/",
    "/settings/entities/",
    "/settings/holidays/",
    "/import/",
)
_RUNNING_OUT = """() => {
    const narrow = "button, .btn, .tabs a, [role=tab], .dock a, .dock button, .chip, label, .label, .state, .tag, h1, h2, h3, legend, th"
    const hidden = element => !element.checkVisibility() || element.clientWidth < 2 || getComputedStyle(element).display === "inline"
    const cut = [...document.querySelectorAll(narrow)].filter(each => !hidden(each) && each.scrollWidth > each.clientWidth + 1)
    const wide = document.documentElement.scrollWidth > innerWidth ? ["the page itself"] : []
    return [...wide, ...cut.map(each => `${each.tagName} ${each.className}: ${each.textContent.trim()}`)]
}"""


@pytest.mark.parametrize("language", CODES)
def test_no_word_runs_out_of_its_place_on_a_phone(visit, site, sample_company, language):
    from suki.apps.accounts.models import Account

    account = Account.objects.get(name__startswith="Bahaghari Foods")
    marisol = sample_company("marisol")
    page = visit("/style/", marisol, language=language, width=PHONE)
    assert page.evaluate(_RUNNING_OUT) == []
    for path in (*SCREENS, f"/accounts/{account.pk}/"):
        page.goto(site.address + path, wait_until="load")
        assert page.evaluate("document.documentElement.lang") == language
        assert (path, page.evaluate(_RUNNING_OUT)) == (path, [])


@pytest.mark.parametrize("language", ["de", "fil"])
def test_no_word_runs_out_of_its_place_in_the_settings(visit, sample_company, language):
    """In the two languages that take the most room."""
    amihan = sample_company("amihan")
    for path in FIRM:
        page = visit(path, amihan, language=language, width=PHONE)
        assert (path, page.evaluate(_RUNNING_OUT)) == (path, [])


def test_a_word_that_runs_out_would_be_found(visit, sample_company):
    page = visit("/sign-in/", width=PHONE)
    button = page.get_by_role("button", name="Sign in", exact=True)
    button.evaluate(
        "button => { button.style.inlineSize = '60px'; button.textContent = 'Vertriebsinnendienst' }"
    )
    assert len(page.evaluate(_RUNNING_OUT)) == 1


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("de-DE", "Anmelden"),
        ("vi-VN", "Đăng nhập"),
        ("id-ID", "Masuk"),
        ("fil-PH", "Mag-sign in"),
        ("nl-NL", "Sign in"),
    ],
)
def test_a_stranger_is_greeted_in_the_language_of_their_browser(visit, locale, words):
    page = visit("/sign-in/", locale=locale)
    assert page.get_by_role("button", name=words, exact=True).is_visible()
