"""Addresses and names in the order of their country."""

import pytest
from django.utils import translation

from suki.base.addresses import Address, address_of, full_name, split_name


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (Address("Hafenstr. 12", "Hamburg", "Hamburg", "20457", "DE"), ["Hafenstr. 12", "20457 Hamburg"]),
        (
            Address("25 Lý Thường Kiệt", "Quận Hoàn Kiếm", "Hà Nội", "11000", "VN"),
            ["25 Lý Thường Kiệt", "Quận Hoàn Kiếm, Hà Nội 11000"],
        ),
        (
            Address("Jl. Braga No. 99", "Bandung", "Jawa Barat", "40111", "ID"),
            ["Jl. Braga No. 99", "Bandung, Jawa Barat 40111"],
        ),
        (
            Address("120 Ayala Avenue", "Makati", "Metro Manila", "1226", "PH"),
            ["120 Ayala Avenue", "1226 Makati, Metro Manila"],
        ),
        (Address("1 Main Street", "Portland", "OR", "97201", "US"), ["1 Main Street", "Portland, OR 97201"]),
        (Address("10 King Street", "Leeds", "", "LS1 2HL", "GB"), ["10 King Street", "Leeds", "LS1 2HL"]),
        (Address("Rua Direita 5", "Santos", "SP", "11010-150", "BR"), ["Rua Direita 5", "Santos - SP", "11010-150"]),
    ],
)  # fmt: skip
def test_an_address_is_written_as_its_country_writes_it(address, lines):
    assert address.lines(home=address.country) == lines


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (Address(city="Hamburg", country="DE"), "Hamburg"),
        (Address(postal_code="20457", country="DE"), "20457"),
        (Address(city="Hà Nội", country="VN"), "Hà Nội"),
        (Address(region="Jawa Barat", country="ID"), "Jawa Barat"),
        (Address(city="Makati", postal_code="1226", country="PH"), "1226 Makati"),
        (Address(region="OR", postal_code="97201", country="US"), "OR 97201"),
        (Address(city="Santos", country="BR"), "Santos"),
        (Address(street="Jl. Braga-Kulon 9", country="ID"), "Jl. Braga-Kulon 9"),
        (Address(), ""),
    ],
)
def test_what_is_missing_leaves_no_marks(address, line):
    assert address.line(home=address.country) == line


def test_abroad_the_country_stands_last_in_the_language_of_the_reader():
    address = Address("Hafenstr. 12", "Hamburg", "", "20457", "DE")
    with translation.override("vi"):
        assert address.line(home="VN") == "Hafenstr. 12, 20457 Hamburg, Đức"
    with translation.override("fil"):
        assert address.line() == "Hafenstr. 12, 20457 Hamburg, Germany"


def test_a_row_brings_its_own_address():
    class Row:
        street, city, region, postal_code, country = "1 Main Street", "Portland", None, "", "US"

    assert address_of(Row()).lines("US") == ["1 Main Street", "Portland"]


def test_names_stand_in_the_order_of_their_country():
    assert full_name("Marisol", "Reyes", "PH") == "Marisol Reyes"
    assert full_name("Thu Hà", "Nguyễn", "VN") == "Nguyễn Thu Hà"
    assert full_name("Sukarno", "", "ID") == "Sukarno"


def test_vietnamese_and_indonesian_names_are_never_cut_in_two():
    assert split_name("Nguyễn Hà", "VN") == ("Nguyễn Hà", "")
    assert split_name("Rudi Wibowo", "ID") == ("Rudi Wibowo", "")
    assert split_name("Katrin Vogel", "DE") == ("Katrin", "Vogel")
    assert split_name("Juan dela Cruz", "PH") == ("Juan dela Cruz", "")
