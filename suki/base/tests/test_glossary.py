"""The glossary and the screens use the same words."""

import re
from pathlib import Path

import pytest

from suki.cli.words import catalogue_of

GLOSSARY = Path(__file__).resolve().parents[3] / "docs" / "GLOSSARY.md"
COLUMNS = ("en", "de", "vi", "id", "fil")


def _rows():
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if (
            line.startswith("|")
            and len(cells) == 6
            and cells[0] != "English"
            and not cells[0].startswith("-")
        ):
            yield dict(zip(COLUMNS, cells))


def test_every_term_has_a_word_in_every_language():
    rows = list(_rows())
    assert len(rows) > 60
    assert [row["en"] for row in rows if not all(row.values())] == []


@pytest.mark.parametrize("language", COLUMNS[1:])
def test_the_screens_say_what_the_glossary_says(language):
    """Terms that stand alone somewhere on a screen."""
    catalogue = catalogue_of(language)
    differing = []
    for row in _rows():
        for term in {row["en"], row["en"].capitalize()}:
            message = catalogue.get(term)
            if message is not None and message.string.lower() not in _words(row[language]):
                differing.append((term, message.string, row[language]))
    assert differing == []


def test_the_terms_are_those_of_the_field(shared_domain):
    import csv

    with (shared_domain / "glossary.csv").open(encoding="utf-8") as file:
        field = {row["key"]: row for row in csv.DictReader(file)}
    ours = {row["en"]: row for row in _rows()}
    for term, key in {"account": "account", "key account": "key_account", "quota": "quota", "invoice": "invoice",
                      "credit note": "credit_note", "accounts receivable": "receivables", "overdue": "overdue",
                      "territory": "territory", "attainment": "attainment", "handoff": "handoff",
                      "opportunity": "opportunity", "settings": "settings", "commission": "commission"}.items():  # fmt: skip
        for language in ("de", "vi", "id"):
            allowed = _words(re.sub(r"\(([^)]*)\)", r", \1", field[key][language]))
            assert _words(ours[term][language]) & allowed, (term, language)


def _words(cell):
    return {word.strip().lower() for word in re.split(r"[,;/]", re.sub(r" \([^)]*\)", "", cell))} | {
        cell.lower()
    }
