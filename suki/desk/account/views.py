"""The page of an account: who leads it, how it stands, and below it what every room knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.text import capfirst

from suki.base.access import Can, can, screen
from suki.base.pages import acts_of, filled, kind_named, masked, panels_of, tabs_of
from suki.desk.account.drawing import drawn
from suki.desk.account.figures import figures_of
from suki.desk.account.header import Header, header_for


@screen(Can.SEE_ACCOUNTS)
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Everything about one account. The parts below the figures come by themselves, each from its own room."""
    header = header_for(request.user, account_id)
    if header.account.merged_into_id:
        return redirect("account", header.account.merged_into_id)
    page = {
        "account": header.account,
        "header": header,
        "crumbs": _crumbs(header),
        "facts": _facts(request, header),
        "figures": _figures(request.user, header),
        "health": filled("account", "health", request.user, header.account),
        "acts": _acts(request, header),
        "tabs": tabs_of("account", request.user, account_id),
        "main": panels_of("account", request.user, account_id, "main"),
        "side": panels_of("account", request.user, account_id, "side"),
    }
    return render(request, "desk/account/page.html", page)


def _acts(request: HttpRequest, header: Header) -> str:
    """What can be started here: the first beside the name, the rest in a menu."""
    page = {
        "account": header.account,
        "acts": acts_of("account", request.user, header.account.pk),
        "hidden": masked(request.user, "account"),
    }
    return render_to_string("desk/account/_acts.html", page, request=request)


def _facts(request: HttpRequest, header: Header) -> str:
    """What stands under the name."""
    hidden = masked(request.user, "account")
    page: dict[str, Any] = {
        "account": header.account,
        "header": header,
        "roster": header.roster,
        "owner_since": header.roster.since(header.roster.owner) if header.roster.owner else None,
        "promise": filled("account", "promise", request.user, header.account),
        "stands": capfirst(header.account.get_lifecycle_display()),
        "shows_city": "city" not in hidden,
    }
    return render_to_string("desk/account/_facts.html", page, request=request)


def _figures(actor: Any, header: Header) -> dict[str, Any] | None:
    """The figures as they are drawn; None for whom the ledger is closed."""
    if not can(actor, Can.SEE_LEDGER):
        return None
    figures = figures_of(header.own_ids, header.entity, sees_cost=can(actor, Can.SEE_COST))
    credit = None if "credit_limit" in masked(actor, "account") else header.account.credit_limit
    return drawn(figures, header.account, credit_limit=credit)


def _crumbs(header: Header) -> list[tuple[Any, str]]:
    kind = kind_named("account")
    way = kind.crumbs()
    return [*way, (header.parent[1], kind.address(header.parent[0]))] if header.parent else way
