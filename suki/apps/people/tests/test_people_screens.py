"""Screens about people: the list, a person, changes from a day on, trees, absences, skills, the profile."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import DateRange

from suki.apps.people.actions import found_team, give_sign_in, hire, join_team
from suki.apps.people.models import Absence, Person, PersonFunction, PersonSkill, ReportingLine, TeamMember
from suki.base.access import SYSTEM, Function
from suki.base.models import User
from tests.cast import LONG_AGO

JUNE = date(2027, 6, 1)


@pytest.fixture
def ada(entity):
    person = hire(
        actor=SYSTEM, name="Ada Admin", title="", since=LONG_AGO, functions=[Function.ADMINISTRATOR]
    )
    return give_sign_in(actor=SYSTEM, person=person, email="ada@habi.example", password_hash="!")


@pytest.fixture
def as_clara(client, clara):
    client.force_login(clara)
    return client


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


def on(name, person, *more):
    return reverse(name, args=[person.pk, *more])


def test_the_list_shows_functions_and_finds_without_accents(as_clara, ana, dung):
    page = as_clara.get(reverse("people"), {"q": "do dung"}).content.decode()
    assert "Đỗ Dung" in page
    assert "sales coordinator" in page
    assert "Ana Reyes" not in page


def test_who_left_is_shown_only_when_asked_for(as_clara, ana):
    Person.objects.filter(pk=ana.person.pk).update(employed=DateRange(LONG_AGO, date(2021, 1, 1)))
    assert "Ana Reyes" not in as_clara.get(reverse("people")).content.decode()
    assert "Ana Reyes" in as_clara.get(reverse("people"), {"show": "all"}).content.decode()


def test_the_list_and_every_page_ask_six_questions_at_most(
    as_clara, ana, bayu, dung, django_assert_max_num_queries
):
    as_clara.get(reverse("people"))
    for address in (
        reverse("people"),
        on("person", ana.person),
        reverse("teams"),
        reverse("reporting_lines"),
        on("skills", ana.person),
        on("absences", ana.person),
    ):
        with django_assert_max_num_queries(6):
            as_clara.get(address)


def test_a_function_is_given_from_a_day_on(as_clara, ana):
    given = {"function": "sales_representative", "since": "2027-06-01"}
    assert as_clara.post(on("give_function", ana.person), given).status_code == 302
    assert PersonFunction.objects.get(person=ana.person, function="sales_representative").valid.lower == JUNE


def test_nobody_gives_more_rights_than_they_have(as_clara, ana, clara):
    for person in (ana.person, clara.person):
        given = {"function": "administrator", "since": "2027-06-01"}
        assert as_clara.post(on("give_function", person), given).status_code == 403
    assert not PersonFunction.objects.filter(function="administrator").exists()


def test_a_manager_changes_only_those_who_report_to_them(as_clara, dung):
    facts = {"name": "Dung", "title": "Boss", "revision": dung.person.revision}
    assert as_clara.post(on("edit_person", dung.person), facts).status_code == 403
    assert as_clara.post(on("leave_firm", dung.person), {"last_day": "2027-06-01"}).status_code == 403
    dung.person.refresh_from_db()
    assert dung.person.name == "Đỗ Dung"


def test_a_manager_cannot_put_themselves_above_everybody(as_clara, clara, dung):
    moved = f"{reverse('move_line')}?node=p{dung.person.pk}&parent=p{clara.person.pk}"
    assert as_clara.post(moved, {"since": "2027-06-01"}).status_code == 403
    assert not ReportingLine.objects.filter(person=dung.person).exists()


def test_who_hires_without_being_administrator_leads_the_new_person(as_clara, clara):
    new = {"name": "Lan Pham", "title": "Account Manager", "since": "2027-06-01"}
    assert as_clara.post(reverse("hire"), new).status_code == 302
    lan = Person.objects.get(name="Lan Pham")
    assert ReportingLine.objects.get(person=lan).manager == clara.person
    assert lan.functions.get().function == "account_manager"


def test_an_account_manager_changes_nobody(as_ana, ana):
    for name in ("edit_person", "give_function", "leave_firm"):
        assert as_ana.get(on(name, ana.person)).status_code == 403
    assert as_ana.get(reverse("hire")).status_code == 403


def test_a_stale_edit_is_refused(as_clara, ana):
    facts = {"name": "Anna", "title": "", "revision": ana.person.revision}
    Person.objects.filter(pk=ana.person.pk).update(phone="1")
    answer = as_clara.post(on("edit_person", ana.person), facts)
    assert answer.status_code == 422
    assert "Somebody else changed" in answer.content.decode()
    ana.person.refresh_from_db()
    assert ana.person.name == "Ana Reyes"


def test_a_bad_date_is_refused_with_a_sentence(as_clara, ana):
    answer = as_clara.post(on("give_function", ana.person), {"function": "marketing", "since": "31.13.2027"})
    assert answer.status_code == 422
    assert not PersonFunction.objects.filter(function="marketing").exists()


def test_moving_in_the_tree_asks_the_date_and_changes_the_line_from_then(as_clara, ana, bayu):
    moved = f"{reverse('move_line')}?node=p{bayu.person.pk}&parent=p{ana.person.pk}"
    assert "Bayu Pratama will report to Ana Reyes." in as_clara.get(moved).content.decode()
    as_clara.post(moved, {"since": "2027-06-01"})
    line = ReportingLine.objects.get(person=bayu.person, valid__contains=JUNE)
    assert (line.manager, line.valid.lower) == (ana.person, JUNE)


def test_a_tree_of_strange_nodes_is_not_found(as_clara):
    assert as_clara.get(f"{reverse('move_line')}?node=x1&parent=p2").status_code == 404
    assert as_clara.get(f"{reverse('move_member')}?node=p1&parent=t99999").status_code == 404


def test_a_team_takes_members_from_a_day_on_and_teams_at_once(as_clara, ana):
    north, south = (found_team(actor=SYSTEM, name=name) for name in ("North", "South"))
    as_clara.post(
        f"{reverse('move_member')}?node=p{ana.person.pk}&parent=t{north.pk}", {"since": "2027-06-01"}
    )
    assert TeamMember.objects.get(person=ana.person).team == north
    as_clara.post(f"{reverse('move_member')}?node=t{south.pk}&parent=t{north.pk}", {})
    south.refresh_from_db()
    assert south.parent == north
    around = as_clara.post(f"{reverse('move_member')}?node=t{north.pk}&parent=t{south.pk}", {})
    assert around.status_code == 422


def test_the_trees_show_everybody_once(as_clara, ana, bayu, dung):
    join_team(actor=SYSTEM, person=ana.person, team=found_team(actor=SYSTEM, name="North"), since=LONG_AGO)
    for name in ("reporting_lines", "teams"):
        page = as_clara.get(reverse(name)).content.decode()
        for who in (ana, bayu, dung):
            assert page.count(f'data-node="p{who.person.pk}"') == 1


def test_leaving_ends_functions_teams_and_lines(as_clara, ana):
    assert as_clara.post(on("leave_firm", ana.person), {"last_day": "2027-05-31"}).status_code == 302
    ana.person.refresh_from_db()
    assert ana.person.employed.upper == JUNE
    assert PersonFunction.objects.get(person=ana.person).valid.upper == JUNE
    assert ReportingLine.objects.get(person=ana.person).valid.upper == JUNE


def test_an_absence_names_a_cover_who_is_there(as_ana, ana, bayu):
    away = {"first": "2027-06-01", "last": "2027-06-10", "cover": bayu.person.pk, "note": "wedding"}
    assert as_ana.post(on("enter_absence", ana.person), away).status_code == 302
    assert Absence.objects.get().cover == bayu.person
    assert "covered by Bayu Pratama" in as_ana.get(on("absences", ana.person)).content.decode()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2027-06-10", "2027-06-01", "before the first"),
        ("2027-06-05", "2027-06-06", "already"),
        ("", "x", "needed"),
    ],
)
def test_an_impossible_absence_is_refused(as_ana, ana, first, last, sentence):
    as_ana.post(on("enter_absence", ana.person), {"first": "2027-06-01", "last": "2027-06-10"})
    answer = as_ana.post(on("enter_absence", ana.person), {"first": first, "last": last})
    assert answer.status_code == 422
    assert Absence.objects.count() == 1


def test_a_cover_who_is_away_too_is_refused(as_ana, ana, bayu):
    Absence.objects.create(person=bayu.person, valid=DateRange(date(2027, 6, 9), date(2027, 6, 12)))
    away = {"first": "2027-06-01", "last": "2027-06-10", "cover": bayu.person.pk}
    assert "is away then too" in as_ana.post(on("enter_absence", ana.person), away).content.decode()
    assert not Absence.objects.filter(person=ana.person).exists()


def test_nobody_enters_somebody_elses_absence_or_skill(as_ana, bayu):
    away = {"first": "2027-06-01", "last": "2027-06-10"}
    assert as_ana.post(on("enter_absence", bayu.person), away).status_code == 403
    skill = {"kind": "language", "name": "German", "level": 3}
    assert as_ana.post(on("note_skill", bayu.person), skill).status_code == 403
    assert not Absence.objects.exists()
    assert not PersonSkill.objects.exists()


def test_a_skill_has_evidence_and_is_confirmed_by_who_leads(client, clara, ana):
    client.force_login(ana)
    client.post(
        on("note_skill", ana.person), {"kind": "industry", "name": "Retail", "level": 3, "evidence": "Habi"}
    )
    noted = PersonSkill.objects.get()
    assert client.post(on("confirm_skill", ana.person, noted.pk)).status_code == 403
    client.force_login(clara)
    client.post(on("confirm_skill", ana.person, noted.pk))
    noted.refresh_from_db()
    assert noted.confirmed_by == clara.person


def test_a_skill_is_one_however_it_is_written_and_loses_its_confirmation_when_changed(as_ana, ana):
    for name, level in (("Retail", 2), ("retail ", 4)):
        as_ana.post(on("note_skill", ana.person), {"kind": "industry", "name": name, "level": level})
    assert PersonSkill.objects.get().level == 4


def test_a_skill_is_dropped(as_ana, ana):
    as_ana.post(on("note_skill", ana.person), {"kind": "industry", "name": "Retail", "level": 2})
    as_ana.post(on("drop_skill", ana.person, PersonSkill.objects.get().pk))
    assert not PersonSkill.objects.exists()


def test_the_profile_keeps_language_theme_and_hours(as_ana, ana):
    as_ana.post(reverse("profile"), {"part": "habits", "language": "vi", "theme": "dark"})
    as_ana.post(reverse("profile"), {"part": "hours", "mon": "09:00-12:00, 13:00–17:30", "sun": ""})
    assert User.objects.filter(pk=ana.pk, language="vi", theme="dark").exists()
    ana.person.refresh_from_db()
    assert ana.person.working_hours == {"mon": ["09:00-12:00", "13:00-17:30"]}
    assert as_ana.get(reverse("profile")).headers["Content-Language"] == "vi"


def test_hours_that_are_none_are_refused_at_their_day(as_ana, ana):
    answer = as_ana.post(reverse("profile"), {"part": "hours", "tue": "nine to five"})
    assert answer.status_code == 422
    assert "Write it like 09:00-12:00" in answer.content.decode()
    ana.person.refresh_from_db()
    assert ana.person.working_hours == {}


def test_an_administrator_gives_a_link_that_is_shown_once(client, ada, ana):
    client.force_login(ada)
    page = client.post(on("give_link", ana.person)).content.decode()
    assert "http://testserver/welcome/" in page
    assert "/welcome/" not in client.get(on("give_link", ana.person)).content.decode()


def test_a_manager_gives_no_links_and_closes_no_sign_in(as_clara, ana):
    assert as_clara.post(on("give_link", ana.person)).status_code == 403
    for change in ("close", "open", "factors"):
        assert as_clara.post(on("change_sign_in", ana.person, change)).status_code == 403
    assert User.objects.get(pk=ana.pk).is_active


def test_an_administrator_closes_and_opens_a_sign_in(client, ada, ana):
    client.force_login(ada)
    client.post(on("change_sign_in", ana.person, "close"))
    assert not User.objects.get(pk=ana.pk).is_active
    client.post(on("change_sign_in", ana.person, "open"))
    assert User.objects.get(pk=ana.pk).is_active
    assert client.post(on("change_sign_in", ana.person, "explode")).status_code == 404


def test_the_history_is_for_who_may_change_and_for_oneself(client, clara, ana, bayu):
    client.force_login(clara)
    assert client.get(on("person_history", ana.person)).status_code == 200
    client.force_login(bayu)
    assert client.get(on("person_history", ana.person)).status_code == 404


def test_what_is_not_signed_in_goes_to_the_sign_in_page(client, ana):
    assert client.get(on("person", ana.person)).url.startswith("/sign-in/")
    assert timezone.localdate()


def test_a_form_about_somebody_one_does_not_lead_is_not_even_shown(as_clara, as_ana, clara, ana, dung):
    as_clara.force_login(clara)
    for name in ("edit_person", "give_function", "leave_firm", "enter_absence", "note_skill"):
        assert as_clara.get(on(name, dung.person)).status_code == 403
        assert as_clara.get(on(name, ana.person)).status_code == 200
