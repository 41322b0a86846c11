from decimal import Decimal

import pytest

from suki.engines.reading.forms import PLAIN
from suki.engines.reading.problems import Problems
from suki.engines.reading.settings import read_settings
from suki.kernel.errors import BadInput

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi")
)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Reads settings from what a file holds; with the problems that were found."""
    monkeypatch.chdir(tmp_path)

    def read(content):
        (tmp_path / "s.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
        problems = Problems()
        return read_settings("s.yaml", expected="a plan", problems=problems), problems

    return read


def problems_of(problems):
    with pytest.raises(BadInput) as refused:
        problems.raise_if_any()
    return str(refused.value).splitlines()


def test_values_are_read_by_what_is_expected_of_them(settings):
    found, problems = settings(
        "country: NO\nrate: 0.1\nmonths: 012\nkind: last\nfree: [2026-12-24]\nempty:\nnil: ~\n"
    )
    assert found.text("country") == "NO"
    assert found.number("rate") == Decimal("0.1")
    assert found.whole("months", 1, 12) == 12
    assert found.choice("kind", ("last", "nearest")) == "last"
    assert [str(day) for day in found.listed("free", PLAIN.day, "dates")] == ["2026-12-24"]
    assert [found.has(key) for key in ("country", "empty", "nil", "absent")] == [True, False, False, False]
    assert not len(problems)


def test_a_missing_key_takes_its_default_or_is_named(settings):
    found, problems = settings("a: 1\n")
    assert (found.whole("months", 1, 12, default=3), found.number("rate", Decimal("0.5"))) == (
        3,
        Decimal("0.5"),
    )
    found.text("name")
    found.choice("kind", ("last", "nearest"))
    assert problems_of(problems) == [
        "s.yaml:1:name: the key is missing; expected a single value",
        "s.yaml:1:kind: the key is missing; expected one of last, nearest",
    ]


def test_an_unknown_key_is_named_with_its_line_and_the_likely_one(settings):
    found, problems = settings("pattern: months\n\nstart_mont: 7\nzzz: 1\n")
    found.only("pattern", "start_month")
    assert problems_of(problems) == [
        "s.yaml:3:start_mont: the key is unknown; did you mean start_month? Expected one of pattern, start_month",
        "s.yaml:4:zzz: the key is unknown; expected one of pattern, start_month",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("months: x", 's.yaml:1:months: "x" does not fit; expected a whole number from 1 to 12'),
        ("months: 1.5", 's.yaml:1:months: "1.5" does not fit; expected a whole number from 1 to 12'),
        ("months: 13", 's.yaml:1:months: "13" does not fit; expected a whole number from 1 to 12'),
        ("months: [1]", "s.yaml:1:months: this is a list; expected a whole number from 1 to 12"),
        ("months: {a: 1}", "s.yaml:1:months: this is keys with values; expected a whole number from 1 to 12"),
        (
            "months: !!python/object:os.system 1",
            "s.yaml:1:months: the tag tag:yaml.org,2002:python/object:os.system",
        ),
        ("months: 1\nmonths: 2", "s.yaml:2:months: the key stands twice; expected it once"),
        ("[a]: 1\nmonths: 1", "s.yaml:1:: a key is a list; expected a word"),
        (LAUGHS + "months: *i", "s.yaml:9:months: this is a list; expected a whole number from 1 to 12"),
        ("x: &x [*x]\nmonths: *x", "s.yaml:1:months: this is a list; expected a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_line(settings, content, problem):
    found, problems = settings(content)
    found.whole("months", 1, 12)
    assert problems_of(problems)[0].startswith(problem)


def test_a_part_and_its_lists_are_named_by_their_path(settings):
    found, problems = settings("week:\n  mon: [1, [2], x]\n  tue: 4\n  wed: {a: 1}\nrest: 1\n")
    week = found.part("week", "days")
    assert week.listed("mon", PLAIN.number, "numbers") == [1]
    assert week.listed("tue", PLAIN.number, "numbers") == [4]
    assert week.listed("wed", PLAIN.number, "numbers") == []
    assert found.part("rest", "days") is None
    assert problems_of(problems) == [
        "s.yaml:2:week.mon: the list holds a list; expected numbers",
        's.yaml:2:week.mon: "x" is not a number; expected a number such as 1234.56',
        "s.yaml:4:week.wed: this is keys with values; expected numbers",
        "s.yaml:5:rest: this is a single value; expected days",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "s.yaml:1:1: this is empty; expected a plan"),
        ("# nothing\n", "s.yaml:1:1: this is empty; expected a plan"),
        ("- a\n", "s.yaml:1:1: this is a list; expected a plan, as keys with values"),
        ("hello", "s.yaml:1:1: this is a single value; expected a plan"),
        ("a:\n\tb: 1\n", "s.yaml:2:1: a tab stands where YAML allows none; expected spaces"),
        ("a: [1\n", "s.yaml:2:1: this is not YAML"),
        ("a: *b\n", "s.yaml:1:4: this is not YAML (found undefined alias"),
        ("a: 1\n---\nb: 2\n", "s.yaml:2:1: a second document begins here; expected one"),
        ("a: \x07\n", "s.yaml:1:1: this is not YAML"),
        ("[" * 20_000, "s.yaml:1:1: this is nested too deeply"),
        (b"name: M\xfcller\n", "s.yaml:1:8: byte 0xFC is not UTF-8"),
        (
            "x" * 300_000,
            "s.yaml: this is too large; expected a YAML file with a plan of at most 262,144 bytes",
        ),
    ],
)
def test_what_holds_no_settings_is_refused(settings, content, problem):
    with pytest.raises(BadInput) as refused:
        settings(content)
    assert str(refused.value).startswith(problem)
