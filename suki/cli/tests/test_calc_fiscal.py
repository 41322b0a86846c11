import pytest

from suki.cli.tests.calculating import calculate


@pytest.fixture
def laid_out(tmp_path, monkeypatch):
    """Lays out a year of the calendar that a file describes."""
    monkeypatch.chdir(tmp_path)

    def lay_out(content, year, *more):
        (tmp_path / "c.yaml").write_text(content, encoding="utf-8")
        return calculate("fiscal", "c.yaml", "--year", year, *more)

    return lay_out


def test_a_year_by_months(laid_out):
    answer = laid_out("pattern: months\nstart_month: 4\n", 2026).answer
    assert (answer["year"], answer["start"], answer["end"], answer["weeks"]) == (
        2026,
        "2025-04-01",
        "2026-04-01",
        None,
    )
    assert len(answer["periods"]) == 12
    assert answer["periods"][11] == {
        "name": "FY2026-P12", "start": "2026-03-01", "end": "2026-04-01", "weeks": None,
    }  # fmt: skip


def test_a_retail_year_of_53_weeks(laid_out):
    calendar = "pattern: 445\nstart_month: 2\nweek_end: saturday\nrule: nearest\nname_by: start\n"
    answer = laid_out(calendar, 2017).answer
    assert (answer["start"], answer["end"], answer["weeks"]) == ("2017-01-29", "2018-02-04", 53)
    assert [period["weeks"] for period in answer["periods"]] == [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6]


def test_a_pattern_alone_means_a_year_from_january(laid_out):
    assert laid_out("pattern: months\n", 2024).answer["start"] == "2024-01-01"


def test_the_year_can_be_read_as_a_table(laid_out):
    lines = laid_out("pattern: months\n", 2024, "--table").out.splitlines()
    assert lines[0].split() == ["year", "2024"]
    assert lines[-1].split() == ["FY2024-P12", "2024-12-01", "2025-01-01", "-"]


@pytest.mark.parametrize(
    ("content", "year", "problems"),
    [
        ("pattern: 4-4-5\n", 2026, ['c.yaml:1:pattern: "4-4-5" is not known here; expected one of months, 445, 454, 544']),
        ("start_month: 2\n", 2026, ["c.yaml:1:pattern: the key is missing; expected one of months, 445, 454, 544"]),
        (
            "pattern: months\nstart_month: july\nweek_ends: friday\n",
            26,
            [
                '--year: "26" does not fit; expected a whole number from 1900 to 2199',
                "c.yaml:3:week_ends: the key is unknown; did you mean week_end? Expected one of pattern, start_month, week_end, rule, name_by",
                'c.yaml:2:start_month: "july" does not fit; expected a whole number from 1 to 12',
            ],
        ),
        ("pattern: [445]\n", "y", [
            '--year: "y" does not fit; expected a whole number from 1900 to 2199',
            "c.yaml:1:pattern: this is a list; expected one of months, 445, 454, 544",
        ]),
    ],
)  # fmt: skip
def test_a_calendar_that_makes_no_sense_is_refused_with_line_and_key(laid_out, content, year, problems):
    assert laid_out(content, year).problems == problems
