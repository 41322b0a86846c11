"""People: functions with dates, titles that suggest them, who stands below whom."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from suki.apps.people.actions import found_team, hire, join_team, report_to, take_function
from suki.apps.people.models import Person, PersonFunction, ReportingLine, TeamMember
from suki.apps.people.queries import people_below
from suki.apps.people.titles import suggested_functions
from suki.base.access import SYSTEM, Can, Function, Reach, can, functions_of, reach_of
from suki.kernel.errors import NotAllowed, RuleBroken

NEW_YEAR = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("title", "function"),
    [
        ("Key Account Manager", Function.ACCOUNT_MANAGER),
        ("Kundenbetreuerin im Großhandel", Function.ACCOUNT_MANAGER),
        ("Nhân viên kinh doanh", Function.SALES_REPRESENTATIVE),
        ("Pacific Sales Manager", Function.SALES_MANAGER),
        ("Vice President of Sales", Function.SALES_MANAGER),
        ("Vice President, Sales", Function.SALES_MANAGER),
        ("Sales Representative", Function.SALES_REPRESENTATIVE),
        ("Koordinator Penjualan", Function.SALES_COORDINATOR),
        ("Kế toán trưởng", Function.FINANCE),
        ("Chief Executive Officer", Function.SENIOR_MANAGEMENT),
        ("Giám đốc kinh doanh", Function.SALES_MANAGER),
        ("Marketing Specialist", Function.MARKETING),
        ("Production Technician - WC60", Function.DEPARTMENT_MEMBER),
        ("", Function.DEPARTMENT_MEMBER),
    ],
)
def test_a_title_suggests_a_function(title, function):
    assert suggested_functions(title) == [function]


def test_a_function_counts_only_while_it_holds(ana):
    take_function(
        actor=SYSTEM, person=ana.person, function=Function.ACCOUNT_MANAGER, last_day=date(2026, 3, 31)
    )
    assert functions_of(ana, date(2026, 3, 31)) == {Function.ACCOUNT_MANAGER}
    assert functions_of(ana, date(2026, 4, 1)) == frozenset()


def test_who_may_not_sign_in_any_more_has_no_function(ana):
    ana.is_active = False
    assert functions_of(ana) == frozenset()
    assert not can(ana, Can.SIGN_IN)
    assert reach_of(ana) is Reach.NOTHING


def test_a_managers_tree_follows_the_reporting_line_of_the_day(clara, ana, bayu):
    report_to(actor=SYSTEM, person=bayu.person, manager=ana.person, since=NEW_YEAR)
    report_to(actor=SYSTEM, person=bayu.person, manager=clara.person, since=date(2027, 1, 1))
    assert set(people_below([ana.person.pk], date(2025, 12, 31))) == {ana.person.pk}
    assert set(people_below([ana.person.pk], NEW_YEAR)) == {ana.person.pk, bayu.person.pk}
    assert set(people_below([clara.person.pk], NEW_YEAR)) == {clara.person.pk, ana.person.pk, bayu.person.pk}


def test_lines_make_no_circle(ana, bayu):
    report_to(actor=SYSTEM, person=bayu.person, manager=ana.person, since=NEW_YEAR)
    with pytest.raises(RuleBroken, match="no circle"):
        report_to(actor=SYSTEM, person=ana.person, manager=bayu.person, since=NEW_YEAR)
    assert set(people_below([bayu.person.pk], NEW_YEAR)) == {bayu.person.pk}


def test_a_circle_of_managers_that_an_import_brought_does_not_hang(ana, bayu):
    ReportingLine.objects.all().delete()
    for person, manager in ((ana, bayu), (bayu, ana)):
        ReportingLine.objects.create(
            person=person.person, manager=manager.person, valid=DateRange(NEW_YEAR, None)
        )
    assert set(people_below([ana.person.pk], NEW_YEAR)) == {ana.person.pk, bayu.person.pk}


def test_nobody_is_in_two_teams_on_a_day(ana):
    north, south = (found_team(actor=SYSTEM, name=name) for name in ("North", "South"))
    join_team(actor=SYSTEM, person=ana.person, team=north, since=NEW_YEAR)
    join_team(actor=SYSTEM, person=ana.person, team=south, since=date(2026, 6, 1))
    assert [(row.team, row.valid.upper) for row in TeamMember.objects.order_by("valid")] == [
        (north, date(2026, 6, 1)),
        (south, None),
    ]
    with pytest.raises(IntegrityError, match="one_team_a_day"), transaction.atomic():
        TeamMember.objects.create(team=north, person=ana.person, valid=DateRange(date(2026, 7, 1), None))


def test_an_account_manager_may_not_hire(ana):
    with pytest.raises(NotAllowed):
        hire(actor=ana, name="Somebody", title="", since=NEW_YEAR)
    assert not Person.objects.filter(name="Somebody").exists()


def test_hiring_without_functions_takes_the_titles(entity):
    person = hire(actor=SYSTEM, name="Lan", title="Account Manager", since=NEW_YEAR)
    assert list(PersonFunction.objects.filter(person=person).values_list("function", flat=True)) == [
        "account_manager"
    ]
