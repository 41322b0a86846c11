"""The components as people use them: by hand, by keys alone, on a phone, in both themes; and by those who hear the page."""

import pytest

from tests.browser import complaints

pytestmark = pytest.mark.browser


@pytest.fixture
def style(visit, mia):
    """The style page, open."""
    return visit("/style/", mia)


def expect(locator):
    from playwright.sync_api import expect as wait_for

    return wait_for(locator)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_on_the_style_page(visit, mia, width, theme):
    assert complaints(visit("/style/", mia, width=width, theme=theme)) == []


@pytest.mark.parametrize(
    "path", ["/find/", "/nowhere/", "/style/trouble/403/", "/style/trouble/500/", "/style/trouble/503/"]
)
def test_axe_finds_nothing_on_the_small_pages(visit, mia, path):
    assert complaints(visit(path, mia, theme="dark")) == []


def test_axe_finds_nothing_in_what_opens(style):
    style.get_by_role("link", name="Explain this figure").click()
    expect(style.locator("#drawer")).to_contain_text("Cartons")
    assert complaints(style) == []
    style.keyboard.press("Escape")
    style.get_by_role("link", name="Merge").click()
    assert complaints(style) == []


@pytest.mark.parametrize("language", ["de", "vi"])
def test_nothing_runs_out_of_the_page_from_phone_to_wide_screen(visit, mia, language):
    page = visit("/style/", mia, language=language)
    wider = []
    for width in (360, 640, 768, 1024, 1280, 1920, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        wider += [width] if page.evaluate("document.documentElement.scrollWidth") > width else []
    assert wider == []


def test_no_word_runs_out_of_its_button(visit, mia):
    page = visit("/style/", mia, width=360)
    wider = page.evaluate(
        "[...document.querySelectorAll('.btn')].filter(b => b.checkVisibility() && b.scrollWidth > b.clientWidth + 1).map(b => b.textContent)"
    )
    assert wider == []


def test_the_page_reads_without_scripts(visit, mia):
    page = visit("/style/", mia, java_script_enabled=False)
    expect(page.get_by_text("Who decides.")).to_be_visible()
    expect(page.get_by_text("Laguna plant")).to_be_visible()
    page.get_by_role("link", name="Explain this figure").click()
    expect(page.get_by_role("heading", name="Open receivables, Bahaghari Foods Corp.")).to_be_visible()


def test_the_drawer_takes_the_focus_and_gives_it_back(style):
    link = style.get_by_role("link", name="Explain this figure")
    link.click()
    expect(style.locator("#drawer-title")).to_be_focused()
    style.keyboard.press("Escape")
    expect(style.locator("#drawer")).to_be_hidden()
    expect(link).to_be_focused()


def test_rows_are_walked_and_chosen_by_keys(style):
    style.locator("table[data-select] thead a").first.focus()
    for key in ("j", "j", "x"):
        style.keyboard.press(key)
    expect(style.locator("#sample-2")).to_be_focused()
    expect(style.locator("[data-bulk]")).to_contain_text("1 selected")
    style.keyboard.press("Escape")
    expect(style.locator("[data-bulk]")).to_be_hidden()


def test_shift_chooses_all_between(style):
    boxes = style.locator("table[data-select] tbody .check")
    boxes.nth(0).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(style.locator("[data-bulk]")).to_contain_text("4 selected")


def test_single_keys_can_be_switched_off(style):
    style.keyboard.press("?")
    style.get_by_label("Single keys act at once").uncheck()
    style.keyboard.press("Escape")
    style.keyboard.press("?")
    expect(style.locator("#keys")).to_be_hidden()
    style.evaluate("localStorage.clear()")


def test_a_menu_is_walked_by_arrows(style):
    style.get_by_role("button", name="Do", exact=True).press("Enter")
    expect(style.locator(".pop:popover-open").get_by_role("button", name="Edit")).to_be_focused()
    style.keyboard.press("ArrowDown")
    expect(style.locator(".pop:popover-open").get_by_role("button", name="Hand to")).to_be_focused()
    style.keyboard.press("Escape")
    expect(style.locator(".pop:popover-open")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "2027-04-01", "Thursday, 1 April 2027"),
        ("de", "01.04.2027", "Donnerstag, 1. April 2027"),
        ("vi", "01/04/2027", "1 tháng 4"),
    ],
)
def test_a_day_is_picked_by_keys_and_read_back(visit, mia, language, written, said):
    page = visit("/style/", mia, language=language)
    page.locator("[data-day-picker] [data-open-picker]").first.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#id_until")).to_have_value(written)
    expect(page.locator("[data-said]").first).to_contain_text(said)


def test_a_period_is_pressed(style):
    style.locator("[data-period-picker] [data-open-picker]").click()
    style.get_by_role("button", name="Q1", exact=True).click()
    expect(style.locator("#id_period")).to_have_value("2026-Q1")


def test_a_long_list_is_searched_without_accents(style):
    style.get_by_role("combobox", name="Currency, with search").click()
    style.keyboard.type("dong")
    style.keyboard.press("Enter")
    assert style.locator("select[name=billing]").input_value() == "VND"


def test_a_row_is_looked_up_on_the_server(style):
    style.locator("#id_account").fill("kasta")
    expect(style.locator("#id_account_list [role=option]")).to_have_count(1)
    style.keyboard.press("Enter")
    expect(style.locator("#id_account")).to_have_value("Kastanienhof Feinkost GmbH & Co. KG")
    assert style.locator("input[name=account]").input_value() == "2"


def test_digits_are_grouped_when_the_field_is_left(style):
    style.locator("#id_credit_limit").fill("1234567.5")
    style.locator("#id_credit_limit").blur()
    expect(style.locator("#id_credit_limit")).to_have_value("1,234,567.5")


def test_tabs_are_walked_by_arrows(style):
    style.get_by_role("tab", name="Overview").focus()
    style.keyboard.press("ArrowRight")
    expect(style.get_by_role("tab", name="People")).to_be_focused()
    expect(style.get_by_text("Who decides.")).to_be_visible()
    expect(style.get_by_text("What the client is about.")).to_be_hidden()


def test_a_tree_is_walked_and_its_branches_come_when_opened(style):
    style.locator("[data-node=g]").focus()
    style.keyboard.press("ArrowDown")
    style.keyboard.press("ArrowLeft")
    expect(style.locator("[data-node=f1]")).to_be_hidden()
    style.keyboard.press("k")
    style.keyboard.press("ArrowRight")
    expect(style.locator("[data-node=k] [data-node=b]")).to_be_visible()


def test_a_node_is_moved_by_keys(style):
    style.locator("[data-node=l]").focus()
    for key in ("m", "ArrowUp", "Enter"):
        style.keyboard.press(key)
    expect(style.locator("[data-node=b] [data-node=l]")).to_be_visible()
    expect(style.locator("#said")).to_have_text(
        "Bahaghari Logistics is now under San Lorenzo Beverage Company."
    )


def test_a_card_is_moved_by_keys_and_put_back(style):
    style.locator("[data-ticket='1']").focus()
    for key in ("m", "ArrowRight", "Escape"):
        style.keyboard.press(key)
    expect(style.locator("[data-lane=draft] [data-ticket='1']")).to_be_focused()
    for key in ("m", "ArrowRight", "Enter"):
        style.keyboard.press(key)
    expect(style.locator("[data-lane=sent] [data-ticket='1']")).to_be_focused()
    expect(style.locator("#said")).to_contain_text("is now in With the client, place 1")
    expect(style.locator("#toasts")).to_contain_text("Moved")


def test_a_card_is_moved_by_hand(style):
    style.locator("[data-ticket='4']").drag_to(style.locator("[data-lane=signed] ol"))
    expect(style.locator("[data-lane=signed] [data-ticket='4']")).to_be_visible()


def test_the_map_is_walked_by_arrows(style):
    style.locator("[data-person=vi]").focus()
    style.keyboard.press("ArrowRight")
    expect(style.locator("[data-person=gu]")).to_be_focused()


def test_a_part_comes_when_it_is_seen_and_says_when_it_does_not(style):
    style.get_by_role("heading", name="A part that comes when seen").scroll_into_view_if_needed()
    expect(
        style.get_by_role("region", name="A part that comes when seen").get_by_text("Cartons, call-off 31")
    ).to_be_visible()
    gone = style.get_by_role("region", name="A part that does not come")
    expect(gone.get_by_role("button", name="Try again")).to_be_visible()


def test_what_happened_can_be_undone_from_its_toast(style):
    style.get_by_role("button", name="Do something").click()
    expect(style.locator("#toasts").get_by_role("button", name="Undo")).to_be_visible()


def test_the_palette_opens_over_any_page(style):
    style.keyboard.press("Control+k")
    expect(style.locator("#palette input")).to_be_focused()
    style.keyboard.type("zzzz")
    expect(style.locator("#palette .none")).to_be_visible()
    style.keyboard.press("Escape")
    expect(style.locator("#palette")).to_be_hidden()


def test_letters_typed_while_the_palette_still_settles_are_asked_for(style):
    style.evaluate(
        """document.addEventListener("focusin", ({ target }) => {
            if (!target.matches("#palette input") || target.value) return;
            target.value = "zzzz";
            target.dispatchEvent(new Event("input", { bubbles: true }));
        })"""
    )
    style.keyboard.press("Control+k")
    expect(style.locator("#palette .none")).to_be_visible()


def test_the_theme_turns_at_once_and_stays(visit, mia):
    page = visit("/find/", mia)
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Light or dark").click()


def test_an_unsaved_form_says_so(style):
    style.locator("#id_name").fill("x")
    expect(style.locator("[data-unsaved-mark]")).to_be_visible()


def test_the_phone_s_menu_opens_and_closes(visit, mia):
    page = visit("/style/", mia, width=360, height=740)
    page.get_by_role("link", name="More", exact=True).click()
    expect(page.locator("#side")).to_be_visible()
    page.get_by_role("link", name="Close the menu").click()
    expect(page.locator("#side")).to_be_hidden()


def test_the_first_act_of_a_page_stays_a_button_on_phones(visit, mia):
    page = visit("/style/", mia, width=360, height=740)
    expect(page.get_by_role("button", name="New account")).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_hidden()
    page.get_by_role("button", name="More to do here").click()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_visible()
