import pytest

from suki.cli.tests.calculating import calculate

OFFICE = """\
timezone: Asia/Ho_Chi_Minh
week:
  mon: ["08:30-12:00", "13:00-17:30"]
  tue: ["08:30-12:00", "13:00-17:30"]
  wed: ["08:30-12:00", "13:00-17:30"]
  thu: 08:30-12:00
  fri: ["08:30-12:00", "13:00-17:30"]
  sat: []
holidays: {country: vn, extra: [2026-11-19]}
"""


@pytest.fixture
def due(tmp_path, monkeypatch):
    """Asks when something is due by the calendar that a file describes."""
    monkeypatch.chdir(tmp_path)

    def ask(content, created, minutes, *more):
        (tmp_path / "c.yaml").write_text(content, encoding="utf-8")
        return calculate("sla", "c.yaml", "--created", created, "--minutes", minutes, *more)

    return ask


@pytest.mark.parametrize(
    ("created", "minutes", "moment"),
    [
        ("2026-11-20T16:30", 120, "2026-11-23T09:30+07:00"),
        ("2026-11-20T17:30", 30, "2026-11-23T09:00+07:00"),
        ("2026-11-18T17:00", 60, "2026-11-20T09:00+07:00"),
        ("2026-11-26T11:30", 60, "2026-11-27T09:00+07:00"),
        ("2026-04-29T17:00", 60, "2026-05-04T09:00+07:00"),
        ("2026-11-20T09:30Z", 120, "2026-11-23T09:30+07:00"),
        ("2026-11-20T16:30:15", 1, "2026-11-20T16:31:15+07:00"),
    ],
)
def test_the_due_moment_is_on_the_calendars_own_clock(due, created, minutes, moment):
    assert due(OFFICE, created, minutes).answer["due"] == moment


def test_pauses_move_the_due_moment_and_what_is_left(due):
    pauses = ["--pause", "2026-11-23T10:00/2026-11-23T13:30", "--pause", "2026-11-23T11:00/2026-11-23T14:00"]
    answer = due(OFFICE, "2026-11-23T09:00", 120, *pauses, "--now", "2026-11-23T11:59").answer
    assert answer == {
        "due": "2026-11-23T15:00+07:00",
        "due_utc": "2026-11-23T08:00+00:00",
        "business_minutes_left": 60,
        "as_of": "2026-11-23T11:59+07:00",
    }


def test_a_pause_without_an_end_leaves_the_due_moment_open(due):
    answer = due(
        OFFICE, "2026-11-23T09:00", 120, "--pause", "2026-11-23T10:00/", "--now", "2026-12-01T10:00"
    ).answer
    assert (answer["due"], answer["business_minutes_left"]) == (None, 60)


def test_a_broken_promise_has_less_than_nothing_left(due):
    assert (
        due(OFFICE, "2026-11-23T09:00", 60, "--now", "2026-11-23T10:45").answer["business_minutes_left"]
        == -45
    )


def test_without_a_moment_to_look_from_it_is_this_one(due):
    answer = due(OFFICE, "2001-01-01T09:00", 60).answer
    assert answer["business_minutes_left"] < 0
    assert answer["as_of"] > "2025"


@pytest.mark.parametrize(
    ("calendar", "problems"),
    [
        (
            "week: {mon: [09:00-17:00]}",
            ["c.yaml:1:timezone: the key is missing; expected an IANA name such as Asia/Manila"],
        ),
        (
            "timezone: UTC\nweek:\n  mon: [9-5]\n  monday: [09:00-17:00]\n",
            [
                "c.yaml:4:week.monday: the key is unknown; did you mean mon? Expected one of mon, tue, wed, thu, fri, sat, sun",
                'c.yaml:3:week.mon: "9-5" is not a window of hours: write it like 09:00-17:00 or 22:00-06:00.',
            ],
        ),
        (
            "timezone: UTC\n",
            ['c.yaml:1:week: the key is missing; expected days with windows such as mon: ["09:00-17:00"]'],
        ),
        (
            "timezone: UTC\nweek: {}\n",
            [
                'c.yaml:2:week: no day has working hours; expected days with windows such as mon: ["09:00-17:00"]'
            ],
        ),
        (
            "timezone: UTC\nweek: {mon: [], tue: }\n",
            [
                'c.yaml:2:week: no day has working hours; expected days with windows such as mon: ["09:00-17:00"]'
            ],
        ),
        (
            "timezone: UTC\nweek: monday\n",
            [
                'c.yaml:2:week: this is a single value; expected days with windows such as mon: ["09:00-17:00"]'
            ],
        ),
        (
            "timezone: UTC\nweek: {mon: [09:00-17:00]}\nholidays: {country: ZZ, subdivision: X}\n",
            [
                'c.yaml:3:holidays.country: No public holidays are known for country "ZZ": use a two-letter code such as DE or VN.'
            ],
        ),
        (
            "timezone: UTC\nweek: {mon: [09:00-17:00]}\nholidays:\n  country: VN\n  subdivision: HN\n",
            [
                "c.yaml:5:holidays.subdivision: VN has the same public holidays everywhere: leave the part out."
            ],
        ),
        (
            "timezone: UTC\nweek: {mon: [09:00-17:00]}\nholidays: {extra: [2026-02-30, tomorrow]}\n",
            [
                'c.yaml:3:holidays.extra: "2026-02-30" is not a date; expected a date such as 2026-11-21',
                'c.yaml:3:holidays.extra: "tomorrow" is not a date; expected a date such as 2026-11-21',
            ],
        ),
        (
            "timezone: Mars\nweek: {mon: [09:00-17:00]}\n",
            [
                'c.yaml:1:timezone: "Mars" is not a time zone: use an IANA name such as Europe/Berlin or Asia/Ho_Chi_Minh.'
            ],
        ),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused_with_line_and_key(due, calendar, problems):
    assert due(calendar, "2026-11-23T09:00", 60).problems == problems


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            ["noon", 60],
            '--created: "noon" is not a moment; expected a date and a time such as 2026-11-20T16:00',
        ),
        (["9999-12-31T23:00", 60], '--created: "9999-12-31T23:00" is not a moment'),
        (
            ["2026-11-23T09:00", "1h"],
            '--minutes: "1h" does not fit; expected a whole number from 0 to 527040',
        ),
        (["2026-11-23T09:00", -1], '--minutes: "-1" does not fit'),
        (["2026-11-23T09:00", "9" * 5000], '--minutes: "9999'),
        (["2026-11-23T09:00", 60, "--pause", "x"], '--pause: "x" is not a pause; expected FROM/TO such as'),
        (["2026-11-23T09:00", 60, "--pause", "/2026-11-23T09:00"], '--pause: "" is not a moment'),
        (
            ["2026-11-23T09:00", 60, "--pause", "2026-11-23T09:00/2026-11-22T09:00"],
            "A pause ends after it starts",
        ),
        (["2026-11-23T09:00", 60, "--now", "now"], '--now: "now" is not a moment'),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(due, arguments, problem):
    (line,) = due(OFFICE, *arguments).problems
    assert line.startswith(problem)
