"""Questions about running pay: where a period stands, what of a statement is paid, what stands in the way."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from suki.apps.compensation.models import PayLine, PayPeriod, Statement
from suki.apps.compensation.running.calculating import whole_run
from suki.apps.compensation.running.paying import payable as payable
from suki.apps.compensation.running.paying import payable_lines as payable_lines
from suki.apps.compensation.running.paying import unread_plans as unread_plans
from suki.apps.compensation.running.paying import waiting_for_acknowledgement as waiting_for_acknowledgement
from suki.apps.compensation.running.problems import PayProblem, problems_of
from suki.apps.compensation.running.states import is_approved as is_approved
from suki.apps.compensation.running.states import period_on as period_on
from suki.apps.compensation.running.states import state_of as state_of
from suki.apps.compensation.running.states import statement_state as statement_state
from suki.base.access import Can, require


def lines_of(statement: Statement) -> QuerySet[PayLine]:
    """The lines that a statement is made of: those of the run it stands by, in order. Older runs tell what was."""
    return PayLine.objects.filter(statement=statement, run=statement.run_id).order_by("number")


def periods_for(actor: Any) -> QuerySet[PayPeriod]:
    """The periods of pay, the newest first, for whoever sees any pay."""
    require(actor, Can.SEE_PAY)
    return PayPeriod.objects.select_related("entity").order_by("-valid")


def unpaid_people(period: PayPeriod) -> list[PayProblem]:
    """What the newest calculation found to be wrong: people without plan or quota, plans without people, missing rates."""
    return problems_of(whole_run(period))
