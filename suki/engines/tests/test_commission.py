"""What holds for every plan and every run of credits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from suki.engines.commission.plan import Cap, Component, Draw, Gate, Hold, Plan, Threshold, Tier
from suki.engines.commission.statements import Credit, EarnedBefore, Quota, statements, statements_of
from suki.kernel.fiscal import FiscalCalendar

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


@settings(max_examples=150, deadline=None)
@given(
    tiers=tables(),
    amounts=st.lists(st.integers(0, 50_000).map(Decimal), min_size=1, max_size=8),
    method=st.sampled_from(["progressive", "slab"]),
    order=st.randoms(use_true_random=False),
)
def test_what_a_period_earns_does_not_depend_on_the_order_of_its_deals(
    tiers: list[Tier], amounts: list[Decimal], method: str, order: Random
) -> None:
    plan = Plan("USD", [Component("c", tiers, method=method)])  # type: ignore[arg-type]
    other = list(amounts)
    order.shuffle(other)
    (one,), (same,) = statements(plan, credits(amounts)), statements(plan, credits(other))
    assert abs(one.earned - same.earned) <= Decimal("0.01") * len(amounts)


@settings(max_examples=150, deadline=None)
@given(
    tiers=tables(),
    less=st.integers(0, 90_000),
    more=st.integers(0, 90_000),
    pays=st.sampled_from(["above", "from_zero"]),
    at=st.integers(0, 40_000),
    cap=st.none() | st.integers(1, 5_000),
)
def test_whoever_sells_more_earns_no_less_by_parts(
    tiers: list[Tier], less: int, more: int, pays: str, at: int, cap: int | None
) -> None:
    component = Component("c", tiers, threshold=Threshold(Decimal(at), pays), cap=Cap(cap and Decimal(cap)))  # type: ignore[arg-type]
    (low,), (high,) = (
        statements(Plan("USD", [component]), credits([Decimal(amount)]))
        for amount in (min(less, more), max(less, more))
    )
    assert low.earned <= high.earned


@settings(max_examples=150, deadline=None)
@given(
    tiers=tables(),
    amounts=st.lists(st.integers(1, 50_000).map(Decimal), min_size=1, max_size=6),
    method=st.sampled_from(["progressive", "slab"]),
    later=st.booleans(),
    cap=st.none() | st.integers(1, 5_000),
    hold=st.none() | st.just(Hold(Decimal("0.3"), 2)),
    threshold=st.none()
    | st.builds(Threshold, st.integers(1, 40_000).map(Decimal), st.sampled_from(["above", "from_zero"])),
)
def test_when_every_deal_is_returned_by_name_nothing_stays_earned(
    tiers: list[Tier], amounts: list[Decimal], method: str, later: bool, cap: int | None, hold: Hold | None,
    threshold: Threshold | None,
) -> None:  # fmt: skip
    """Also in a later period, where each costs what it earned once."""
    component = Component(
        "c",
        tiers,
        method=method,
        cap=Cap(None if threshold else cap and Decimal(cap)),
        hold=hold,
        threshold=threshold,
    )  # type: ignore[arg-type]
    day = date(2027, 1, 1) if later else date(2026, 6, 1)
    back = [
        Credit("ana", day, f"R{place}", {"amount": -amount}, reverses=f"D{place}")
        for place, amount in enumerate(amounts)
    ]
    found = statements(Plan("USD", [component], "year"), [*credits(amounts), *back])
    earned = sum((each.earned for each in found), Decimal(0))
    assert abs(earned) <= Decimal("0.01") * 2 * len(amounts)
    assert all(each.earned == sum((line.commission for line in each.lines), Decimal(0)) for each in found)


@settings(max_examples=60, deadline=None)
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=8), tiers=tables())
def test_a_calendar_of_the_firm_only_moves_where_accumulation_begins(
    amounts: list[Decimal], tiers: list[Tier]
) -> None:
    plan = Plan("USD", [Component("c", tiers)], "quarter")
    (plain,) = statements(plan, credits(amounts))
    (fiscal,) = statements(plan, credits(amounts), calendar=FiscalCalendar(start_month=7))
    assert (plain.period, fiscal.period) == ("2026-Q1", "FY2026-Q3")
    assert [line.commission for line in plain.lines] == [line.commission for line in fiscal.lines]


def test_one_person_without_a_quota_does_not_keep_the_others_from_being_paid() -> None:
    plan = Plan("USD", [Component("c", [Tier(Decimal(0), Decimal("0.1"))], input="attainment")])
    day = date(2026, 1, 1)
    given = [Credit(person, day, "D", {"amount": Decimal(100)}) for person in ("ana", "bo")]
    found, refused = statements_of(plan, given, [Quota("bo", day, date(2027, 1, 1), Decimal(500))])
    assert [(each.person, each.earned) for each in found] == [("bo", Decimal(10))]
    assert "“ana” has no quota above zero" in refused["ana"]


def test_a_quota_of_another_measure_is_not_this_one() -> None:
    day, end = date(2026, 1, 1), date(2027, 1, 1)
    plan = Plan("USD", [Component("c", [Tier(Decimal(0), Decimal(1))], measure="margin", input="attainment")])
    quotas = [Quota("ana", day, end, Decimal(500), "amount"), Quota("ana", day, end, Decimal(50), "margin")]
    (found,) = statements(plan, [Credit("ana", day, "D", {"margin": Decimal(25)})], quotas)
    assert (found.quota, found.attainment, found.reached[0].attainment) == (
        50,
        Decimal("0.5"),
        Decimal("0.5"),
    )


def test_a_deal_earned_before_the_credits_at_hand_is_taken_back_at_its_rate() -> None:
    plan = Plan("USD", [Component("c", [Tier(Decimal(0), Decimal("0.05"))])])
    returned = Credit("ana", date(2026, 5, 1), "R", {"amount": Decimal(-50)}, reverses="D")
    before = EarnedBefore("ana", "c", "D", date(2025, 5, 1), Decimal(100), Decimal(9))
    (found,) = statements(plan, [returned], earned_before=[before])
    assert found.earned == Decimal("-4.5")


def back(document: str, amount: int, day: date) -> Credit:
    return Credit("ana", day, f"return of {document}", {"amount": Decimal(-amount)}, reverses=document)


def test_what_a_shut_gate_kept_is_not_taken_back() -> None:
    tiers = [Tier(Decimal(0), Decimal("0.1"))]
    gated = Component("c", tiers, method="slab", gates=[Gate("other", Decimal(1))])
    plan = Plan("USD", [gated, Component("other", tiers)], "year")
    sold = Credit("ana", date(2026, 1, 1), "D", {"amount": Decimal(100)}, component="c")
    for day in (date(2026, 2, 1), date(2027, 2, 1)):
        found = statements(plan, [sold, replace(back("D", 100, day), component="c")])
        assert [each.earned for each in found] == [0] * len(found)


def test_several_lines_of_a_document_are_one_deal_also_where_each_line_counts_alone() -> None:
    component = Component(
        "c", [Tier(Decimal(0), Decimal("0.1")), Tier(Decimal(50), Decimal("0.2"))], scope="transaction"
    )
    lines = [Credit("ana", date(2026, 1, 1), "D", {"amount": Decimal(amount)}) for amount in (50, 100)]
    (found,) = statements(Plan("USD", [component]), [*lines, back("D", 150, date(2026, 1, 3))])
    assert [line.commission for line in found.lines] == [5, 15, -20]


def test_a_document_that_was_collected_in_parts_is_taken_back_whole() -> None:
    plan = Plan("USD", [Component("c", [Tier(Decimal(0), Decimal("0.1"))])], "month")
    parts = [Credit("ana", date(2026, month, 1), "D", {"amount": Decimal(50)}) for month in (1, 2)]
    found = statements(plan, [*parts, back("D", 100, date(2026, 3, 1))])
    assert [each.earned for each in found] == [5, 5, -10]
