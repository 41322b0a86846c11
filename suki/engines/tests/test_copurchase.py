"""Products that go together: proposed with numbers that anybody can count."""

from suki.engines.copurchase import CoPurchase

BASKETS = [
    {"lid", "cup"}, {"lid", "cup"}, {"lid", "cup", "straw"}, {"lid", "cup", "straw"}, {"lid", "straw"},
    {"bag"}, {"bag", "tape"}, {"lid"},
]  # fmt: skip


def test_the_reason_counts_other_customers_who_buy_both():
    [first, *_rest] = CoPurchase(BASKETS).suggestions({"lid"})
    assert (first.product, first.because, first.both, first.buyers) == ("cup", "lid", 4, 6)


def test_nobody_is_a_reason_for_themselves():
    [first, *_rest] = CoPurchase(BASKETS).suggestions({"lid"}, own={"lid"})
    assert (first.both, first.buyers) == (4, 5)


def test_what_they_buy_already_and_what_only_one_buys_together_is_not_proposed():
    model = CoPurchase(BASKETS)
    assert [each.product for each in model.suggestions({"lid", "cup", "straw"})] == []
    assert model.suggestions({"bag"}) == []
    assert model.suggestions(set()) == [] and model.suggestions({"unheard of"}) == []


def test_several_products_speak_for_a_proposal_together():
    model = CoPurchase(BASKETS)
    alone = {each.product: each.score for each in model.suggestions({"lid"})}
    together = {each.product: each.score for each in model.suggestions({"lid", "cup"})}
    assert together["straw"] > alone["straw"]


def test_the_popular_is_what_most_buy():
    assert CoPurchase(BASKETS).popular({"lid"}, count=2) == ["cup", "straw"]
