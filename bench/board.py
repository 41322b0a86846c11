"""How fast the board, the list, the calendar and the results of deals answer over the web, with 2,000 open deals and many closed ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bench import generated

PAGES = (
    "/deals/board/",
    "/deals/",
    "/deals/?state=open&sort=-value",
    "/deals/calendar/",
    "/reports/pipeline/",
)


def run(options: Any) -> dict[str, Any]:
    """Seconds a page with `--open` open deals (2,000) and `--closed` closed ones (20,000), for one who sees all and for
    one who sees their own; at `--accounts` accounts (20,000)."""
    open_ones = int(getattr(options, "open", None) or 2_000)
    closed = int(getattr(options, "closed", None) or 20_000)
    accounts = int(getattr(options, "accounts", None) or 20_000)
    with generated.house():
        entity = generated.firm(accounts=accounts)
        _deals(entity, open_ones, closed)
        found: dict[str, Any] = {"open": open_ones, "closed": closed, "accounts": accounts}
        for function, place in (("senior_management", 1), ("sales_representative", 0)):
            actor = generated.somebody(function, place)
            found[function] = {page: _measured(actor, page) for page in PAGES}
        return found


def _measured(actor: Any, page: str) -> dict[str, Any]:
    from django.test import Client

    from bench.pages import _session_of

    client = Client()
    client.cookies.load({"sessionid": _session_of(actor)})

    def ask() -> None:
        answer = client.get(page, HTTP_HOST="localhost")
        assert answer.status_code == 200, (page, answer.status_code)

    return generated.timed(ask, 40)


def _deals(entity: Any, open_ones: int, closed: int) -> None:
    """Deals of every stage, owner and account; closed ones spread over two years."""
    from django.db import connection

    from suki.apps.accounts.models import Account
    from suki.apps.deals.models import Deal, StageChange
    from suki.apps.deals.pipelines import stages_of, usual_pipeline
    from suki.apps.people.models import Person

    pipeline = usual_pipeline()
    stages = stages_of(pipeline)
    going = [stage for stage in stages if not stage.ends]
    won, lost = (next(stage for stage in stages if stage.ends == ends) for ends in ("won", "lost"))
    people = list(Person.objects.order_by("pk"))
    accounts = list(Account.objects.order_by("pk").values_list("pk", flat=True)[:5000])
    today, zone = entity.today, ZoneInfo(entity.timezone)

    def made(number: int) -> Deal:
        is_open = number < open_ones
        stage = going[number % len(going)] if is_open else (won, lost)[number % 2]
        ended = None if is_open else today - timedelta(days=number % 700)
        began = (ended or today) - timedelta(days=number % 90)
        return Deal(
            entity=entity, name=f"Deal {number}", account_id=accounts[number % len(accounts)], pipeline=pipeline,
            stage=stage, state=stage.ends or "open", owner=people[number % len(people)], currency="EUR",
            value=Decimal(number % 9_000 + 500), probability=stage.probability, category=stage.category,
            created_on=began, closed_on=ended, expected_close=today + timedelta(days=number % 120 - 20),
            stage_since=datetime(began.year, began.month, began.day, tzinfo=zone),
        )  # fmt: skip

    deals = Deal.objects.bulk_create((made(number) for number in range(open_ones + closed)), batch_size=5000)
    StageChange.objects.bulk_create(
        (
            StageChange(deal=deal, stage=stage, at=at, value=deal.value, category=stage.category)
            for deal in deals
            for stage, at in _way(deal, going[0], zone)
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE deals_deal, deals_stagechange")


def _way(deal: Any, first: Any, zone: Any) -> list[tuple[Any, datetime]]:
    began: date = deal.created_on
    way = [(first, datetime(began.year, began.month, began.day, tzinfo=zone))]
    if deal.closed_on:
        way.append(
            (deal.stage, datetime(deal.closed_on.year, deal.closed_on.month, deal.closed_on.day, tzinfo=zone))
        )
    return way
