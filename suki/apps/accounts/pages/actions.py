"""Changes to what a contact does where, and to an account's place that are made on their pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.accounts.actions import change_lifecycle
from suki.apps.accounts.models import Account, AccountParent, Contact, ContactPosition
from suki.apps.company.queries import default_entity
from suki.base.access import Can, action
from suki.base.dated import end_before
from suki.base.formats import day_text
from suki.base.history import record
from suki.base.pages import kind_named
from suki.kernel.errors import RuleBroken


@action(Can.EDIT_ACCOUNTS)
def set_lifecycle(
    *,
    actor: Any,
    row: Account,
    value: str,
    since: date | None = None,
    reason: str = "",
    revision: int | None = None,
) -> Account:
    """Where an account stands with us from a day on (today where none is said), if nobody was quicker."""
    account: Account = kind_named("account").locked(actor, row.pk, revision=revision)
    day = since or default_entity().today
    change_lifecycle(actor=actor, account=account, lifecycle=value, since=day, reason=reason)
    account.refresh_from_db()
    return account


@action(Can.EDIT_ACCOUNTS)
def leave_company(*, actor: Any, position: ContactPosition, last_day: date) -> ContactPosition:
    """A contact does not work at a company any more. What they did there, and with whom of us, stays known."""
    position = _position(actor, position)
    if position.valid.lower and last_day < position.valid.lower:
        raise RuleBroken(
            _("{contact} began there on {day} only.").format(
                contact=position.contact, day=day_text(position.valid.lower)
            )
        )
    if position.valid.upper and position.valid.upper <= last_day:
        raise RuleBroken(
            _("{contact} left there on {day} already.").format(
                contact=position.contact, day=day_text(position.valid.upper - timedelta(days=1))
            )
        )
    end_before(position, last_day + timedelta(days=1))
    for about in (position.contact, position.account):
        record(
            "contact left", actor=actor, about=about, contact=position.contact_id, account=position.account_id,
            last_day=last_day, until=position.valid.upper,
        )  # fmt: skip
    return position


@action(Can.EDIT_ACCOUNTS)
def come_back(*, actor: Any, position: ContactPosition) -> ContactPosition:
    """A contact has not left after all."""
    position = _position(actor, position)
    position.valid = DateRange(position.valid.lower, None)
    position.save()
    for about in (position.contact, position.account):
        record(
            "contact stayed", actor=actor, about=about, contact=position.contact_id, account=position.account_id
        )  # fmt: skip
    return position


@action(Can.EDIT_ACCOUNTS)
def take_position(
    *, actor: Any, contact: Contact, account: Account, title: str, since: date
) -> ContactPosition:
    """From a day on a contact does something at a company: a new title there, or a company more."""
    contact = kind_named("contact").locked(actor, contact.pk)
    account = kind_named("account").locked(actor, account.pk)
    held = ContactPosition.objects.select_for_update().filter(contact=contact, account=account)
    if held.filter(valid__startswith__gte=since).exists():
        raise RuleBroken(_("{contact} has a later position there already.").format(contact=contact))
    for row in held.filter(valid__contains=since):
        end_before(row, since)
    position = ContactPosition.objects.create(
        contact=contact, account=account, title=title.strip(), valid=DateRange(since, None)
    )
    for about in (contact, account):
        record(
            "position taken", actor=actor, about=about, contact=contact.pk, account=account.pk,
            title=position.title, since=since,
        )  # fmt: skip
    return position


@action(Can.EDIT_ACCOUNTS)
def leave_group(*, actor: Any, account: Account, last_day: date) -> None:
    """After a day the account belongs to no other company any more; that it did stays known."""
    account = kind_named("account").locked(actor, account.pk)
    placed = (
        AccountParent.objects.select_for_update().filter(account=account, valid__contains=last_day).first()
    )
    if placed is None:
        raise RuleBroken(
            _("On {day} {account} belonged to no other company.").format(
                day=day_text(last_day), account=account
            )
        )
    AccountParent.objects.filter(account=account, valid__startswith__gt=last_day).delete()
    end_before(placed, last_day + timedelta(days=1))
    record("group left", actor=actor, about=account, parent=placed.parent_id, last_day=last_day)


def _position(actor: Any, position: ContactPosition) -> ContactPosition:
    """The position, locked, at an account that the actor sees."""
    found: ContactPosition = (
        ContactPosition.objects.visible_to(actor).select_related("contact", "account").locked(position.pk)
    )
    return found
