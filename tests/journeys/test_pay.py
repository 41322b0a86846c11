"""From the words of a plan to money that can be worked out again: read, calculated, doubted, put right, paid, replayed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser


def test_a_quarter_is_paid_as_the_plan_says_and_a_doubt_is_put_right(desk, sample_company):
    from suki.apps.compensation.models import Acknowledgement, PayLine, PayPeriod, PayPlan
    from suki.apps.compensation.running.queries import lines_of, state_of
    from suki.apps.compensation.running.replaying import replay

    bernd, katrin, jonas, ramon = (
        desk(name, language)
        for name, language in (("bernd", "de"), ("katrin", "de"), ("jonas", "vi"), ("ramon", "en"))
    )
    plan = PayPlan.objects.get(name="Renewal and growth")
    period = PayPeriod.objects.order_by("valid").last()
    page_of_period = reverse("pay_period", args=[period.pk])

    _drafts_and_publishes(bernd, plan, period.valid.upper)
    for version in plan.versions.order_by("number"):
        jonas.presses(reverse("plan_version", args=[version.pk]), reverse("plan_reading", args=[version.pk]))
    assert Acknowledgement.objects.filter(person__user=jonas.user, language="vi").count() == 2

    bernd.presses(page_of_period, reverse("pay_period_calculation", args=[period.pk]))
    bernd.presses(page_of_period, reverse("pay_period_review", args=[period.pk]))
    statement = period.statements.get(person__user=jonas.user)
    first, second = lines_of(statement).filter(kind=PayLine.Kind.EARNED).order_by("-amount", "number")[:2]

    _doubts(jonas, first, first.amount + 500)
    _decides(katrin, first.disputes.get(), "Beide Lieferungen sind unterschrieben.")
    bernd.presses(page_of_period, reverse("pay_period_calculation", args=[period.pk]))
    if state_of(period) == "calculated":
        bernd.presses(page_of_period, reverse("pay_period_review", args=[period.pk]))
    _is_corrected(first, Decimal(500), period)

    ramon.presses(page_of_period, reverse("pay_period_approval", args=[period.pk]))
    bernd.fills_in(
        reverse("pay_period_payment", args=[period.pk]), paid_on=bernd_today(period), reference="PAY-002"
    )
    statement.refresh_from_db()
    assert statement.paid.amount == statement.payout > 0
    bernd.presses(page_of_period, reverse("pay_period_closing", args=[period.pk]))
    assert (state_of(period), replay(period)) == ("closed", [])

    bernd.fills_in(reverse("pay_period_new"))
    late = lines_of(statement).get(component=second.component, document=second.document, amount=second.amount)
    _doubts(jonas, late, late.amount - 100)
    _decides(katrin, late.disputes.get(), "Stimmt, zu viel.")
    after = PayPeriod.objects.order_by("valid").last()
    bernd.presses(reverse("pay_period", args=[after.pk]), reverse("pay_period_calculation", args=[after.pk]))
    _is_corrected(late, Decimal(-100), after)
    assert replay(period) == []


def _drafts_and_publishes(desk: Any, plan: Any, first: Any) -> None:
    """A higher rate for the growth above the quota, from the next period on."""
    desk.fills_in(reverse("plan_version_new", args=[plan.pk]), first=first.isoformat())
    draft = plan.versions.get(published_at=None)
    page = desk.goes_to(reverse("plan_rules", args=[draft.pk]))
    page.locator("[name='components-1-tiers-1-pays']").fill("1,8")
    with page.expect_navigation():
        page.locator("main button[data-kind=primary][type=submit]").first.click()
    draft.refresh_from_db()
    assert draft.rules["components"][-1]["tiers"][-1]["rate"] == "0.018"
    desk.presses(reverse("plan_version", args=[draft.pk]), reverse("plan_publication", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.is_published


def _doubts(desk: Any, line: Any, expected: Decimal) -> None:
    desk.fills_in(
        reverse("pay_dispute_new", args=[line.pk]), expected=f"{expected:f}".replace(".", ","),
        justification="Chứng từ cho thấy số khác.",
    )  # fmt: skip


def _decides(desk: Any, dispute: Any, answer: str) -> None:
    desk.fills_in(reverse("pay_dispute", args=[dispute.pk]), decision="accepted", answer=answer)
    dispute.refresh_from_db()
    assert dispute.decision == "accepted"


def _is_corrected(line: Any, difference: Decimal, period: Any) -> None:
    """One line in the period makes good the difference, and points to the line that was doubted."""
    corrections = [each for each in line.corrections.all() if each.run_id == each.statement.run_id]
    assert [(each.amount, each.statement.period) for each in corrections] == [(difference, period)]


def bernd_today(period: Any) -> str:
    """Today, where the firm is."""
    return period.entity.today.isoformat()
