"""The menu and the palette: one registry, shown to each by what their functions allow."""

import pytest

from suki.base import finding, navigation
from suki.base.access import Can
from suki.base.finding import Hit
from suki.base.navigation import Entry, PaletteAction


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_actions", {})
    monkeypatch.setattr(finding, "_finders", [])


def entry(name: str, **more) -> Entry:
    given = {"label": name.title(), "url_name": "style", "icon": "file", "capability": Can.SIGN_IN, **more}
    return Entry(name=name, **given)


def labels(groups) -> list[str]:
    return [str(hit.label) for group in groups for hit in group.hits]


def test_the_menu_stands_in_the_order_of_its_sections_and_places(ana):
    navigation.register_entry(entry("pay", section="me"))
    navigation.register_entry(entry("contacts", section="clients", position=20))
    navigation.register_entry(entry("accounts", section="clients", position=10))
    navigation.register_entry(entry("today"))
    sections = navigation.menu_for(ana)
    assert [[str(item.label) for item in section.items] for section in sections] == [
        ["Today"],
        ["Accounts", "Contacts"],
        ["Pay"],
    ]


def test_nobody_sees_what_their_functions_do_not_allow(ana, nobody):
    navigation.register_entry(entry("company", capability=Can.MANAGE_COMPANY))
    navigation.register_palette_action(
        PaletteAction("x", "Close a period", "style", "lock", Can.CLOSE_PERIODS)
    )
    assert navigation.menu_for(ana) == []
    assert navigation.menu_for(nobody) == []
    assert finding.find(ana, "close") == []


def test_a_screen_that_is_not_built_yet_is_left_out(ana):
    navigation.register_entry(entry("later", url_name="not_there"))
    assert navigation.menu_for(ana) == []


def test_the_entry_with_the_longest_matching_address_is_here(ana):
    navigation.register_entry(entry("style"))
    navigation.register_entry(entry("figure", url_name="style_figure"))
    (section,) = navigation.menu_for(ana, "/style/figure/7/")
    assert [str(item.label) for item in section.items if item.is_here] == ["Figure"]


def test_the_dock_holds_three(ana):
    for place, name in enumerate(["a", "b", "c", "d"]):
        navigation.register_entry(entry(name, dock=place))
    assert [str(item.label) for item in navigation.dock_for(ana)] == ["A", "B", "C"]


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="no section"):
        navigation.register_entry(entry("x", section="elsewhere"))


def test_things_are_found_by_the_beginnings_of_words_without_accents(ana):
    navigation.register_entry(entry("visits", label="Thăm khách hàng", keywords="visit"))
    navigation.register_palette_action(PaletteAction("log", "Log a visit", "style", "visit", Can.SIGN_IN))
    assert labels(finding.find(ana, "tham khach")) == ["Thăm khách hàng"]
    assert labels(finding.find(ana, "visit")) == ["Thăm khách hàng", "Log a visit"]
    assert labels(finding.find(ana, "isit")) == []
    assert len(labels(finding.find(ana, ""))) == 2


def test_rooms_find_their_own_rows_for_whoever_asks(ana):
    finding.register_finder("Accounts", lambda actor, text: [Hit(f"{actor.email} {text}", "/", "accounts")])
    assert labels(finding.find(ana, "son")) == ["ana@habi.example son"]
    assert labels(finding.find(ana, "")) == []


@pytest.mark.parametrize(
    ("label", "typed", "marked"),
    [
        ("Thực phẩm Sông Hồng", "song", "Thực phẩm <mark>Sông</mark> Hồng"),
        ("Sonnenhof", "nnen", "So<mark>nnen</mark>hof"),
        ("<b>", "b", "&lt;<mark>b</mark>&gt;"),
        ("Sonnenhof", "zzz", "Sonnenhof"),
    ],
)
def test_what_was_typed_is_marked_in_what_was_found(label, typed, marked):
    assert finding.marked(label, typed) == marked
