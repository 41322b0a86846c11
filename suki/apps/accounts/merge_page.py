"""What the merge page shows before anything is done, and the list of merges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from suki.apps.accounts.duplicates import page_of
from suki.apps.accounts.merge import KINDS, UNDO_DAYS, plainly_final, undo_until
from suki.apps.accounts.merge_choices import Difference, differences
from suki.apps.accounts.models import Account, Merge
from suki.apps.accounts.moving import counts_of
from suki.apps.accounts.queries import with_leader
from suki.base.history import kind_of
from suki.base.row_words import rows_called

MOST = 100

BELONGING: dict[str, Any] = {
    "orders.order": ngettext_lazy("{count} order", "{count} orders", "count"),
    "billing.invoice": ngettext_lazy("{count} invoice or credit note", "{count} invoices and credit notes", "count"),
    "billing.payment": ngettext_lazy("{count} payment", "{count} payments", "count"),
    "quotas.quota": ngettext_lazy("{count} target", "{count} targets", "count"),
    "accounts.contactposition": ngettext_lazy("{count} position of a contact", "{count} positions of contacts", "count"),
    "accounts.accountparent": ngettext_lazy("{count} place in a group", "{count} places in groups", "count"),
    "accounts.accountteammember": ngettext_lazy("{count} colleague of the team", "{count} colleagues of the team", "count"),
    "accounts.accountskill": ngettext_lazy("{count} skill it requires", "{count} skills it requires", "count"),
    "accounts.partnerrole": ngettext_lazy("{count} partner role", "{count} partner roles", "count"),
    "accounts.site": ngettext_lazy("{count} site", "{count} sites", "count"),
    "accounts.account": ngettext_lazy("{count} account merged earlier", "{count} accounts merged earlier", "count"),
    "accounts.contact": ngettext_lazy("{count} contact merged earlier", "{count} contacts merged earlier", "count"),
    "base.note": ngettext_lazy("{count} note", "{count} notes", "count"),
    "base.attachment": ngettext_lazy("{count} file", "{count} files", "count"),
    "base.tagging": ngettext_lazy("{count} tag", "{count} tags", "count"),
    "base.externalid": ngettext_lazy("{count} number in another system", "{count} numbers in other systems", "count"),
}  # fmt: skip
"""What may belong to an account or a contact, in words; what a later room brings goes by the name its model has."""


@dataclass(frozen=True)
class Sides:
    """Two entries beside each other: what differs, what would move, who leads which."""

    kind: str
    survivor: Any
    merged: Any
    differences: Sequence[Difference]
    moving: Sequence[str]
    owners: Sequence[dict[str, Any] | None]
    days: int = UNDO_DAYS

    @property
    def address(self) -> str:
        return f"?a={self.survivor.pk}&b={self.merged.pk}"

    @property
    def the_other_way(self) -> str:
        return f"?a={self.merged.pk}&b={self.survivor.pk}"

    @property
    def loses_its_owner(self) -> bool:
        """Whether somebody leads the merged account today who does not lead the survivor."""
        return bool(self.owners and self.owners[1] and self.owners[0] != self.owners[1])


@dataclass(frozen=True)
class PastMerge:
    """A merge as the list shows it."""

    merge: Merge
    survivor: Any
    merged: Any
    survivor_then: str
    href: str
    until: Any
    against: Sequence[str]


def pair_for(actor: Any, kind: Any, *ids: int) -> list[Any]:
    """Two entries that the actor may see, each with all that it names, in one question; 404 where one is missing."""
    named = [key.name for key in kind._meta.local_fields if key.is_relation]
    seen = kind.objects.filter(pk__in=kind.objects.visible_to(actor).values("pk")).select_related(*named)
    if kind is Account:
        seen = with_leader(seen, timezone.localdate())
    rows = {row.pk: row for row in seen.filter(pk__in=ids)}
    if not rows.keys() >= {*ids}:
        raise Http404
    return [rows[pk] for pk in ids]


def both_sides(survivor: Any, merged: Any) -> Sides:
    """What somebody has to know before two become one; both as `pair_for` gives them."""
    owners = [row.leader for row in (survivor, merged)] if isinstance(survivor, Account) else []
    moving = [_said(model, count) for model, count in counts_of(type(merged), merged.pk)]
    return Sides(kind_of(survivor), survivor, merged, differences(survivor, merged), moving, owners)


def _said(model: Any, count: int) -> str:
    words = BELONGING.get(model._meta.label_lower)
    if words is None:
        return f"{count} {rows_called(model)}"
    return str(words % {"count": count}).format(count=count)


def merges_for(actor: Any) -> list[PastMerge]:
    """The merges whose survivor the actor may see, newest first."""
    merges = list(Merge.objects.select_related("merged_by__person").order_by("-pk")[:MOST])
    rows: dict[tuple[str, int], Any] = {}
    for name, kind in KINDS.items():
        ids = {pk for merge in merges if merge.kind == name for pk in (merge.survivor_id, merge.merged_id)}
        seen = kind.objects.filter(pk__in=kind.objects.visible_to(actor).values("pk")).select_related(
            "merged_into"
        )
        rows |= {(name, row.pk): row for row in seen.filter(pk__in=ids)}
    return [_past(merge, rows) for merge in merges if (merge.kind, merge.survivor_id) in rows]


def _past(merge: Merge, rows: dict[tuple[str, int], Any]) -> PastMerge:
    survivor = rows[merge.kind, merge.survivor_id]
    merged = rows.get((merge.kind, merge.merged_id))
    against = plainly_final(merge, survivor) if merged else _("You may not see what was merged.")
    return PastMerge(
        merge,
        survivor,
        merged,
        survivor_then=_then(merge, survivor),
        href=page_of(survivor),
        until=undo_until(merge),
        against=[against] if against else [],
    )


def _then(merge: Merge, survivor: Any) -> str:
    """What the survivor was called when it was merged, where it took the other's name."""
    before, _after = (merge.moved["values"].get("name") or (None, None))[:2]
    return before or str(survivor)
