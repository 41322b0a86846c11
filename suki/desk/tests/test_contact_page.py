"""The page of a contact: positions over time, leaving a company without being forgotten, whom to write through."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from suki.apps.accounts.actions import add_contact
from suki.apps.accounts.models import Contact, ContactPosition
from suki.apps.accounts.pages.actions import come_back, leave_company, take_position
from suki.apps.company.settings.actions import mask_field
from suki.base.access import SYSTEM
from suki.base.history import events_about
from suki.kernel.errors import NotAllowed, RuleBroken
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


@pytest.fixture
def erika(sonne):
    return add_contact(
        actor=SYSTEM,
        account=sonne,
        name="Erika Lang",
        title="Buyer",
        since=LONG_AGO,
        email="erika@sonne.example",
    )


def page(client, user, contact):
    client.force_login(user)
    answer = client.get(reverse("contact", args=[contact.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))).replace(
        "\xa0", " "
    )


def position_at(contact, account):
    return ContactPosition.objects.get(contact=contact, account=account)


def test_it_shows_what_somebody_does_where_and_through_whom_we_write(client, ana, erika):
    text = page(client, ana, erika)
    assert "Sonnenhof GmbH" in text
    assert "Buyer" in text
    assert "Ana Reyes speaks for us at Sonnenhof GmbH" in text


def test_who_has_left_stays_known_with_the_days(client, ana, sonne, erika):
    client.force_login(ana)
    position = position_at(erika, sonne)
    answer = client.post(reverse("departure", args=[position.pk]), {"last_day": "2026-05-01"})
    assert answer.headers["Location"] == reverse("contact", args=[erika.pk])
    position.refresh_from_db()
    assert position.valid == DateRange(LONG_AGO, date(2026, 5, 2))
    assert "until 1 May 2026" in page(client, ana, erika)
    people = client.get(reverse("account_people", args=[sonne.pk])).content.decode()
    assert "1 person has left" in people
    assert "Erika Lang" in people
    for row in (sonne, erika):
        assert events_about(row).first().name == "contact left"
    said = client.get(reverse("timeline", args=["account", sonne.pk])).content.decode()
    assert "Erika Lang left Sonnenhof GmbH, last day 1 May 2026" in said


def test_a_departure_can_be_taken_back(client, ana, sonne, erika):
    position = position_at(erika, sonne)
    leave_company(actor=ana, position=position, last_day=MAY)
    client.force_login(ana)
    client.post(reverse("position_stay", args=[position.pk]))
    position.refresh_from_db()
    assert position.valid.upper is None


def test_nobody_leaves_before_coming_or_twice(ana, sonne, erika):
    position = position_at(erika, sonne)
    with pytest.raises(RuleBroken, match="began there"):
        leave_company(actor=ana, position=position, last_day=date(2019, 1, 1))
    leave_company(actor=ana, position=position, last_day=MAY)
    with pytest.raises(RuleBroken, match="left there"):
        leave_company(actor=ana, position=position, last_day=date(2026, 6, 1))
    position.refresh_from_db()
    assert position.valid.upper == date(2026, 5, 2)


def test_a_new_title_follows_the_old_one_and_another_company_stands_beside(ana, clara, sonne, mond, erika):
    take_position(actor=ana, contact=erika, account=sonne, title="Head of purchasing", since=MAY)
    take_position(actor=clara, contact=erika, account=mond, title="Board", since=MAY)
    held = list(ContactPosition.objects.filter(contact=erika).order_by("valid", "title"))
    assert [(each.title, each.valid.lower, each.valid.upper) for each in held] == [
        ("Buyer", LONG_AGO, MAY), ("Board", MAY, None), ("Head of purchasing", MAY, None),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="later position"):
        take_position(actor=ana, contact=erika, account=sonne, title="Clerk", since=date(2026, 1, 1))


def test_a_position_is_taken_on_the_page(client, ana, sonne, erika):
    client.force_login(ana)
    given = {"account": str(sonne.pk), "account_text": sonne.name, "title": "Head", "since": "2026-05-01"}
    assert client.post(reverse("position_new", args=[erika.pk]), given).status_code == 302
    assert ContactPosition.objects.get(contact=erika, title="Head").valid.lower == MAY


def test_a_company_that_is_not_theirs_is_not_named(client, ana, clara, sonne, mond, erika):
    take_position(actor=clara, contact=erika, account=mond, title="Secret board", since=MAY)
    text = page(client, ana, erika)
    assert "a company that is not yours to see" in text
    assert "Mondschein" not in text
    assert "Secret board" not in text
    client.force_login(ana)
    assert "Mondschein" not in client.get(reverse("timeline", args=["contact", erika.pk])).content.decode()


def test_nobody_takes_a_position_at_a_company_they_do_not_see(client, ana, mond, erika):
    client.force_login(ana)
    given = {"account": str(mond.pk), "account_text": mond.name, "title": "X", "since": "2026-05-01"}
    assert client.post(reverse("position_new", args=[erika.pk]), given).status_code == 422
    with pytest.raises(type(mond).DoesNotExist):
        take_position(actor=ana, contact=erika, account=mond, title="X", since=MAY)
    assert ContactPosition.objects.filter(contact=erika).count() == 1


def test_contacts_one_may_not_see_do_not_exist(client, bayu, sonne, erika):
    position = position_at(erika, sonne)
    client.force_login(bayu)
    for address in (
        reverse("contact", args=[erika.pk]),
        reverse("departure", args=[position.pk]),
        reverse("position_new", args=[erika.pk]),
        reverse("edit_field", args=["contact", erika.pk, "phone"]),
    ):
        assert client.get(address).status_code == 404
    assert (
        client.post(reverse("departure", args=[position.pk]), {"last_day": "2026-05-01"}).status_code == 404
    )
    position.refresh_from_db()
    assert position.valid.upper is None


def test_who_may_only_see_changes_nothing(client, finn, sonne, erika):
    position = position_at(erika, sonne)
    client.force_login(finn)
    assert client.get(reverse("contact", args=[erika.pk])).status_code == 200
    assert (
        client.post(reverse("departure", args=[position.pk]), {"last_day": "2026-05-01"}).status_code == 403
    )
    for act, given in ((leave_company, {"last_day": MAY}), (come_back, {})):
        with pytest.raises(NotAllowed):
            act(actor=finn, position=position, **given)
    position.refresh_from_db()
    assert position.valid.upper is None


def test_a_hidden_mail_address_is_nowhere(client, ana, sonne, erika):
    client.force_login(ana)
    address = reverse("account_people", args=[sonne.pk])
    assert "erika@sonne.example" in client.get(address).content.decode()
    mask_field(actor=SYSTEM, function="account_manager", kind="contact", field="email")
    assert "erika@sonne.example" not in client.get(address).content.decode()
    for address in (reverse("contact", args=[erika.pk]), reverse("details", args=["contact", erika.pk])):
        assert "erika@sonne.example" not in client.get(address).content.decode()


def test_a_contact_at_several_companies_is_edited_once(client, clara, sonne, mond, erika):
    take_position(actor=clara, contact=erika, account=mond, title="Board", since=MAY)
    client.force_login(clara)
    answer = client.post(
        reverse("edit_field", args=["contact", erika.pk, "phone"]),
        {"value": "+49 1", "revision": erika.revision},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert Contact.objects.get(pk=erika.pk).phone == "+49 1"


def test_a_contact_is_added_from_the_account_and_from_anywhere(client, ana, sonne):
    client.force_login(ana)
    given = {"name": "Uwe Kern", "title": "Plant", "since": "2026-05-01", "language": "de"}
    assert client.post(reverse("account_contact_new", args=[sonne.pk]), given).status_code == 302
    given |= {"name": "Ute Kern", "account": str(sonne.pk), "account_text": sonne.name}
    assert client.post(reverse("contact_new"), given).status_code == 302
    assert set(Contact.objects.values_list("name", "language")) == {("Uwe Kern", "de"), ("Ute Kern", "de")}


def test_the_page_asks_six_questions_at_most(client, ana, erika, django_assert_max_num_queries):
    page(client, ana, erika)
    with django_assert_max_num_queries(6):
        client.get(reverse("contact", args=[erika.pk]))
