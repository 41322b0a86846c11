"""Tables: which columns show, how they sort, what totals and cells say."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from suki.base import tables
from suki.base.tables import Column, Table
from suki.base.templatetags.ui_lists import table as draw

D = Decimal
ROWS = [
    SimpleNamespace(
        pk=1,
        name="Sonnenhof <GmbH>",
        revenue=D("1234.50"),
        code="EUR",
        until=date(2027, 3, 31),
        owner=SimpleNamespace(name="Ana"),
    ),
    SimpleNamespace(pk=2, name="Mondschein", revenue=None, code="VND", until=None, owner=None),
]
COLUMNS = (
    Column("name", "Name", "name", sort="name", is_fixed=True),
    Column("revenue", "Revenue", "amount", currency="EUR", sort="revenue", total=D("1234.50")),
    Column("until", "Until", "day", sort="until", is_minor=True),
    Column("owner", "Owner", value="owner.name"),
    Column("code", "Code", is_extra=True),
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def made(query: str = "", **more) -> Table:
    return Table(
        name="t",
        columns=COLUMNS,
        rows=ROWS,
        asked=QueryDict(query),
        address="/list/",
        sort="-revenue",
        **more,
    )


def test_extra_columns_show_only_when_chosen():
    assert [column.name for column in made().shown] == ["name", "revenue", "until", "owner"]
    assert [column.name for column in made("columns=code").shown] == ["name", "code"]


def test_a_form_may_name_each_column_on_its_own():
    assert [column.name for column in made("columns=code&columns=owner").shown] == ["name", "owner", "code"]


def test_numbers_sort_from_the_largest_first_and_turn_round():
    table = made("sort=name")
    assert "sort=-revenue" in table.sort_href(COLUMNS[1])
    assert "sort=revenue" in made("sort=-revenue").sort_href(COLUMNS[1])
    assert "sort=-name" in made("sort=name").sort_href(COLUMNS[0])


def test_sorting_keeps_the_other_wishes_and_begins_at_the_first_page():
    href = made("q=son&after=12&columns=code&columns=owner").sort_href(COLUMNS[0])
    assert href == "/list/?q=son&columns=code%2Cowner&sort=name"


def test_an_unknown_sort_is_ignored():
    assert made("sort=password").sorted_by == "-revenue"


def test_the_sorted_head_says_so():
    assert 'aria-sort="descending"' in tables.draw_head(made())
    assert tables.draw_head(made()).count("aria-sort") == 1


def test_cells_are_escaped_and_missing_values_are_dashes():
    drawn = draw(made())
    assert "Sonnenhof &lt;GmbH&gt;" in drawn
    assert "<GmbH>" not in drawn
    assert '<td class="num"><span class="faint">–</span></td>' in drawn


def test_totals_stand_in_a_foot_of_their_own():
    drawn = draw(made(total_label="2 accounts"))
    assert '<th scope="row">2 accounts</th>' in drawn.split("<tfoot>")[1]
    assert '1,234<span class="dec">.50</span>' in drawn.split("<tfoot>")[1]


def test_each_row_can_be_named_by_its_checkbox():
    drawn = draw(made(can_select=True, row_label=lambda row: row.name))
    assert 'aria-label="Select Mondschein"' in drawn
    assert 'aria-label="Select all on this page"' in drawn


def test_mixed_currencies_stand_in_a_column_of_their_own():
    column = Column("revenue", "Open", "amount", currency_of=lambda row: row.code)
    table = Table(name="t", columns=[COLUMNS[0], column], rows=ROWS)
    assert '<td class="code">EUR</td>' in draw(table)
    assert draw(table).count("<th ") == 5


def test_exports_get_plain_values():
    assert tables.plain(COLUMNS[1], ROWS[0]) == D("1234.50")
    assert tables.plain(COLUMNS[2], ROWS[1]) is None
    assert tables.plain(COLUMNS[3], ROWS[0]) == "Ana"


def test_the_choice_of_columns_keeps_the_rest_of_the_address():
    drawn = render_to_string(
        "ui/column_choice.html",
        {"table": made("q=son"), "kept": [("q", "son")], "shown": {"name"}, "id": "c"},
    )
    assert '<input type="hidden" name="q" value="son">' in drawn
