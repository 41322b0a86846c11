"""Today: ranked by money at stake, answered with one key, taken back, handed on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import change_lifecycle
from suki.apps.billing.actions import invoice_order
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.base.access import SYSTEM
from suki.base.models import Event, Note
from suki.desk.models import Decision
from suki.desk.today.actions import answer_need
from suki.desk.today.needs import Asking, needs_of
from suki.kernel.errors import RuleBroken

TODAY = date(2026, 6, 15)


@pytest.fixture
def asking(entity):
    return lambda user: Asking(user, TODAY, entity)


def owing(account, amount, day):
    order = enter_order(
        actor=SYSTEM,
        account=account,
        day=day,
        currency="EUR",
        items=[Item(quantity=Decimal(1), unit_price=Decimal(amount))],
    )
    return invoice_order(actor=SYSTEM, order=order, day=day)


def test_overdue_money_is_on_its_owners_today_and_on_nobody_elses(asking, ana, bayu, sonne, mond):
    owing(sonne, "500", TODAY - timedelta(days=60))
    [need] = needs_of(asking(ana))
    assert (need.kind, need.who, need.stake) == ("overdue", "Sonnenhof GmbH", Decimal("500.00"))
    assert needs_of(asking(bayu)) == []


def test_the_most_money_comes_first(asking, clara, ana, sonne, mond):
    from suki.apps.accounts.actions import assign_owner

    assign_owner(actor=clara, account=mond, person=ana.person, since=date(2026, 1, 1))
    owing(sonne, "500", TODAY - timedelta(days=60))
    owing(mond, "900", TODAY - timedelta(days=60))
    assert [need.who for need in needs_of(asking(ana))] == ["Mondschein KG", "Sonnenhof GmbH"]


def test_what_is_done_leaves_and_comes_back_when_taken_back(client, asking, ana, sonne):
    change_lifecycle(actor=SYSTEM, account=sonne, lifecycle="key_account", since=date(2026, 1, 1))
    client.force_login(ana)
    given = {"kind": "deputy", "key": str(sonne.pk)}
    assert client.post(reverse("today_answers"), {**given, "answer": "done"}).status_code == 302
    assert needs_of(asking(ana)) == []
    client.post(f"{reverse('today_undo')}?kind=deputy&key={sonne.pk}")
    assert [need.kind for need in needs_of(asking(ana))] == ["deputy"]
    assert Event.objects.filter(name="need answered").count() == 1


def test_a_snoozed_thing_comes_back_on_its_day(asking, ana, sonne):
    change_lifecycle(actor=SYSTEM, account=sonne, lifecycle="key_account", since=date(2026, 1, 1))
    later = TODAY + timedelta(days=3)
    answer_need(actor=ana, kind="deputy", key=str(sonne.pk), answer="snoozed", today=TODAY, until=later)
    assert needs_of(asking(ana)) == []
    assert needs_of(Asking(ana, later, asking(ana).entity))


def test_a_snooze_into_the_past_and_a_handing_to_oneself_are_refused(ana):
    with pytest.raises(RuleBroken, match="after today"):
        answer_need(actor=ana, kind="x", key="1", answer="snoozed", today=TODAY, until=TODAY)
    with pytest.raises(RuleBroken, match="colleague"):
        answer_need(actor=ana, kind="x", key="1", answer="handed", today=TODAY, to=ana)
    assert not Decision.objects.exists()


def test_what_is_handed_over_is_on_the_colleagues_today_until_they_have_done_it(asking, ana, bayu, sonne):
    change_lifecycle(actor=SYSTEM, account=sonne, lifecycle="key_account", since=date(2026, 1, 1))
    answer_need(actor=ana, kind="deputy", key=str(sonne.pk), answer="handed", today=TODAY, to=bayu)
    assert needs_of(asking(ana)) == []
    [need] = needs_of(asking(bayu))
    assert (need.who, need.handed_by) == ("Sonnenhof GmbH", "Ana Reyes")
    answer_need(actor=bayu, kind="deputy", key=str(sonne.pk), answer="done", today=TODAY)
    assert needs_of(asking(bayu)) == []


def test_a_mention_is_seen_by_whom_it_names(asking, ana, bayu, sonne):
    note = Note.objects.create(about_kind="account", about_id=sonne.pk, text="Please look", written_by=bayu)
    note.mentions.add(ana)
    Note.objects.update(written_at="2026-06-14T10:00:00Z")
    [need] = needs_of(asking(ana))
    assert need.what == "Bayu Pratama mentioned you"


def test_nobodys_answer_to_a_thing_that_is_not_theirs_is_taken(client, ana, bayu, sonne):
    change_lifecycle(actor=SYSTEM, account=sonne, lifecycle="key_account", since=date(2026, 1, 1))
    client.force_login(bayu)
    answer = client.post(reverse("today_answers"), {"kind": "deputy", "key": str(sonne.pk), "answer": "done"})
    assert answer.status_code == 404
    assert not Decision.objects.exists()


def test_the_page_opens_for_everybody_and_asks_strangers_to_sign_in(client, ana, sonne):
    assert client.get(reverse("today")).url.startswith("/sign-in/")
    client.force_login(ana)
    assert b"Today" in client.get(reverse("today")).content
