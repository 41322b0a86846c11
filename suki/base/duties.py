"""Separation of duties (F04): whoever keeps customers wins no new ones, whoever wins them keeps no key account.

The decision stands here and nowhere else. What the firm answered (strict, advisory, off) is handed in by the room that
knows people and policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from suki.base.functions import Function


class Owned(models.TextChoices):
    """What somebody may come to own."""

    LEAD = "lead", _("lead")
    PROSPECT = "prospect", _("prospect")
    NEW_DEAL = "new_deal", _("deal of new business")
    CUSTOMER = "customer", _("customer")
    KEY_ACCOUNT = "key_account", _("key account")
    EXISTING_DEAL = "existing_deal", _("deal with a customer")


NEW_BUSINESS: Final = frozenset({Owned.LEAD, Owned.PROSPECT, Owned.NEW_DEAL})
_BOTH: Final = frozenset({Function.SALES_MANAGER, Function.SENIOR_MANAGEMENT, Function.ADMINISTRATOR})
_MAY_WIN: Final = _BOTH | {Function.SALES_REPRESENTATIVE}
_MAY_KEEP: Final = _BOTH | {Function.ACCOUNT_MANAGER}

_NOTES: Final[dict[Owned, Any]] = {
    Owned.LEAD: _("A lead is new business, and account managers look after existing customers."),
    Owned.PROSPECT: _("A prospect is new business, and account managers look after existing customers."),
    Owned.NEW_DEAL: _("This deal is new business, and account managers look after existing customers."),
    Owned.KEY_ACCOUNT: _("A key account is led by an account manager, and sales representatives win new customers."),
}  # fmt: skip


@dataclass(frozen=True)
class Duty:
    """What the separation of duties says of somebody owning something: a note where it speaks against it."""

    note: Any = ""
    is_refused: bool = False


def duty(owned: Owned, functions: Iterable[str], answer_for: Callable[[Function], str]) -> Duty:
    """May somebody with these functions own this? `answer_for` gives the firm's policy for a function.

    Who has a function on either side, or leads those who have them, may own both.
    """
    function = _clashing(owned, frozenset(functions))
    if function is None:
        return Duty()
    answer = answer_for(function)
    return Duty() if answer == "off" else Duty(_NOTES[owned], is_refused=answer == "strict")


def _clashing(owned: Owned, functions: frozenset[str]) -> Function | None:
    """The function that speaks against it."""
    if owned in NEW_BUSINESS and Function.ACCOUNT_MANAGER in functions and not functions & _MAY_WIN:
        return Function.ACCOUNT_MANAGER
    if (
        owned == Owned.KEY_ACCOUNT
        and Function.SALES_REPRESENTATIVE in functions
        and not functions & _MAY_KEEP
    ):
        return Function.SALES_REPRESENTATIVE
    return None
