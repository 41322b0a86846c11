"""Two accounts, or two contacts, turn out to be one: all that belongs to the one goes to the other, for 30 days with undo.

What the two hold against each other by a rule of the database is settled so: the survivor's rows win, and days on which
it has none go to it from the other. Ledger lines never move: sums find them through `merged_into`. Neither do the team
rows that carry a share (owner, sellers), for they say who is credited with those lines; the survivor's own team leads on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.accounts.merge_choices import apply_choices, give_back
from suki.apps.accounts.models import Account, AccountParent, Contact, LifecycleChange, Merge
from suki.apps.accounts.moving import (
    Moved,
    built_upon,
    changed_since,
    move_all,
    note_made,
    obstacles,
    put_back,
    take_out,
    take_out_moved,
)
from suki.base.access import Can, action
from suki.base.history import changing_as, kind_of, record
from suki.kernel.errors import NotAllowed, RuleBroken

UNDO_DAYS: Final = 30
KINDS: Final[dict[str, type[Account] | type[Contact]]] = {"account": Account, "contact": Contact}


@action(Can.MERGE_ACCOUNTS)
def merge_accounts(
    *, actor: Any, survivor: Account, merged: Account, choices: Mapping[str, str] | None = None
) -> Merge:
    """`merged` lives on in `survivor`. `choices` says for a field that differs whose value stays: survivor or merged."""
    survivor, merged = _locked(actor, Account, survivor.pk, merged.pk)
    if survivor.kind != merged.kind:
        raise RuleBroken(
            _("One is a company and the other a person. Give both the same kind first, then merge them.")
        )
    with changing_as(actor, merged=merged.pk, into=survivor.pk), _refused_with(_CANNOT_STAND):
        moved = Moved()
        for row in AccountParent.objects.filter(
            account__in=(survivor, merged), parent__in=(survivor, merged)
        ):
            take_out(moved, row)
        _add(moved, move_all(Account, survivor.pk, merged.pk))
        _untie_parents(moved, survivor.pk, merged.pk)
        stood = survivor.lifecycle
        values = apply_choices(survivor, merged, choices or {})
        if survivor.lifecycle != stood:
            note_made(moved, _lifecycle_taken_over(actor, survivor, merged))
        return _finish(actor, survivor, merged, moved, values)


@action(Can.MERGE_ACCOUNTS)
def merge_contacts(
    *, actor: Any, survivor: Contact, merged: Contact, choices: Mapping[str, str] | None = None
) -> Merge:
    """Two entries of one person become one; the positions of both go on with the survivor."""
    survivor, merged = _locked(actor, Contact, survivor.pk, merged.pk)
    with changing_as(actor, merged=merged.pk, into=survivor.pk), _refused_with(_CANNOT_STAND):
        moved = move_all(Contact, survivor.pk, merged.pk)
        values = apply_choices(survivor, merged, choices or {})
        return _finish(actor, survivor, merged, moved, values)


@action(Can.MERGE_ACCOUNTS)
def undo_merge(*, actor: Any, merge: Merge) -> Merge:
    """Both stand as before the merge. What has been entered since stays with the survivor."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    survivor, merged = _pair(actor, KINDS[merge.kind], merge.survivor_id, merge.merged_id)
    if against := reasons_against_undo(merge, survivor, merged):
        raise RuleBroken(_("This merge cannot be undone: {reasons}").format(reasons=" ".join(against)))
    with changing_as(actor, undone_merge=merge.pk), _refused_with(_IN_THE_WAY):
        put_back(merge.moved, survivor.pk, merged.pk)
        give_back(survivor, merge.moved["values"])
        merged.merged_into = None
        merged.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = timezone.now(), actor if actor.pk else None
    merge.save(update_fields=["undone_at", "undone_by"])
    for row, other in ((survivor, merged), (merged, survivor)):
        record(f"{merge.kind} merge undone", actor=actor, about=row, other=other, merge=merge)
    return merge


def reasons_against_undo(merge: Merge, survivor: Any, merged: Any) -> list[str]:
    """Why a merge stands, looked into: what a later one or something entered since has built upon it."""
    if plain := plainly_final(merge, survivor):
        return [plain]
    built = built_upon(merge.moved, KINDS[merge.kind], survivor.pk)
    return [*_chosen_again(merge), *changed_since(merge.moved), *built, *obstacles(merge)]


def plainly_final(merge: Merge, survivor: Any) -> str:
    """Why a merge stands, where a look at it is enough: undone already, too old, or merged further."""
    if merge.undone_at is not None:
        return _("It has been undone already.")
    if timezone.now() > undo_until(merge):
        return _("It is more than {days} days old.").format(days=UNDO_DAYS)
    return _merged_further(merge, survivor)


def undo_until(merge: Merge) -> Any:
    """The last moment at which a merge can be undone."""
    return merge.merged_at + timedelta(days=UNDO_DAYS)


def _locked(actor: Any, kind: Any, survivor: int, merged: int) -> tuple[Any, Any]:
    if survivor == merged:
        raise RuleBroken(_("These are the same entry: choose two to merge."))
    pair = _pair(actor, kind, survivor, merged)
    for row in pair:
        if row.merged_into_id is not None:
            raise RuleBroken(
                _("“{row}” has already been merged into “{other}”.").format(row=row, other=row.merged_into)
            )
    return pair


def _pair(actor: Any, kind: Any, survivor: int, merged: int) -> tuple[Any, Any]:
    """Both rows, locked in one order whoever asks, so that two people at once wait for each other."""
    wanted = kind.objects.visible_to(actor).filter(pk__in=(survivor, merged)).values("pk")
    rows = {
        row.pk: row
        for row in kind.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",))
    }
    if len(rows) < 2:
        raise NotAllowed(_("You may merge only what you may see."))
    return rows[survivor], rows[merged]


def _add(moved: Moved, more: Moved) -> None:
    moved.keys += more.keys
    moved.removed += more.removed
    moved.created += more.created


def _untie_parents(moved: Moved, survivor: int, merged: int) -> None:
    """Where the two trees together would make a circle, the merged account's part of it gives way."""
    while circle := _circle_through(survivor):
        rows = AccountParent.objects.filter(pk__in=circle).order_by("pk")
        row = next(row for row in rows if _has_moved(moved, row))
        take_out_moved(moved, row, "account_id" if row.account_id == survivor else "parent_id", merged)


def _has_moved(moved: Moved, row: AccountParent) -> bool:
    label = row._meta.label_lower
    made = any((each["model"], each["id"]) == (label, row.pk) for each in moved.created)
    return made or any(each["model"] == label and row.pk in each["ids"] for each in moved.keys)


def _circle_through(account: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLE, {"account": account})
        found = cursor.fetchone()
    return found[0] if found else []


_CIRCLE: Final = """
    WITH RECURSIVE up(parent_id, valid, path) AS (
        SELECT parent_id, valid, ARRAY[id] FROM accounts_accountparent WHERE account_id = %(account)s
        UNION ALL
        SELECT p.parent_id, up.valid * p.valid, up.path || p.id
        FROM up JOIN accounts_accountparent p ON p.account_id = up.parent_id AND p.valid && up.valid
        WHERE up.parent_id <> %(account)s AND p.id <> ALL(up.path)
    )
    SELECT path FROM up WHERE parent_id = %(account)s LIMIT 1
"""


def _lifecycle_taken_over(actor: Any, survivor: Account, merged: Account) -> LifecycleChange:
    return LifecycleChange.objects.create(
        account=survivor,
        lifecycle=survivor.lifecycle,
        since=timezone.localdate(),
        reason=_("Taken over from {account}").format(account=merged),
        changed_by=actor if actor.pk else None,
    )


def _finish(actor: Any, survivor: Any, merged: Any, moved: Moved, values: dict[str, Any]) -> Merge:
    merged.merged_into = survivor
    merged.save(update_fields=["merged_into"])
    merge = Merge.objects.create(
        kind=kind_of(survivor),
        survivor_id=survivor.pk,
        merged_id=merged.pk,
        moved={**moved.as_json(), "values": values},
        merged_by=actor if actor.pk else None,
    )
    for row, other in ((survivor, merged), (merged, survivor)):
        record(f"{merge.kind} merged", actor=actor, about=row, other=other, merge=merge)
    return merge


def _merged_further(merge: Merge, survivor: Any) -> str:
    if survivor.merged_into_id is None:
        return ""
    return _("“{row}” has since been merged into “{other}”; undo that first.").format(
        row=survivor, other=survivor.merged_into
    )


def _chosen_again(merge: Merge) -> list[str]:
    """A later merge into the same survivor that chose the same values has to be undone before this one."""
    later = Merge.objects.filter(
        kind=merge.kind, survivor_id=merge.survivor_id, pk__gt=merge.pk, undone_at__isnull=True
    )
    mine = set(merge.moved["values"])
    return [
        _("“{row}” was merged later and chose the same values; undo that first.").format(row=_name(other))
        for other in later
        if mine & set(other.moved["values"])
    ]


def _name(merge: Merge) -> str:
    return str(KINDS[merge.kind].objects.filter(pk=merge.merged_id).first() or merge.merged_id)


@contextmanager
def _refused_with(sentence: Any) -> Iterator[None]:
    """What the database refuses, at once or at the end of a transaction, is refused here with a sentence."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise RuleBroken(sentence) from error


_IN_THE_WAY: Final = gettext_lazy(
    "This merge cannot be undone: something entered since stands where its rows have to go back to."
)
_CANNOT_STAND: Final = gettext_lazy(
    "These two cannot be merged: what belongs to them cannot stand side by side in one entry."
)
