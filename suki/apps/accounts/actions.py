"""Changes to accounts: opening one, who works for it, to which group it belongs, where it stands with us."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.accounts.models import (
    Account,
    AccountParent,
    AccountTeamMember,
    Contact,
    ContactPosition,
    Lifecycle,
    LifecycleChange,
    TeamRole,
)
from suki.apps.people.duties import check_duty
from suki.apps.people.models import Person
from suki.base.access import Can, Owned, action
from suki.base.dated import make_room
from suki.base.history import record
from suki.base.tagging import tag_rows
from suki.kernel.errors import RuleBroken


@action(Can.EDIT_ACCOUNTS)
def open_account(
    *,
    actor: Any,
    name: str,
    since: date,
    lifecycle: str = Lifecycle.PROSPECT,
    owner: Person | None = None,
    **facts: Any,
) -> Account:
    """A new account; with an owner it is led by that person from the first day."""
    if not name.strip():
        raise RuleBroken(_("An account needs a name."))
    account = Account.objects.create(name=name.strip(), lifecycle=lifecycle, **facts)
    _note_lifecycle(account, actor, since, reason="")
    if owner is not None:
        _check_owner(account, owner, since, actor)
        _put_on_team(account, owner, TeamRole.OWNER, Decimal(100), since)
    record("account opened", actor=actor, about=account, owner=owner, since=since)
    return account


@action(Can.ASSIGN_ACCOUNTS)
def assign_owner(
    *, actor: Any, account: Account, person: Person, since: date, reason: str = ""
) -> AccountTeamMember:
    """From a day on another person leads the account; who led it before stays answerable for their time."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    _check_owner(account, person, since, actor)
    make_room(AccountTeamMember.objects.filter(account=account, role=TeamRole.OWNER), since)
    member = _put_on_team(account, person, TeamRole.OWNER, Decimal(100), since)
    record("owner assigned", actor=actor, about=account, person=person.pk, since=since, reason=reason)
    return member


@action(Can.ASSIGN_ACCOUNTS)
def correct_owner(
    *, actor: Any, account: Account, person: Person, first: date, last: date
) -> AccountTeamMember:
    """Put right who led an account between two past days (both in), as if it had been entered so at the time."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    if last < first:
        raise RuleBroken(_("The last day lies before the first."))
    period = DateRange(first, date.fromordinal(last.toordinal() + 1))
    _cut_out(account, period)
    member = AccountTeamMember.objects.create(
        account=account, person=person, role=TeamRole.OWNER, share=100, valid=period
    )
    record("owner corrected", actor=actor, about=account, person=person.pk, first=first, last=last)
    return member


@action(Can.ASSIGN_ACCOUNTS)
def join_account_team(
    *, actor: Any, account: Account, person: Person, role: str, since: date, until: date | None = None
) -> AccountTeamMember:
    """Somebody works for an account beside its owner: deputy, sponsor or specialist. `until` is the first day after."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    if role in (TeamRole.OWNER, TeamRole.SELLER):
        raise RuleBroken(_("An owner is assigned and revenue is shared by actions of their own."))
    member = AccountTeamMember.objects.create(
        account=account, person=person, role=role, valid=DateRange(since, until)
    )
    record("account team joined", actor=actor, about=account, person=person.pk, role=role, since=since)
    return member


@action(Can.ASSIGN_ACCOUNTS)
def share_revenue(*, actor: Any, account: Account, shares: dict[Person, Decimal], since: date) -> None:
    """From a day on these people share the account's revenue; the shares total 100%."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    if sum(shares.values()) != 100:
        raise RuleBroken(
            _("The shares total {total}%; they have to total 100%.").format(total=sum(shares.values()))
        )
    make_room(AccountTeamMember.objects.filter(account=account, role=TeamRole.SELLER), since)
    for person, share in shares.items():
        _put_on_team(account, person, TeamRole.SELLER, share, since)
    record(
        "revenue shared",
        actor=actor,
        about=account,
        since=since,
        shares={str(p.pk): s for p, s in shares.items()},
    )


@action(Can.EDIT_ACCOUNTS)
def change_lifecycle(*, actor: Any, account: Account, lifecycle: str, since: date, reason: str = "") -> None:
    """Prospect, customer, key account, former: from a day on, with the reason."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    if account.lifecycle == lifecycle:
        return
    account.lifecycle = lifecycle
    account.save()
    owner = Person.objects.filter(pk__in=_owner_ids(account, since)).first()
    if owner is not None:
        _check_owner(account, owner, since, actor)
    _note_lifecycle(account, actor, since, reason)
    record(
        "lifecycle changed", actor=actor, about=account, lifecycle=str(lifecycle), since=since, reason=reason
    )


@action(Can.EDIT_ACCOUNTS)
def place_under(*, actor: Any, account: Account, parent: Account, since: date) -> AccountParent:
    """From a day on the account belongs to another; a company cannot end up below itself."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    if parent.pk == account.pk or account.pk in _ancestors(parent, since):
        raise RuleBroken(_("{parent} already belongs to {account}.").format(parent=parent, account=account))
    make_room(AccountParent.objects.filter(account=account), since)
    placed = AccountParent.objects.create(account=account, parent=parent, valid=DateRange(since, None))
    record("account placed under", actor=actor, about=account, parent=parent.pk, since=since)
    return placed


@action(Can.EDIT_ACCOUNTS)
def add_contact(
    *, actor: Any, account: Account, name: str, since: date, title: str = "", **facts: Any
) -> Contact:
    """A person on the customer's side, with the position they hold there."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    contact = Contact.objects.create(name=name, **facts)
    ContactPosition.objects.create(
        contact=contact, account=account, title=title, valid=DateRange(since, None)
    )
    for about in (account, contact):
        record("contact added", actor=actor, about=about, contact=contact.pk, account=account.pk, title=title)
    return contact


def owned_as(account: Account) -> Owned | None:
    """What somebody who leads the account owns, as separation of duties sees it; who led a former customer is free."""
    return Owned(account.lifecycle) if account.lifecycle in Owned.values else None


def _check_owner(account: Account, person: Person, since: date, actor: Any) -> None:
    owned = owned_as(account)
    if owned is not None:
        check_duty(actor=actor, owned=owned, person=person, on=since, about=account)


def _owner_ids(account: Account, on: date) -> Any:
    owners = AccountTeamMember.objects.filter(account=account, role=TeamRole.OWNER, valid__contains=on)
    return owners.values("person")


def _put_on_team(
    account: Account, person: Person, role: str, share: Decimal, since: date
) -> AccountTeamMember:
    return AccountTeamMember.objects.create(
        account=account, person=person, role=role, share=share, valid=DateRange(since, None)
    )


def _note_lifecycle(account: Account, actor: Any, since: date, reason: str) -> None:
    LifecycleChange.objects.create(
        account=account,
        lifecycle=account.lifecycle,
        since=since,
        reason=reason,
        changed_by=actor if actor.pk else None,
    )


def _cut_out(account: Account, period: DateRange) -> None:
    """Take a stretch of days out of the owners' rows: shorten, split or remove what stood there."""
    owners = AccountTeamMember.objects.select_for_update().filter(account=account, role=TeamRole.OWNER)
    for row in owners.filter(valid__overlap=period).annotate(first_day=Lower("valid")):
        before = DateRange(row.valid.lower, period.lower) if _begins_before(row.valid, period) else None
        after = DateRange(period.upper, row.valid.upper) if _ends_after(row.valid, period) else None
        person_id = row.person_id
        row.delete()
        for rest in (before, after):
            if rest is not None:
                AccountTeamMember.objects.create(
                    account=account, person_id=person_id, role=TeamRole.OWNER, share=100, valid=rest
                )


def _begins_before(row: Any, period: Any) -> bool:
    return row.lower is None or row.lower < period.lower


def _ends_after(row: Any, period: Any) -> bool:
    return row.upper is None or row.upper > period.upper


def _ancestors(account: Account, on: date) -> set[int]:
    found: set[int] = set()
    current: int | None = account.pk
    while current is not None and current not in found:
        found.add(current)
        current = (
            AccountParent.objects.filter(account_id=current, valid__contains=on)
            .values_list("parent_id", flat=True)
            .first()
        )
    return found - {account.pk}


@action(Can.ASSIGN_ACCOUNTS)
def assign_many(*, actor: Any, account_ids: list[int], person: Person, since: date, reason: str = "") -> int:
    """From a day on one person leads all these accounts; all or none. Returns how many changed hands."""
    accounts = list(
        Account.objects.visible_to(actor)
        .filter(pk__in=account_ids)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    if len(accounts) != len(set(account_ids)):
        raise RuleBroken(
            _("Some of these accounts are not there any more, or not yours to see. Select them again.")
        )
    return sum(_hand_over(account, person, since, actor, reason) for account in accounts)


@action(Can.EDIT_ACCOUNTS)
def tag_accounts(*, actor: Any, account_ids: list[int], name: str) -> int:
    """Put a tag on these accounts; returns on how many it was new."""
    seen = list(Account.objects.visible_to(actor).filter(pk__in=account_ids).values_list("pk", flat=True))
    count = tag_rows("account", seen, name)
    record("accounts tagged", actor=actor, tag=name, accounts=seen)
    return count


def _hand_over(account: Account, person: Person, since: date, actor: Any, reason: str) -> bool:
    owners = AccountTeamMember.objects.filter(account=account, role=TeamRole.OWNER)
    present = owners.filter(valid__contains=since).first()
    if present is not None and present.person_id == person.pk and present.valid.upper is None:
        return False
    _check_owner(account, person, since, actor)
    make_room(owners, since)
    _put_on_team(account, person, TeamRole.OWNER, Decimal(100), since)
    record("owner assigned", actor=actor, about=account, person=person.pk, since=since, reason=reason)
    return True
