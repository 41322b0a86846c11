"""Proposed, communicated, acknowledged: by whom, and what happens to a quota that changes afterwards."""

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.quotas.actions import (
    acknowledge_change,
    acknowledge_quotas,
    change_amount,
    change_quota,
    communicate_quotas,
    open_change_of,
    set_quota,
    withdraw_change,
    withdraw_quotas,
)
from suki.apps.quotas.models import Quota, QuotaChange, QuotaStep
from suki.apps.quotas.standing import standing_of
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken, Stale

MIDDLE = date(2026, 2, 15)


def test_a_quota_is_proposed_then_communicated_then_acknowledged_by_the_person(clara, ana, quarter):
    assert standing_of(quarter).step == "proposed"
    with pytest.raises(NotAllowed, match="not yours to see"):
        acknowledge_quotas(actor=ana, quotas=[quarter])
    assert communicate_quotas(actor=clara, quotas=[quarter]) == 1
    assert communicate_quotas(actor=clara, quotas=[quarter]) == 0
    assert acknowledge_quotas(actor=ana, quotas=[quarter]) == 1
    steps = list(quarter.steps.order_by("pk").values_list("step", "by"))
    assert steps == [("proposed", clara.pk), ("communicated", clara.pk), ("acknowledged", ana.pk)]


@pytest.mark.parametrize("who", ["clara", "petra", "bayu", SYSTEM])
def test_nobody_acknowledges_for_somebody_else(request, clara, ana, quarter, who):
    actor = request.getfixturevalue(who) if isinstance(who, str) else who
    communicate_quotas(actor=clara, quotas=[quarter])
    with pytest.raises(NotAllowed):
        acknowledge_quotas(actor=actor, quotas=[quarter])
    assert standing_of(quarter).step == "communicated"


def test_the_lead_of_a_team_acknowledges_its_quota(petra, clara, ana, north):
    quota = set_quota(
        actor=petra,
        subject=north,
        first=date(2026, 1, 1),
        end=date(2027, 1, 1),
        amount=Decimal(1),
        currency="EUR",
    )
    with pytest.raises(RuleBroken, match="not communicated yet"):
        acknowledge_quotas(actor=clara, quotas=[quota])
    communicate_quotas(actor=petra, quotas=[quota])
    with pytest.raises(NotAllowed, match="the lead of North"):
        acknowledge_quotas(actor=ana, quotas=[quota])
    acknowledge_quotas(actor=clara, quotas=[quota])
    assert standing_of(quota).is_acknowledged


def test_an_imported_quota_counts_as_communicated_and_what_changed_since_as_proposed(ana, quarter):
    QuotaStep.objects.all().delete()
    assert standing_of(quarter).step == "communicated"
    acknowledge_quotas(actor=ana, quotas=[quarter])
    Quota.objects.filter(pk=quarter.pk).update(amount=1)
    quarter.refresh_from_db()
    assert (standing_of(quarter).step, standing_of(quarter).is_changed) == ("proposed", True)


def test_a_step_is_not_rewritten(quarter):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        QuotaStep.objects.update(step="acknowledged")
    assert standing_of(quarter).step == "proposed"


@pytest.mark.parametrize("who", ["ana", "bayu", "clara_herself"])
def test_only_whoever_leads_somebody_sets_their_quota(request, clara, ana, bayu, petra, who):
    actor, subject = (
        (clara, clara.person) if who == "clara_herself" else (request.getfixturevalue(who), ana.person)
    )
    asked = {"first": date(2026, 1, 1), "end": date(2026, 4, 1), "amount": Decimal(1), "currency": "EUR"}
    with pytest.raises(NotAllowed):
        set_quota(actor=actor, subject=subject, **asked)
    assert not Quota.objects.exists()
    set_quota(actor=petra, subject=subject, **asked)


def test_a_team_lead_does_not_set_the_quota_of_the_own_team(clara, north):
    with pytest.raises(NotAllowed, match="whoever leads above"):
        set_quota(
            actor=clara,
            subject=north,
            first=date(2026, 1, 1),
            end=date(2026, 4, 1),
            amount=Decimal(1),
            currency="EUR",
        )
    assert not Quota.objects.exists()


def test_an_amount_changes_in_place_until_it_is_acknowledged(clara, ana, quarter):
    communicate_quotas(actor=clara, quotas=[quarter])
    changed = change_amount(actor=clara, quota=quarter, amount=Decimal(80_000), revision=quarter.revision)
    assert (changed.amount, standing_of(changed).step) == (80_000, "proposed")
    with pytest.raises(Stale):
        change_amount(actor=clara, quota=quarter, amount=Decimal(70_000), revision=quarter.revision)
    communicate_quotas(actor=clara, quotas=[changed])
    acknowledge_quotas(actor=ana, quotas=[changed])
    with pytest.raises(RuleBroken, match="acknowledged this quota"):
        change_amount(actor=clara, quota=changed, amount=Decimal(1))
    changed.refresh_from_db()
    assert changed.amount == 80_000


def test_an_acknowledged_quota_changes_only_by_a_new_word(clara, ana, bayu, acknowledged):
    change = change_quota(
        actor=clara, quota=acknowledged, since=MIDDLE, amount=Decimal(180_000), reason="Two more accounts"
    )
    acknowledged.refresh_from_db()
    assert (acknowledged.amount, open_change_of(acknowledged)) == (90_000, change)
    with pytest.raises(QuotaChange.DoesNotExist):
        acknowledge_change(actor=bayu, change=change)
    with pytest.raises(NotAllowed):
        acknowledge_change(actor=clara, change=change)
    acknowledged.refresh_from_db()
    assert acknowledged.amount == 90_000
    follower = acknowledge_change(actor=ana, change=change)
    acknowledged.refresh_from_db()
    assert (acknowledged.amount, acknowledged.valid.upper) == (45_000, MIDDLE)
    assert (follower.amount, follower.valid.lower, follower.figure) == (90_000, MIDDLE, 180_000)
    assert standing_of(acknowledged).is_acknowledged
    assert standing_of(follower).is_acknowledged


def test_a_change_of_what_nobody_acknowledged_holds_at_once_and_is_proposed(clara, quarter):
    communicate_quotas(actor=clara, quotas=[quarter])
    change = change_quota(
        actor=clara, quota=quarter, since=MIDDLE, amount=Decimal("45000"), reason="Lost an account"
    )
    quarter.refresh_from_db()
    assert (quarter.amount, change.follower.amount) == (45_000, Decimal(22_500))
    assert (standing_of(quarter).step, standing_of(change.follower).step) == ("communicated", "proposed")


def test_a_second_change_counts_from_the_figure_of_the_whole_period(clara, quarter):
    first = change_quota(actor=clara, quota=quarter, since=MIDDLE, amount=Decimal(180_000), reason="More")
    follower = Quota.objects.get(pk=first.follower_id)
    change_quota(actor=clara, quota=follower, since=date(2026, 3, 1), amount=Decimal(90_000), reason="Less")
    amounts = Quota.objects.order_by("valid").values_list("amount", flat=True)
    assert list(amounts) == [45_000, 28_000, 31_000]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": date(2026, 4, 1)}, "does not hold on that day"),
        ({"amount": Decimal(-1)}, "negative"),
        ({"amount": Decimal("0.001")}, "2 decimals"),
        ({"amount": Decimal(90_000)}, "is this already"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(clara, acknowledged, asked, sentence):
    given = {"since": MIDDLE, "amount": Decimal(1), "reason": "Because"} | asked
    with pytest.raises(RuleBroken, match=sentence):
        change_quota(actor=clara, quota=acknowledged, **given)
    assert not QuotaChange.objects.exists()


def test_a_waiting_change_is_withdrawn_and_nothing_has_happened(clara, ana, acknowledged):
    change = change_quota(actor=clara, quota=acknowledged, since=MIDDLE, amount=Decimal(1), reason="Typo")
    with pytest.raises(RuleBroken, match="waits to be acknowledged"):
        change_quota(actor=clara, quota=acknowledged, since=MIDDLE, amount=Decimal(2), reason="Again")
    with pytest.raises(NotAllowed):
        withdraw_change(actor=ana, change=change)
    withdraw_change(actor=clara, change=change)
    with pytest.raises(RuleBroken, match="settled already"):
        acknowledge_change(actor=ana, change=change)
    assert Quota.objects.get().amount == 90_000


def test_only_what_nobody_knows_of_is_taken_back(clara, ana, quarter):
    with pytest.raises(NotAllowed):
        withdraw_quotas(actor=ana, quotas=[quarter])
    communicate_quotas(actor=clara, quotas=[quarter])
    with pytest.raises(RuleBroken, match="knows of this quota"):
        withdraw_quotas(actor=clara, quotas=[quarter])
    assert Quota.objects.count() == 1
    other = set_quota(
        actor=clara,
        subject=ana.person,
        first=date(2026, 4, 1),
        end=date(2026, 7, 1),
        amount=Decimal(1),
        currency="EUR",
    )
    assert withdraw_quotas(actor=clara, quotas=[other]) == 1
    assert Quota.objects.get() == quarter
