"""Who leads an account on which day, and how revenue is shared: held by the database."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import DateRange

from suki.apps.accounts.actions import assign_owner, correct_owner, share_revenue
from suki.apps.accounts.models import Account, AccountTeamMember
from suki.apps.accounts.queries import accounts_for, owner_of, with_owner
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken


def put(account, user, role, share, first, end=None):
    return AccountTeamMember.objects.create(
        account=account, person=user.person, role=role, share=share, valid=DateRange(first, end)
    )


def look_at_the_shares():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_owner_of_any_past_day_is_known_after_a_reassignment(clara, ana, bayu, sonne):
    assign_owner(actor=clara, account=sonne, person=bayu.person, since=date(2026, 3, 1))
    assert owner_of(sonne, date(2026, 2, 28)) == ana.person
    assert owner_of(sonne, date(2026, 3, 1)) == bayu.person


def test_the_owners_of_all_accounts_on_a_day_are_one_query(
    clara, ana, bayu, sonne, mond, django_assert_num_queries
):
    assign_owner(actor=clara, account=sonne, person=bayu.person, since=date(2026, 3, 1))
    with django_assert_num_queries(1):
        owners = dict(with_owner(Account.objects.all(), date(2026, 2, 1)).values_list("name", "owner_id"))
    assert owners == {"Sonnenhof GmbH": ana.person.pk, "Mondschein KG": bayu.person.pk}


def test_a_reassignment_corrected_later_is_right_for_the_days_it_names(clara, ana, bayu, sonne):
    assign_owner(actor=clara, account=sonne, person=bayu.person, since=date(2026, 3, 1))
    correct_owner(
        actor=clara, account=sonne, person=bayu.person, first=date(2026, 2, 10), last=date(2026, 2, 28)
    )
    correct_owner(
        actor=clara, account=sonne, person=ana.person, first=date(2026, 4, 1), last=date(2026, 4, 3)
    )
    days = [(2026, 2, 9), (2026, 2, 10), (2026, 3, 31), (2026, 4, 1), (2026, 4, 3), (2026, 4, 4)]
    owners = [owner_of(sonne, date(*day)) for day in days]
    assert owners == [ana.person, bayu.person, bayu.person, ana.person, ana.person, bayu.person]


def test_two_owners_on_one_day_are_refused_by_the_database(ana, bayu, sonne):
    with pytest.raises(IntegrityError, match="one_owner_a_day"), transaction.atomic():
        put(sonne, bayu, "owner", 100, date(2026, 1, 1))
    assert AccountTeamMember.objects.filter(account=sonne).count() == 1


def test_the_same_person_twice_in_a_role_on_one_day_is_refused(ana, sonne):
    put(sonne, ana, "deputy", None, date(2026, 1, 1), date(2026, 6, 1))
    with pytest.raises(IntegrityError, match="one_role_a_day"), transaction.atomic():
        put(sonne, ana, "deputy", None, date(2026, 5, 31))


@pytest.mark.parametrize("second", [30, 50])
def test_shares_of_a_day_that_do_not_total_100_are_refused_at_the_end(ana, bayu, sonne, second):
    with pytest.raises(IntegrityError, match="total"), transaction.atomic():
        put(sonne, ana, "seller", 60, date(2026, 1, 1))
        put(sonne, bayu, "seller", second, date(2026, 1, 1))
        look_at_the_shares()


def test_a_gap_in_one_persons_share_is_found_on_the_day_it_begins(ana, bayu, sonne):
    with pytest.raises(IntegrityError, match="2026-07-01"), transaction.atomic():
        put(sonne, ana, "seller", 60, date(2026, 1, 1))
        put(sonne, bayu, "seller", 40, date(2026, 1, 1), date(2026, 7, 1))
        look_at_the_shares()


def test_removing_a_share_is_checked_as_well(ana, bayu, sonne):
    put(sonne, ana, "seller", 60, date(2026, 1, 1))
    kept = put(sonne, bayu, "seller", 40, date(2026, 1, 1))
    look_at_the_shares()
    with pytest.raises(IntegrityError, match="total"), transaction.atomic():
        kept.delete()


def test_a_share_moved_to_another_account_is_checked_on_both(ana, bayu, sonne, mond):
    put(sonne, ana, "seller", 60, date(2026, 1, 1))
    moved = put(sonne, bayu, "seller", 40, date(2026, 1, 1))
    look_at_the_shares()
    with pytest.raises(IntegrityError, match="total"), transaction.atomic():
        AccountTeamMember.objects.filter(pk=moved.pk).update(account=mond)


def test_revenue_is_shared_by_an_action_only_at_100_percent(clara, ana, bayu, sonne):
    with pytest.raises(RuleBroken, match="90"):
        share_revenue(
            actor=clara,
            account=sonne,
            shares={ana.person: Decimal(50), bayu.person: Decimal(40)},
            since=date(2026, 1, 1),
        )
    assert not AccountTeamMember.objects.filter(role="seller").exists()
    share_revenue(
        actor=clara,
        account=sonne,
        shares={ana.person: Decimal("62.5"), bayu.person: Decimal("37.5")},
        since=date(2026, 1, 1),
    )
    look_at_the_shares()


def test_an_account_manager_may_not_assign_accounts(ana, bayu, sonne):
    with pytest.raises(NotAllowed):
        assign_owner(actor=ana, account=sonne, person=bayu.person, since=date(2026, 1, 1))
    assert owner_of(sonne, date(2026, 6, 1)) == ana.person


def test_account_managers_see_their_own_accounts_their_manager_sees_both(
    ana, bayu, clara, sonne, mond, nobody
):
    assert list(accounts_for(ana)) == [sonne]
    assert list(accounts_for(bayu)) == [mond]
    assert set(accounts_for(clara)) == {sonne, mond}
    assert set(accounts_for(SYSTEM)) == {sonne, mond}
    assert not accounts_for(nobody).exists()


def test_an_action_on_an_account_out_of_sight_finds_nothing(ana, mond):
    from suki.apps.accounts.actions import change_lifecycle

    with pytest.raises(Account.DoesNotExist):
        change_lifecycle(actor=ana, account=mond, lifecycle="former", since=date(2026, 1, 1))
    mond.refresh_from_db()
    assert mond.lifecycle == "customer"


def test_whose_rows_they_are_is_asked_once_within_a_block_and_stays_right(ana, sonne, mond):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from suki.apps.accounts.models import Account
    from suki.base.access import reached_once

    with reached_once(ana), CaptureQueriesContext(connection) as asked:
        assert list(Account.objects.visible_to(ana)) == [sonne]
        assert not Account.objects.visible_to(ana).filter(pk=mond.pk).exists()
    assert sum("accounts_accountteammember" in each["sql"] for each in asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert list(Account.objects.visible_to(ana)) == [sonne]
    assert sum("accounts_accountteammember" in each["sql"] for each in asked) == 1
