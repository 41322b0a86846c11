"""Pay worked out for many at once is the pay worked out for each, to the cent, whichever database does it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

import duckdb
import pytest
from django.db import connection, transaction

from suki.apps.compensation.running.earning import earn
from suki.engines.commission.facts import Credit, Quota
from suki.engines.commission.plan import Component, Plan, Tier
from suki.engines.commission.sets import CREDITING, DuckDB, Postgres, Store, run
from suki.engines.commission.sets_rows import Work
from suki.engines.tests.agreeing import Said, said_by_python, said_by_sets
from suki.engines.tests.any_plans import works
from suki.kernel.money import split_amount

NUMBER, SEED = 10_000, 5
LINE = {
    "line": "BIGINT", "account": "BIGINT", "day": "DATE", "amount": "DECIMAL(22, 6)", "margin": "DECIMAL(22, 6)",
    "units": "DECIMAL(22, 6)",
}  # fmt: skip
ASSIGNMENT = {
    "account": "BIGINT",
    "person": "BIGINT",
    "share": "DECIMAL(9, 6)",
    "starts": "DATE",
    "ends": "DATE",
}
CURRENCY = {"digits": "INTEGER", "minor": "DECIMAL(8, 0)", "cent": "DECIMAL(8, 6)"}
SHARES = (
    ["1"], ["0.6", "0.4"], ["0.5", "0.5"], ["0.333333", "0.666667"], ["0.333334", "0.333333", "0.333333"],
    ["0.25", "0.25", "0.25", "0.25"], ["0.1", "0.2", "0.7"],
)  # fmt: skip
MADE = date(2026, 1, 1)


@pytest.fixture(scope="module")
def plans() -> list:
    return list(works(NUMBER, SEED))


@pytest.fixture(scope="module")
def each_alone(plans) -> Said:
    return said_by_python(plans)


@pytest.fixture(params=["postgres", "duckdb"])
def store(request) -> Iterator[Store]:
    if request.param == "duckdb":
        with duckdb.connect() as found:
            yield DuckDB(found)
        return
    request.getfixturevalue("db")
    with transaction.atomic(), connection.cursor() as cursor:
        yield Postgres(cursor)


def test_ten_thousand_plans_pay_the_same_to_the_cent(plans, each_alone, store):
    lines, payouts = said_by_sets(plans, store)
    assert len(lines) > NUMBER * 0.7, (
        "most of them pay somebody; the others lack a quota or have a tier without an end"
    )
    assert [plan for plan in range(NUMBER) if lines.get(plan) != each_alone[0].get(plan)] == []
    assert [plan for plan in range(NUMBER) if payouts.get(plan) != each_alone[1].get(plan)] == []


def test_a_run_by_postgres_pays_what_a_run_by_python_pays_and_leaves_nothing_behind(db, plans, each_alone):
    paying = [plan for plan in each_alone[0] if plan < 25]
    for work in (plans[plan] for plan in paying):
        given = (work.plan, work.credits, work.quotas, [], None, [])
        assert earn("postgres", *given) == earn("python", *given)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_class WHERE relname LIKE 'pay\\_%%' AND relpersistence = 't'")
        assert cursor.fetchone() == (0,)


def test_a_large_quota_fits(store):
    quota = Decimal("98765432101.25")
    tiers = [Tier(Decimal(0), Decimal("0.01")), Tier(Decimal("1.2"), Decimal("0.02"))]
    plan = Plan("VND", [Component("c", tiers, input="attainment")], "year")
    credits = [Credit("ana", MADE, f"D{place}", {"amount": quota * 2}) for place in range(3)]
    large = [Work(plan, credits, [Quota("ana", MADE, date(2027, 1, 1), quota)])]
    assert said_by_sets(large, store) == said_by_python(large)


def test_a_line_is_split_by_largest_remainder(store):
    chance = Random(SEED)
    accounts = [chance.choice(SHARES) for _ in range(40)]
    lines = [
        (
            line,
            chance.randrange(40),
            MADE,
            *(Decimal(chance.randint(-90_000, 90_000)).scaleb(-2) for _ in range(3)),
        )
        for line in range(600)
    ]
    given = [
        (account, person, Decimal(share), MADE, date(2027, 1, 1))
        for account, shares in enumerate(accounts)
        for person, share in enumerate(shares)
    ]
    found = credited(store, lines, given)
    for line, account, _day, *measures in lines:
        shares = [Decimal(share) for share in accounts[account]]
        expected = [split_amount(whole, shares, digits) for whole, digits in zip(measures, (2, 4, 6))]
        assert found[line] == [tuple(person) for person in zip(*expected)]


def test_an_owner_who_changes_and_one_who_joins_are_credited_by_the_day(store):
    second, third = date(2026, 1, 2), date(2026, 1, 3)
    given = [
        (1, 1, Decimal(1), MADE, second),
        (1, 1, Decimal("0.5"), second, third),
        (1, 2, Decimal("0.5"), second, date(2026, 1, 9)),
        (1, 3, Decimal("0.5"), third, date(2026, 1, 9)),
    ]
    lines = [(place, 1, day, Decimal("0.03"), None, None) for place, day in enumerate((MADE, second, third))]
    parts = {line: [amount for amount, *_rest in who] for line, who in credited(store, lines, given).items()}
    cents = [[3], [2, 1], [2, 1]]
    assert parts == {place: [Decimal(cent).scaleb(-2) for cent in each] for place, each in enumerate(cents)}


def credited(store: Store, lines: list, assignments: list) -> dict[int, list[tuple]]:
    """What the people of each line get of it, by person."""
    store.take("pay_line", LINE, lines)
    store.take("pay_assignment", ASSIGNMENT, assignments)
    store.take("pay_currency", CURRENCY, [(2, 100, Decimal("0.01"))])
    run(store, CREDITING)
    found = defaultdict(list)
    for line, *measures in store.ask(
        "SELECT credit, amount, margin, units FROM pay_credit ORDER BY credit, person"
    ):
        found[line].append(tuple(measures))
    return found
