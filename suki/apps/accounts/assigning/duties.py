"""Separation of duties (F04): account managers deal with existing customers and own no new business, if the firm says so."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Lifecycle
from suki.apps.company.policies import SEPARATION_OF_DUTIES, policy
from suki.apps.people.models import Person
from suki.base.access import Function
from suki.base.dated import on_day
from suki.kernel.errors import RuleBroken

WIN_NEW_BUSINESS = frozenset(
    {
        Function.SALES_REPRESENTATIVE,
        Function.SALES_MANAGER,
        Function.SENIOR_MANAGEMENT,
        Function.ADMINISTRATOR,
    }
)


def duty_note(account: Account, functions: frozenset[str]) -> str:
    """Why somebody with these functions should not lead this account; empty where nothing speaks against it."""
    if account.lifecycle != Lifecycle.PROSPECT or Function.ACCOUNT_MANAGER not in functions:
        return ""
    if (
        functions & WIN_NEW_BUSINESS
        or policy(SEPARATION_OF_DUTIES.key, functions=[Function.ACCOUNT_MANAGER]) == "off"
    ):
        return ""
    return _("A prospect is new business, and account managers look after existing customers.")


def check_duties(account: Account, person: Person, on: date) -> None:
    """Refuse new business to an account manager where the firm's policy is strict."""
    if account.lifecycle != Lifecycle.PROSPECT:
        return
    functions = frozenset(person.functions.filter(on_day(on)).values_list("function", flat=True))
    note = duty_note(account, functions)
    if note and policy(SEPARATION_OF_DUTIES.key, functions=[Function.ACCOUNT_MANAGER]) == "strict":
        raise RuleBroken(
            _("{note} Give {account} to somebody who wins customers, or change the policy.").format(
                note=note, account=account
            )
        )
