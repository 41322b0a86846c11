"""What holds for every plan and every run of credits."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from suki.engines.commission.plan import Cap, Component, Draw, Plan, Threshold, Tier
from suki.engines.commission.statements import Credit, Quota, statements

AMOUNTS = st.decimals(min_value=-50_000, max_value=50_000, places=2)
RATES = st.decimals(min_value=0, max_value="0.5", places=4)
STARTS = st.lists(st.integers(1, 60_000), min_size=0, max_size=5, unique=True).map(sorted)


@st.composite
def tables(draw: st.DrawFn) -> list[Tier]:
    starts = [0, *draw(STARTS)]
    return [Tier(Decimal(start), draw(RATES)) for start in starts]


def credits(amounts: list[Decimal]) -> list[Credit]:
    first = date(2026, 1, 1)
    return [
        Credit("ana", first + timedelta(place), f"D{place}", {"amount": amount})
        for place, amount in enumerate(amounts)
    ]


@settings(max_examples=150, deadline=None)
@given(
    tiers=tables(),
    amounts=st.lists(AMOUNTS, min_size=1, max_size=8),
    method=st.sampled_from(["progressive", "slab"]),
)
def test_what_comes_and_goes_again_earns_nothing(
    tiers: list[Tier], amounts: list[Decimal], method: str
) -> None:
    there_and_back = [*amounts, *(-amount for amount in reversed(amounts))]
    plan = Plan("USD", [Component("c", tiers, method=method)])  # type: ignore[arg-type]
    (found,) = statements(plan, credits(there_and_back))
    assert found.earned == 0


@settings(max_examples=150, deadline=None)
@given(
    tiers=tables(),
    amounts=st.lists(st.decimals(min_value=0, max_value=50_000, places=2), min_size=1, max_size=8),
)
def test_it_does_not_matter_in_how_many_deals_an_amount_comes(
    tiers: list[Tier], amounts: list[Decimal]
) -> None:
    plan = Plan("USD", [Component("c", tiers)])
    (apart,), (whole,) = (
        statements(plan, credits(amounts)),
        statements(plan, credits([sum(amounts, Decimal(0))])),
    )
    assert abs(apart.earned - whole.earned) <= Decimal("0.005") * (len(amounts) + 1)


@settings(max_examples=150, deadline=None)
@given(
    tiers=tables(),
    amounts=st.lists(AMOUNTS, min_size=1, max_size=8),
    method=st.sampled_from(["progressive", "slab", "interpolated"]),
    scope=st.sampled_from(["transaction", "period"]),
    at=st.none() | st.integers(0, 40_000),
    pays=st.sampled_from(["above", "from_zero"]),
    payout=st.none() | st.integers(1, 5_000),
    quota=st.none() | st.integers(1, 80_000),
)
def test_the_parts_of_a_line_add_up_to_it(
    tiers: list[Tier], amounts: list[Decimal], method: str, scope: str, at: int | None, pays: str, payout: int | None,
    quota: int | None,
) -> None:  # fmt: skip
    scaled = tiers if quota is None else [Tier(tier.start / 10_000, tier.value) for tier in tiers]
    component = Component(
        "c", scaled, method=method, scope=scope, input="amount" if quota is None else "attainment",  # type: ignore[arg-type]
        threshold=None if at is None else Threshold(Decimal(at) / (1 if quota is None else 10_000), pays),  # type: ignore[arg-type]
        cap=Cap(payout=None if payout is None else Decimal(payout)),
    )  # fmt: skip
    quotas = [Quota("ana", date(2026, 1, 1), date(2027, 1, 1), Decimal(quota))] if quota else []
    (found,) = statements(Plan("USD", [component]), credits(amounts), quotas)
    for line in found.lines:
        exact = sum((part.commission for part in line.parts), Decimal(0))
        assert abs(exact - line.commission) <= Decimal("0.00500000001")
    assert found.earned == sum((line.commission for line in found.lines), Decimal(0))
    if payout is not None and scope == "period":
        assert found.earned <= payout + Decimal("0.005") * len(amounts)


@settings(max_examples=100, deadline=None)
@given(gross=st.lists(st.integers(0, 5_000), min_size=1, max_size=10), draw=st.integers(0, 3_000))
def test_a_recoverable_draw_is_paid_back_out_of_later_earnings(gross: list[int], draw: int) -> None:
    months = [
        Credit("ana", date(2026 + place // 12, place % 12 + 1, 1), f"D{place}", {"amount": Decimal(amount)})
        for place, amount in enumerate(gross)
    ]
    plan = Plan("USD", [Component("c", [Tier(Decimal(0), Decimal(1))])], "month", Draw(Decimal(draw), True))
    found = statements(plan, months)
    paid, earned = sum(each.paid for each in found), sum(each.earned for each in found)
    assert found[-1].balance is not None and paid + found[-1].balance == earned
    assert all(each.paid >= draw for each in found)
