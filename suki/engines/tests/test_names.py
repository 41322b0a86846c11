"""Names of companies and people: how they are read, when they are the same, and what speaks against it."""

import pytest

from suki.engines.names.finding import Register
from suki.engines.names.people import compare_people, read_person
from suki.engines.names.scoring import JUST_MAYBE, MAYBE_FROM, SAME_FROM, compare, decision_of
from suki.engines.names.spelling import number_of, read_company


def decided(left, right, *countries):
    left_country, right_country = countries or ("", "")
    return str(compare(read_company(left, left_country), read_company(right, right_country)).decision)


@pytest.mark.parametrize(
    ("written", "words", "forms"),
    [
        ("Müller Verwaltungs-GmbH & Co. KG", "muller administration", ["GmbH & Co. KG"]),
        ("PT. Sumber Rejeki, Tbk", "sumber rejeki", ["PT", "PT"]),
        ("Công ty TNHH MTV Bia Sài Gòn", "bia sai gon", ["TNHH"]),
        ("Halo-Halo Foods, Incorporated", "halo halo food", ["Inc."]),
        ("Weber UG (haftungsbeschränkt)", "weber", ["UG"]),
        ("Kowalski Sp. z o.o.", "kowalski", ["Sp. z o.o."]),
        ("Stichting Oranje", "oranje", ["Stichting"]),
        ("A. & M. Bakker B.V.", "am bakker", ["B.V."]),
        ("Verein der Freunde e. V.", "verein der freunde", ["e.V."]),
        ("Widget Inc Deutschland", "widget deutschland", ["Inc."]),
    ],
)
def test_a_name_is_read_without_its_legal_form(written, words, forms):
    name = read_company(written)
    assert (" ".join(name.words), list(name.forms)) == (words, forms)


@pytest.mark.parametrize("written", ["GmbH", "Co", "AG & Co. KG", "PT"])
def test_a_name_that_is_nothing_but_a_legal_form_keeps_a_word(written):
    assert read_company(written).words


def test_short_forms_of_other_countries_are_words_of_a_name():
    assert read_company("Delta SS", "DE").forms == ()
    assert read_company("Delta S.s.", "IT").forms == ("S.s.",)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sonnenhof", "SONNENHOF GmbH"),
        ("Müller Transport", "Mueller Transport GmbH"),
        ("Đông Á Corp", "Dong A Corporation"),
        ("Lorenzo Shipping", "LorenzoShipping Corp."),
        ("First Phil Hldgs", "First Philippine Holdings Corporation"),
        ("Jollibee's Foods", "JOLLIBEES FOOD INC."),
        ("Intl. Container Svcs", "International Container Services, Inc."),
        ("Schmidt & Söhne", "Schmidt und Soehne KG"),
        ("Sonnenkraftwerk Emsland", "Sonnenkraftwrek Emsland GmbH"),
    ],
)
def test_the_same_company_in_two_spellings(left, right):
    assert decided(left, right) == "same"


@pytest.mark.parametrize(
    ("left", "right", "against"),
    [
        ("Sonnenhof GmbH", "Sonnenhof AG", "legal_form"),
        ("Sonnenhof GmbH", "Sonnenhof GmbH & Co. KG", "legal_form"),
        ("Sonnenhof", "Sonnenhof Holding", "word"),
        ("Solar Fund", "Solar Fund II", "one_number"),
        ("Siemens Vietnam", "Siemens Indonesia", "place"),
    ],
)
def test_what_speaks_against_it_leaves_a_perhaps(left, right, against):
    compared = compare(read_company(left), read_company(right))
    assert against in compared.against
    assert compared.score <= JUST_MAYBE


def test_another_number_is_another_company():
    assert decided("Windpark Nord 3 GmbH", "Windpark Nord 4 GmbH") == "different"
    assert decided("Windpark Nord III GmbH", "Windpark Nord 3 GmbH") == "same"


def test_another_country_is_said_and_leaves_a_perhaps():
    assert decided("Sonnenhof", "Sonnenhof", "DE", "AT") == "maybe"


def test_the_part_and_the_initials_of_a_name_are_perhaps_the_same():
    assert decided("Aurora", "Aurora Bakehouse Supplies Inc.") == "maybe"
    assert decided("PSE", "The Philippine Stock Exchange, Inc.") == "maybe"


def test_strangers_with_common_words_are_different():
    assert decided("Kok Advies B.V.", "Silver Advies B.V.") == "different"
    assert decided("Beck Holding GmbH", "Vogel Holding GmbH") == "different"


def test_the_decision_follows_from_the_score():
    assert [str(decision_of(score)) for score in (SAME_FROM, MAYBE_FROM, 0.69)] == [
        "same",
        "maybe",
        "different",
    ]


def test_comparing_is_the_same_from_either_side():
    names = ["Sonnenhof GmbH", "Sonnen Hof", "Sonnenhof Holding AG", "Hof Sonne 2", "S. Hof", ""]
    for left in map(read_company, names):
        for right in map(read_company, names):
            assert compare(left, right).score == pytest.approx(compare(right, left).score)


def test_figures_and_roman_numerals_are_numbers_and_words_are_not():
    assert [number_of(word) for word in ("07", "iv", "xlii", "lxxx", "9")] == ["7", "4", "42", "80", "9"]
    assert [number_of(word) for word in ("mix", "vi2", "ill", "li", "xl")] == [None] * 5


def test_the_register_finds_slips_and_says_when_it_is_unsure():
    names = [
        "Sonnenhof GmbH",
        "Müller GmbH",
        "Müller KG",
        "Bergwerk Süd AG",
        *(f"Haus {n} GmbH" for n in range(500)),
    ]
    register = Register(read_company(name) for name in names)
    assert register.best(read_company("Sonnenhoff")).row == 0
    unsure = register.best(read_company("Mueller"))
    assert (unsure.row, str(unsure.decision), unsure.score) == (1, "maybe", JUST_MAYBE)
    assert register.best(read_company("Müller KG")).row == 2
    assert str(register.best(read_company("Müller KG")).decision) == "same"
    assert register.best(read_company("Xylophon")) is None


@pytest.mark.parametrize(
    ("left", "right", "decision"),
    [
        ("Ana Reyes", "Reyes, Ana", "same"),
        ("Dr. Jürgen Müller", "Mueller, Juergen", "same"),
        ("Nguyễn Văn An", "An Nguyen Van", "same"),
        ("Ir. Joko Widodo, MM", "Joko Widodo", "same"),
        ("A. Reyes", "Ana Reyes", "maybe"),
        ("Ana Maria Reyes", "Ana Reyes", "maybe"),
        ("Budi", "Budi Santoso", "maybe"),
        ("Nguyễn Văn An", "Nguyễn Văn Bình", "different"),
        ("Thomas Müller", "Jürgen Müller", "different"),
        ("B. Reyes", "Ana Reyes", "different"),
        ("", "Ana Reyes", "different"),
    ],
)
def test_names_of_people(left, right, decision):
    assert str(compare_people(left, right).decision) == decision
    assert str(compare_people(right, left).decision) == decision


def test_a_title_that_is_all_there_is_stays():
    assert read_person("Dr.") == ("dr",)
