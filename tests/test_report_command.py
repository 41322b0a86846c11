"""`suki report` as a command: what it writes where, and how it refuses."""

from __future__ import annotations

import argparse
import json

import pytest

from suki.cli.verbs import report
from suki.kernel.errors import RuleBroken
from suki.reports.tests.building import known_as, sale

pytestmark = pytest.mark.django_db


def options_of(*given):
    parser = argparse.ArgumentParser()
    report.arguments(parser)
    return parser.parse_args(given)


def test_results_are_written_to_a_file(sonne, ana, tmp_path):
    sale(sonne, "2026-07-01", "12.30", seller=ana.person)
    target = tmp_path / "results.json"
    assert report.run(options_of("quarterly", "--period", "2026-Q3", "-o", str(target))) == 0
    assert json.loads(target.read_text())["total"]["revenue"] == "12.30"


def test_results_go_to_standard_output_in_the_language_asked_for(sonne, ana, capsysbinary):
    sale(sonne, "2026-07-01", "1234.50", seller=ana.person)
    report.run(options_of("quarterly", "--period", "2026-Q3", "--format", "html", "--lang", "de"))
    assert "1.234,50" in capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize("format", ["json", "xlsx", "html"])
def test_a_book_is_written_in_each_format(sonne, ana, tmp_path, format):
    known_as(ana.person, "274")
    sale(sonne, "2026-07-01", "12.30")
    target = tmp_path / f"book.{format}"
    assert (
        report.run(
            options_of("book", "--person", "274", "--on", "2026-07-31", "--format", format, "-o", str(target))
        )
        == 0
    )
    assert target.stat().st_size > 500


@pytest.mark.parametrize(
    "given",
    [
        ("quarterly", "--period", "2026-Q5"),
        ("quarterly", "--period", "soon"),
        ("quarterly", "--period", "2026-Q1", "--by", "moon"),
        ("quarterly", "--period", "2026-Q1", "--entity", "none"),
        ("quarterly", "--period", "2026-Q1", "--fiscal-start", "13"),
        ("quarterly", "--period", "2026-Q1", "--lang", "fr"),
        ("book", "--person", "nobody"),
        ("book", "--person", "nobody", "--on", "soon"),
    ],
)
def test_what_cannot_be_reported_is_refused_with_one_sentence(entity, given):
    with pytest.raises(RuleBroken) as refused:
        report.run(options_of(*given))
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) > 20
