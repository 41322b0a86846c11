"""The pages around every screen: what browsers may do with them, what they weigh, how they look and speak."""

import gzip
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, override_settings

from suki.base import navigation
from suki.base.assets import STATIC, joined_stylesheet, static_version
from suki.base.maintenance import notice
from suki.base.serving import stylesheet_address

TEMPLATE_ROOT = STATIC.parent / "templates"
TEMPLATES = [path for path in STATIC.parents[1].rglob("templates/**/*.html") if "file" not in path.name]


@pytest.fixture
def browser(ana) -> Client:
    """A browser in which Ana is signed in."""
    client = Client()
    client.force_login(ana)
    return client


class Inline(HTMLParser):
    """Finds what the content security policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(tag)


def test_the_style_page_holds_nothing_inline(browser):
    finder = Inline()
    finder.feed(browser.get("/style/").content.decode())
    assert finder.found == []


def test_no_template_holds_anything_inline():
    guilty = [
        path.name
        for path in TEMPLATES
        if re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_browsers_may_run_only_what_is_ours(browser):
    policy = browser.get("/style/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


def test_no_id_stands_twice_on_the_style_page(browser):
    ids = re.findall(r'\sid="([^"]+)"', browser.get("/style/").content.decode())
    assert sorted(each for each in set(ids) if ids.count(each) > 1) == []


def test_every_script_stays_short():
    long = [path.name for path in (STATIC / "js").glob("*.js") if len(path.read_text().splitlines()) >= 100]
    assert long == []


def test_every_style_sheet_is_listed_and_joined():
    listed = set(re.findall(r'@import "([^"]+)"', (STATIC / "css/suki.css").read_text()))
    files = {path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")} - {
        "suki.css"
    }
    assert listed == files
    assert "@import" not in joined_stylesheet()


def test_colours_are_tokens_everywhere_but_in_the_tokens():
    guilty = [
        path.name
        for path in (STATIC / "css").rglob("*.css")
        if path.name not in ("tokens.css", "dialog.css", "palette.css", "mark.css")
        and re.search(r"(?<!%23)#[0-9a-f]{3,8}\b|\brgb|\bhsl|\boklch\(", path.read_text())
    ]
    assert guilty == []


def test_the_first_load_stays_light(browser):
    page = gzip.compress(browser.get("/find/").content)
    shared = [(STATIC / name).read_bytes() for name in ("vendor/htmx.min.js", "icons.svg", "suki.svg")]
    scripts = [path.read_bytes() for path in (STATIC / "js").glob("*.js")]
    weight = len(page) + sum(
        len(gzip.compress(part)) for part in [joined_stylesheet().encode(), *shared, *scripts]
    )
    assert weight < 75_000
    assert len(page) < 30_000


def test_the_style_sheet_is_kept_for_ever_under_its_version(client):
    answer = client.get(stylesheet_address())
    assert "immutable" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert client.get("/look/older/suki.css")["Cache-Control"] == "no-cache"


def test_a_page_from_before_an_upgrade_gets_the_present_scripts(client):
    answer = client.get("/static/0123456789/js/suki.js")
    assert answer["Location"] == f"/static/{static_version()}/js/suki.js"
    assert client.get(f"/static/{static_version()}/js/gone.js").status_code == 404


def test_scripts_and_icons_are_kept_for_ever(client):
    assert "max-age=31536000" in client.get(f"/static/{static_version()}/icons.svg")["Cache-Control"]


def test_the_theme_is_written_before_anything_is_drawn(browser, ana):
    browser.post("/theme/", {"theme": "dark"})
    ana.refresh_from_db()
    assert ana.theme == "dark"
    assert '<html lang="en" data-theme="dark">' in browser.get("/find/").content.decode()


def test_a_theme_that_does_not_exist_is_the_system_s(browser):
    browser.post("/theme/", {"theme": "neon"})
    assert "data-theme" not in browser.get("/find/").content.decode().split("<head>")[0]


def test_a_person_s_language_is_kept_with_them(browser, ana):
    browser.post("/language/", {"language": "vi", "next": "/find/"})
    ana.refresh_from_db()
    assert ana.language == "vi"
    assert '<html lang="vi"' in browser.get("/find/").content.decode()


def test_a_choice_leads_back_to_its_page_but_never_away(browser):
    assert browser.post("/language/", {"language": "de", "next": "/find/?q=a"})["Location"] == "/find/?q=a"
    assert (
        browser.post("/language/", {"language": "de", "next": "https://elsewhere.example/"})["Location"]
        == "/"
    )


def test_the_shell_costs_few_queries(browser, django_assert_max_num_queries):
    browser.get("/find/")
    with django_assert_max_num_queries(4):
        browser.get("/find/")


def test_an_unknown_address_says_what_to_do(browser):
    answer = browser.get("/nowhere/")
    assert answer.status_code == 404
    assert b"There is nothing at this address" in answer.content


def test_a_refused_page_says_why(nobody):
    client = Client()
    client.force_login(nobody)
    answer = client.get("/style/")
    assert answer.status_code == 403
    assert b"You may not" in answer.content


def test_a_form_without_its_proof_is_told_how_to_mend_it(ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    answer = client.post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert b"This form was open too long" in answer.content


@pytest.mark.parametrize("name", ["400.html", "500.html", "base/maintenance.html"])
def test_pages_for_bad_times_need_nothing(name):
    page = render_to_string(name)
    assert stylesheet_address() in page
    assert "<script" not in page


def test_the_maintenance_notice_closes_every_page(client, tmp_path):
    with override_settings(DATA=tmp_path):
        notice().parent.mkdir()
        notice().write_text("Upgraded until 8 o'clock.")
        answer = client.get("/find/")
        assert answer.status_code == 503
        assert answer["Retry-After"]
        assert "Upgraded until 8 o&#x27;clock." in answer.content.decode()
        assert client.get(stylesheet_address()).status_code == 200


def test_partial_updates_bring_their_toasts_in_a_header(browser):
    answer = browser.post("/style/moved/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert '"undo": "/style/moved/"' in answer["HX-Trigger"]


def test_one_address_answers_with_the_page_or_with_its_part(browser):
    page = browser.get("/style/figure/")
    part = browser.get("/style/figure/", headers={"HX-Request": "true"})
    assert b"<html" in page.content
    assert b"<html" not in part.content
    assert "HX-Request" in page["Vary"]


def test_a_form_with_problems_answers_422(browser):
    answer = browser.post("/style/", {"name": "", "currency": "VND", "vat": "DE81420771"})
    assert answer.status_code == 422
    assert b"one has eight" in answer.content


def test_every_language_has_a_page(browser):
    for code, _name in settings.LANGUAGES:
        browser.post("/language/", {"language": code})
        assert browser.get("/style/").status_code == 200


def test_every_form_of_a_component_carries_its_proof(browser):
    page = browser.get("/style/").content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert len(forms) > 8
    assert [
        form[:80] for form in forms if 'name="csrfmiddlewaretoken"' not in form and 'action="#"' not in form
    ] == []


def test_every_icon_that_is_named_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = {each.icon for each in [*navigation._entries.values(), *navigation._actions.values()]}
    for path in TEMPLATES:
        named |= set(re.findall(r'(?:icon="|\{% icon ")([\w-]+)"', path.read_text(encoding="utf-8")))
    assert named - drawn == set()


def test_every_behaviour_that_a_page_can_ask_for_is_written():
    loader = (STATIC / "js/suki.js").read_text()
    asked = set(re.findall(r'^\s+"[^"]+": "([\w-]+)",$', loader, re.MULTILINE))
    assert asked
    assert asked <= {path.stem for path in (STATIC / "js").glob("*.js")}


def test_scripts_say_only_words_that_the_page_carries():
    carried = set(
        re.findall(r"<dt>(\w+)</dt>", (TEMPLATE_ROOT / "base/_words.html").read_text(encoding="utf-8"))
    )
    said = {
        name
        for path in (STATIC / "js").glob("*.js")
        for call in re.findall(r"\bword\(([^)]*)", path.read_text())
        for name in re.findall(r'"(\w+)"', call)
    }
    assert said == carried
