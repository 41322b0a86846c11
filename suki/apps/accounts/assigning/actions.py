"""What an account requires of whoever leads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, AccountSkill
from suki.apps.people.models import Level
from suki.apps.people.skills.actions import skill_named
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.EDIT_ACCOUNTS)
def require_skill(
    *, actor: Any, account: Account, kind: str, name: str, level: int = Level.WORKING
) -> AccountSkill:
    """Whoever leads the account should know this, and this well."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    skill = skill_named(kind, name)
    required, _new = AccountSkill.objects.update_or_create(
        account=account, skill=skill, defaults={"level": Level(level)}
    )
    record("skill required", actor=actor, about=account, skill=skill.name, level=int(level))
    return required


@action(Can.EDIT_ACCOUNTS)
def drop_required_skill(*, actor: Any, account: Account, required: AccountSkill) -> None:
    """The account does not require it any more."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    if required.account_id != account.pk:
        raise RuleBroken(_("This account does not require it."))
    record("skill no longer required", actor=actor, about=account, skill=required.skill.name)
    required.delete()
