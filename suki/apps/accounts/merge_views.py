"""Screens of merging: two entries side by side, the merges of late, and their undoing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.accounts.duplicates import accounts_like, contacts_like, page_of
from suki.apps.accounts.merge import KINDS, merge_accounts, merge_contacts, undo_merge
from suki.apps.accounts.merge_page import both_sides, merges_for, pair_for
from suki.apps.accounts.models import Account, Merge
from suki.base.access import Can, screen
from suki.base.answers import acted
from suki.base.toasts import toast
from suki.kernel.errors import NotAllowed, RuleBroken


@screen(Can.MERGE_ACCOUNTS)
def account_merge(request: HttpRequest) -> HttpResponse:
    """Two accounts side by side; whose value stays is chosen, then they are one."""
    return _merge(request, Account)


@screen(Can.MERGE_ACCOUNTS)
def contact_merge(request: HttpRequest) -> HttpResponse:
    """Two contacts side by side."""
    return _merge(request, KINDS["contact"])


@screen(Can.MERGE_ACCOUNTS)
def account_twin(request: HttpRequest, account_id: int) -> HttpResponse:
    """Which other account is this one too?"""
    return _choose_other(request, Account, _seen(request, Account, account_id))


@screen(Can.MERGE_ACCOUNTS)
def contact_twin(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Which other contact is this one too?"""
    return _choose_other(request, KINDS["contact"], _seen(request, KINDS["contact"], contact_id))


@screen(Can.MERGE_ACCOUNTS)
def merges(request: HttpRequest) -> HttpResponse:
    """What was merged, by whom, and until when it can be undone."""
    return render(request, "accounts/merges.html", {"merges": merges_for(request.user)})


@screen(Can.MERGE_ACCOUNTS)
@require_POST
def merge_undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Both stand again as before."""
    merge = get_object_or_404(Merge, pk=merge_id)
    if refused := acted(partial(undo_merge, actor=request.user, merge=merge)):
        return render(
            request,
            "accounts/merges.html",
            {"merges": merges_for(request.user), "refused": refused},
            status=409,
        )
    toast(request, _("The merge is undone; both stand as before."))
    merged = KINDS[merge.kind].objects.get(pk=merge.merged_id)
    return redirect(page_of(merged) or "merges")


def _merge(request: HttpRequest, kind: Any) -> HttpResponse:
    ids = [pk for name in ("a", "b") if (pk := _asked(request, name)) is not None]
    rows = pair_for(request.user, kind, *ids)
    if len(rows) < 2:
        return _choose_other(request, kind, rows[0] if rows else None)
    survivor, other = rows
    page: dict[str, Any] = {
        "sides": both_sides(survivor, other),
        "cancel": page_of(survivor) or reverse("merges"),
    }
    if request.method == "POST":
        try:
            return _merged(request, kind, survivor, other)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from None
        except RuleBroken as broken:
            page["refused"] = str(broken)
    return render(request, "accounts/merge.html", page, status=409 if "refused" in page else 200)


def _merged(request: HttpRequest, kind: Any, survivor: Any, other: Any) -> HttpResponse:
    act = merge_accounts if kind is Account else merge_contacts
    merge = act(actor=request.user, survivor=survivor, merged=other, choices=request.POST.dict())
    said = _("{merged} and {survivor} are one now.").format(merged=other, survivor=survivor)
    toast(request, said, undo=reverse("merge_undo", args=[merge.pk]))
    return redirect(page_of(survivor) or "merges")


def _choose_other(request: HttpRequest, kind: Any, row: Any) -> HttpResponse:
    if row is None:
        raise Http404
    like = accounts_like if kind is Account else contacts_like
    likely = [each for each in like(request.user, name=row.name).shown if each.row.pk != row.pk]
    typed = request.GET.get("q", "")
    if typed:
        likely = [each for each in like(request.user, name=typed).shown if each.row.pk != row.pk]
    beside = reverse(f"{row._meta.model_name}_merge")
    page = {"row": row, "likely": likely, "typed": typed, "cancel": page_of(row), "beside": beside}
    return render(request, "accounts/merge_other.html", page)


def _asked(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    if given and (not given.isdecimal() or len(given) > 18):
        raise Http404
    return int(given) if given else None


def _seen(request: HttpRequest, kind: Any, pk: int) -> Any:
    rows = kind.objects.filter(pk__in=kind.objects.visible_to(request.user).values("pk"))
    return get_object_or_404(rows, pk=pk)
