"""What a customer may buy beside what they buy: products that go together at other customers, each with its reason.

Of the customers who buy a product, so and so many also buy another. What the one product says for the other is that
share, times by how much it is larger than the share of all customers who buy the other: a strong tie counts more than
many weak ones, and what everybody buys anyway is no tie. A proposal adds up what all products of the customer say for
it; the one with the largest share is the reason, in numbers anybody can check: “7 of 9 other customers who buy X also
buy Y”. Of the ways that were tried (the share alone, the cosine, the squared difference) this one beats proposing the
most popular at both companies it is measured on (`python -m bench suggest`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)

NEIGHBOURS = 100
"""So many products that go with each most often are kept."""
LEAST = 2
"""What fewer customers buy together is chance."""


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[P]):
    """A product that a customer does not buy: of `buyers` other customers of `because`, `both` also buy it."""

    product: P
    because: P
    both: int
    buyers: int
    score: float


class CoPurchase(Generic[P]):
    """Which products the same customers buy. Each basket is the set of products of one customer."""

    def __init__(
        self, baskets: Iterable[Collection[P]], *, neighbours: int = NEIGHBOURS, least: int = LEAST
    ) -> None:
        held = [basket for given in baskets if (basket := frozenset(given))]
        self._customers = len(held)
        self.buyers: Counter[P] = Counter(product for basket in held for product in basket)
        self._least = least
        self._near = self._neighbours(held, neighbours)

    def suggestions(
        self, basket: Collection[P], *, count: int = 5, own: Collection[P] = ()
    ) -> list[Suggestion[P]]:
        """The products that fit best beside a basket, best first.

        `own` is what the customer's own basket added to the counts; it is taken out, so that nobody is a reason for
        themselves.
        """
        mine, counted = frozenset(basket), frozenset(own)
        scores: dict[P, float] = {}
        reasons: dict[P, tuple[float, P, int, int]] = {}
        for known in mine:
            for other, both in self._near.get(known, ()):
                if other in mine:
                    continue
                pairs = both - (known in counted and other in counted)
                buyers = self.buyers[known] - (known in counted)
                if pairs < self._least:
                    continue
                share = pairs / buyers
                ordinary = (self.buyers[other] - (other in counted)) / (self._customers - bool(counted))
                if share <= ordinary:
                    continue
                scores[other] = scores.get(other, 0.0) + share * (share - ordinary)
                if other not in reasons or share > reasons[other][0]:
                    reasons[other] = (share, known, pairs, buyers)
        best = nlargest(count, scores, key=lambda product: (scores[product], str(product)))
        return [Suggestion(product, *reasons[product][1:], scores[product]) for product in best]

    def popular(self, basket: Collection[P], *, count: int = 5) -> list[P]:
        """What most customers buy and this one does not: the simplest proposal, to measure others against."""
        mine = frozenset(basket)
        return nlargest(
            count,
            (each for each in self.buyers if each not in mine),
            key=lambda each: (self.buyers[each], str(each)),
        )

    def _neighbours(self, baskets: Sequence[frozenset[P]], most: int) -> Mapping[P, Sequence[tuple[P, int]]]:
        """For each product those that go with it most often, with how many customers buy both."""
        customers: dict[P, list[frozenset[P]]] = {}
        for basket in baskets:
            for product in basket:
                customers.setdefault(product, []).append(basket)
        near: dict[P, Sequence[tuple[P, int]]] = {}
        for product, theirs in customers.items():
            together: Counter[P] = Counter()
            for basket in theirs:
                together.update(basket)
            del together[product]
            often = ((other, both) for other, both in together.items() if both >= self._least)
            own = self.buyers[product]
            near[product] = nlargest(
                most, often, key=lambda each: each[1] / own - self.buyers[each[0]] / self._customers
            )
        return near
