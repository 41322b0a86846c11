"""A generated firm to measure on: the same every time, with customers of very different size, as real ones have."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from suki.apps.company.models import LegalEntity

CHECKOUT = Path(__file__).resolve().parents[1]
PEOPLE, TEAMS, TERRITORIES, PRODUCTS = 60, 8, 12, 400
YEAR = 2025
QUARTERS = [date(YEAR, 1, 1), date(YEAR, 4, 1), date(YEAR, 7, 1), date(YEAR, 10, 1), date(YEAR + 1, 1, 1)]
FIRST = ("Nordwind", "Ánh Dương", "Sinar", "Bayani", "Harbour", "Müller")
SECOND = ("Trading", "Foods", "Media", "Works", "Hotels")


@contextmanager
def house() -> Iterator[Path]:
    """An empty house in a folder of its own, gone afterwards; yields the folder."""
    from suki.cli.house import open_house

    with tempfile.TemporaryDirectory(prefix="suki-bench-") as folder:
        os.environ.pop("DATABASE_URL", None)
        with open_house(folder):
            yield Path(folder)


def firm(*, accounts: int = 20_000) -> LegalEntity:
    """The firm without any ledger line: people in teams, products, accounts with an owner, quotas by quarter."""
    from suki.apps.accounts.models import Account, AccountTeamMember
    from suki.apps.catalog.models import Product
    from suki.apps.company.actions import settle_default_entity
    from suki.apps.people.models import Person, Team, TeamMember, Territory
    from suki.apps.quotas.models import Quota
    from suki.base.access import SYSTEM

    entity = settle_default_entity(actor=SYSTEM, name="Generated", currency="EUR", fiscal_start=1)
    teams = made(Team(name=f"Team {number + 1}") for number in range(TEAMS))
    people = made(Person(name=f"Person {number + 1}") for number in range(PEOPLE))
    territories = made(Territory(name=f"Territory {number + 1}") for number in range(TERRITORIES))
    made(Product(name=f"Product {number + 1}", code=f"P{number + 1}") for number in range(PRODUCTS))
    ever = (date(2020, 1, 1), None)
    made(
        TeamMember(person=person, team=teams[place % TEAMS], valid=ever)
        for place, person in enumerate(people)
    )
    made(
        Quota(entity=entity, person=person, valid=quarter, amount=1_500_000, currency="EUR")
        for person in people
        for quarter in pairwise(QUARTERS)
    )
    led = made(
        Account(
            name=f"{FIRST[number % 6]} {SECOND[number % 5]} {number + 1}", city=f"City {number % 500}", country="DE",
            lifecycle="customer", currency="EUR", territory=territories[number % TERRITORIES],
        )
        for number in range(accounts)
    )  # fmt: skip
    made(
        AccountTeamMember(account=account, person=people[account.pk % PEOPLE], share=100, valid=ever)
        for account in led
    )
    analyse()
    return entity


def somebody(function: str, place: int) -> Any:
    """One of the firm's people with a function and a sign-in; each owns every sixtieth account."""
    from psycopg.types.range import DateRange

    from suki.apps.people.models import Person, PersonFunction
    from suki.base.models import User

    user = User.objects.create_user(f"{function}@bench.example")
    person = Person.objects.order_by("pk")[place]
    Person.objects.filter(pk=person.pk).update(user=user)
    PersonFunction.objects.create(person=person, function=function, valid=DateRange(date(2020, 1, 1), None))
    return user


def analyse() -> None:
    """What autovacuum would have done by the time somebody works with it."""
    with connection().cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def connection() -> Any:
    """The connection to the house's database."""
    from django.db import connection

    return connection


def made(rows: Iterable[Any]) -> list[Any]:
    """The rows, written."""
    listed = list(rows)
    written: list[Any] = type(listed[0]).objects.bulk_create(listed, batch_size=2_000)
    return written


def lines(
    entity: LegalEntity, number: int, *, year: int = YEAR, kind: str = "invoiced", first: int = 1
) -> int:
    """Post that many lines of a year, four to a document; a few customers have most of them."""
    from suki.apps.ledger.actions import post_many
    from suki.base.access import SYSTEM

    query = _LINES.format(first=first, last=first + number - 1, kind=kind, entity=entity.pk, year=year)
    posted: int = post_many(actor=SYSTEM, query=query)
    return posted


def settle_statistics() -> None:
    """What autovacuum would have done by the time somebody opens a report."""
    with connection().cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_ledgerrollup")
        cursor.execute("VACUUM ANALYZE ledger_ledgerline")


def timed(act: Callable[[], Any], times: int) -> dict[str, float]:
    """The median and the 95th percentile of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    taken.sort()
    return {"p50": round(statistics.median(taken), 4), "p95": round(taken[int(len(taken) * 0.95) - 1], 4)}


def command(data: Path, *arguments: str) -> None:
    """A `suki` command as a process of its own, on the same house."""
    subprocess.run(
        [sys.executable, "-m", "suki", "--data", str(data), *arguments],
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


_LINES = """
    WITH firsts AS (
        SELECT (SELECT min(id) FROM accounts_account) AS account, (SELECT count(*) FROM accounts_account) AS accounts,
            (SELECT min(id) FROM catalog_product) AS product, (SELECT min(id) FROM people_person) AS person
    ), drawn AS (
        SELECT n, (n + 3) / 4 AS document, f.person, f.product + mod(n * 31 + (n + 3) / 4 * 17, 400) AS product_id,
            f.account + floor(f.accounts * power(mod((n + 3) / 4 * 7919, 100003) / 100003.0, 2))::bigint AS account_id,
            round(5 + mod(n * 48271, 99991) / 97.0, 2) AS net
        FROM generate_series({first}, {last}::bigint) n, firsts f
    )
    SELECT '{kind}' AS kind, {entity}::bigint AS entity_id,
        DATE '{year}-01-01' + mod(document * 104729, 365)::int AS day,
        account_id AS sold_to_id, account_id AS bill_to_id, 'EUR' AS currency, net, round(net * 0.19, 2) AS tax,
        CASE WHEN mod(n, 50) > 0 THEN round(net * 0.62, 4) END AS cost, (1 + mod(n, 9))::numeric AS quantity, product_id,
        CASE WHEN mod(document, 20) > 0 THEN person + mod(account_id + (mod(document, 10) = 0)::int, 60) END AS seller_id,
        NULL::bigint AS site_id, 'bench-{kind}' AS room, document AS document_id, n::text AS line_key,
        1 AS posting, 1::numeric AS rate, 'spot' AS rate_kind, '' AS settles_room, NULL::bigint AS settles_id
    FROM drawn
"""
