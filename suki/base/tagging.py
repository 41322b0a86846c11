"""Tags: words that the firm sorts its rows by."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from suki.base.models import Tag, Tagging
from suki.kernel.errors import RuleBroken


def tag_rows(kind: str, row_ids: Iterable[int], name: str) -> int:
    """Put a tag on rows, a new one where there is none of that name; returns how many rows had not got it."""
    name = " ".join(name.split())[:60]
    if not name:
        raise RuleBroken(_("A tag needs a name."))
    tag = Tag.objects.filter(kind=kind, name__iexact=name).first() or Tag.objects.create(kind=kind, name=name)
    had = set(Tagging.objects.filter(tag=tag, about_id__in=row_ids).values_list("about_id", flat=True))
    fresh = [Tagging(tag=tag, about_id=row_id) for row_id in row_ids if row_id not in had]
    Tagging.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def untag_rows(kind: str, row_ids: Iterable[int], name: str) -> int:
    """Take a tag off rows; returns off how many."""
    removed, _details = Tagging.objects.filter(
        tag__kind=kind, tag__name=name, about_id__in=list(row_ids)
    ).delete()
    return removed
