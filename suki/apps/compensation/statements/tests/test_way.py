"""The way of a period on screens: doubts, the managers' word, the payment, and who may not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suki.apps.compensation.models import Dispute, Payout, Statement, StatementStep
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.queries import lines_of, state_of


@pytest.fixture
def doubt(client, stage, statement):
    """Ana doubts her first line on its screen, with a file."""
    client.force_login(stage.cast.ana)
    line = lines_of(statement)[0]
    given = {
        "expected": "90",
        "justification": "One pallet more.",
        "upload": SimpleUploadedFile("note.txt", b"proof"),
    }
    answer = client.post(reverse("pay_dispute_new", args=[line.pk]), given)
    assert answer.status_code == 302
    return Dispute.objects.get()


def test_a_doubt_is_raised_with_a_file_and_only_its_line_waits(client, doubt, statement):
    assert (doubt.expected, doubt.file is not None) == (90, True)
    shown = client.get(reverse("pay_statement", args=[statement.pk])).text
    assert "Waits for a decision" in shown
    assert b"".join(client.get(reverse("pay_dispute_file", args=[doubt.pk])).streaming_content) == b"proof"


def test_the_manager_decides_and_the_person_sees_the_answer(client, stage, doubt, statement):
    client.force_login(stage.cast.clara)
    assert "Ana Reyes" in client.get(reverse("pay_disputes")).text
    client.post(reverse("pay_dispute_taking", args=[doubt.pk]))
    client.post(
        reverse("pay_dispute", args=[doubt.pk]),
        {"decision": "accepted", "amount": "", "answer": "You are right."},
    )
    doubt.refresh_from_db()
    assert (doubt.decision, doubt.granted) == ("accepted", 90)
    client.force_login(stage.cast.ana)
    assert "You are right." in client.get(reverse("pay_dispute", args=[doubt.pk])).text


def test_nobody_decides_their_own_doubt_nor_somebody_elses_unseen(client, stage, doubt):
    for who, status in ((stage.cast.ana, 403), (stage.cast.bayu, 404), (stage.cast.finn, 403)):
        client.force_login(who)
        answer = client.post(
            reverse("pay_dispute", args=[doubt.pk]), {"decision": "accepted", "answer": "Yes"}
        )
        assert answer.status_code == status
    doubt.refresh_from_db()
    assert doubt.decision == ""


def test_whoever_decides_second_is_told_that_it_is_decided(client, stage, doubt):
    client.force_login(stage.cast.clara)
    address = reverse("pay_dispute", args=[doubt.pk])
    for decision in ("accepted", "rejected"):
        answer = client.post(address, {"decision": decision, "amount": "", "answer": "Yes."}, follow=True)
    assert "It has been decided already" in answer.text
    doubt.refresh_from_db()
    assert doubt.decision == "accepted"


def test_it_is_withdrawn_by_who_raised_it(client, stage, doubt):
    client.force_login(stage.cast.ana)
    client.post(reverse("pay_dispute_withdrawal", args=[doubt.pk]))
    doubt.refresh_from_db()
    assert doubt.decision == "withdrawn"


def test_the_manager_sees_the_team_and_approves_one_by_one(client, stage, period, statement):
    client.force_login(stage.cast.clara)
    shown = client.get(reverse("pay_period", args=[period.pk])).text
    assert "Ana Reyes" in shown
    client.post(reverse("pay_statement_approval", args=[statement.pk]), {"next": "period"})
    assert StatementStep.objects.get().step == "approved"
    assert client.get(reverse("pay_statement_unlocking", args=[statement.pk])).status_code == 200
    client.post(reverse("pay_statement_unlocking", args=[statement.pk]), {"reason": "One more look"})
    client.post(reverse("pay_statement_return", args=[statement.pk]), {"reason": "The quota is wrong"})
    assert [each.step for each in StatementStep.objects.order_by("pk")] == [
        "approved",
        "unlocked",
        "returned",
    ]


@pytest.mark.parametrize("who", ["ana", "bayu", "finn"])
def test_who_may_not_approve_is_refused_and_nothing_changes(client, stage, statement, who):
    client.force_login(getattr(stage.cast, who))
    assert client.post(reverse("pay_statement_approval", args=[statement.pk])).status_code == 403
    assert not StatementStep.objects.exists()


def test_finance_goes_the_whole_way_by_buttons(client, stage, period):
    client.force_login(stage.cast.finn)
    page = reverse("pay_period", args=[period.pk])
    assert "Calculate again" in client.get(page).text
    client.post(reverse("pay_period_calculation", args=[period.pk]))
    client.post(reverse("pay_period_review", args=[period.pk]))
    assert state_of(period) == "in_review"
    stage.read_plans()
    from suki.base.access import SYSTEM

    actions.approve_period(actor=SYSTEM, period=period)
    client.post(
        reverse("pay_period_payment", args=[period.pk]), {"paid_on": "2026-04-10", "reference": "SEPA 7"}
    )
    assert sum(each.amount for each in Payout.objects.all()) == Decimal(112)
    export = client.post(reverse("pay_period_export", args=[period.pk]))
    assert "112" in export.content.decode("utf-8-sig")
    client.post(reverse("pay_period_closing", args=[period.pk]))
    assert state_of(period) == "closed"
    client.post(reverse("pay_period_reopening", args=[period.pk]), {"reason": "Somebody was left out"})
    assert state_of(period) != "closed"


@pytest.mark.parametrize("name", ["pay_statement", "pay_statement_document", "pay_statement_workbook"])
def test_a_coordinator_who_sees_every_account_sees_nobodys_pay(client, dung, statement, name):
    client.force_login(dung)
    assert client.get(reverse(name, args=[statement.pk])).status_code == 404
    assert not Statement.objects.visible_to(dung).exists()


@pytest.mark.parametrize("verb", ["calculation", "review", "closing", "export", "payment", "reopening"])
def test_only_whoever_runs_pay_presses_its_buttons(client, stage, period, verb):
    for who in (stage.cast.ana, stage.cast.clara):
        client.force_login(who)
        assert client.post(reverse(f"pay_period_{verb}", args=[period.pk])).status_code == 403
    assert state_of(period) == "in_review"


def test_who_comes_second_is_told_so_in_one_sentence(client, stage, period):
    client.force_login(stage.cast.finn)
    client.post(reverse("pay_period_review", args=[period.pk]))
    shown = client.get(reverse("pay_period", args=[period.pk])).text
    assert "this needs it to be calculated" in shown


def test_a_period_is_opened_by_a_form(client, stage, period):
    client.force_login(stage.cast.finn)
    assert client.get(reverse("pay_period_new")).status_code == 200
    given = {"entity": stage.entity.pk, "name": "2026-Q2", "first": "2026-04-01", "last": "2026-06-30"}
    client.post(reverse("pay_period_new"), given)
    assert "2026-Q2" in client.get(reverse("pay_periods")).text
    assert client.post(reverse("pay_period_new"), given).status_code == 422


def test_one_person_sees_only_their_own_row_of_a_period(client, stage, period):
    client.force_login(stage.cast.bayu)
    shown = client.get(reverse("pay_period", args=[period.pk])).text
    assert "Ana Reyes" not in shown
    assert "Cost of sales" not in shown
