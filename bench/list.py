"""How fast a list of accounts answers: its first page, a page deep inside, a search, for one who sees all and one who sees few."""

from __future__ import annotations

from typing import Any

from bench import generated

PAGE = 50


def run(options: Any) -> dict[str, Any]:
    """Seconds a page over `--accounts` accounts (100,000)."""
    number = int(getattr(options, "accounts", None) or 100_000)
    with generated.house():
        generated.firm(accounts=number)
        manager, seller = generated.somebody("senior_management", 1), generated.somebody("account_manager", 0)
        return {
            "accounts": number,
            "first page": generated.timed(lambda: _page(manager), 50),
            "page deep inside": generated.timed(lambda: _page(manager, after="Nordwind Media 5"), 50),
            "search": generated.timed(lambda: _page(manager, search="anh duong 77"), 50),
            "first page of one person's accounts": generated.timed(lambda: _page(seller), 50),
        }


def _page(actor: Any, *, after: str = "", search: str = "") -> None:
    """One page as a list reads it: sorted by name, the owner beside each account."""
    from datetime import date

    from suki.apps.accounts.queries import accounts_for, with_owner
    from suki.base.names import search_form, sort_key

    actor.__dict__.pop("_functions", None)
    accounts = accounts_for(actor).order_by("sort_key", "id")
    if after:
        accounts = accounts.filter(sort_key__gt=sort_key(after))
    if search:
        accounts = accounts.filter(search_form__contains=search_form(search))
    list(
        with_owner(accounts, date(2026, 1, 1)).values_list("id", "name", "city", "country", "owner_id")[:PAGE]
    )
