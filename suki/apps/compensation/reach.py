"""Whose pay somebody sees: their own, that of people below them, or with the right function everybody's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.compensation.models import (
    Dispute,
    PayLine,
    Payout,
    PlanMember,
    Salary,
    Score,
    Statement,
)
from suki.apps.people.reach import people_in_reach
from suki.base.access import Reach, register_relation, register_rows


def register() -> None:
    """Called once at start-up."""
    for subject in ("pay", "pay_plan", "salary", "score"):
        register_relation(subject, name=_("your own pay, or that of people below you"), rows=_of_people)
    register_rows(Statement, subject="pay")
    register_rows(PayLine, subject="pay", path="statement")
    register_rows(Payout, subject="pay", path="statement")
    register_rows(Dispute, subject="pay", path="line__statement")
    register_rows(PlanMember, subject="pay_plan")
    register_rows(Salary, subject="salary")
    register_rows(Score, subject="score")


def _of_people(user: Any, on: date, reach: Reach) -> Q:
    return Q(person__in=people_in_reach(user, on, reach))
