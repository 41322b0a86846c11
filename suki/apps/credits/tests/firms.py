"""A firm made at random, small but awkward: people change teams, accounts change hands, are shared and are merged."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.accounts.models import Account, AccountTeamMember
from suki.apps.catalog.models import Product
from suki.apps.company.models import FiscalCut, LegalEntity
from suki.apps.ledger.actions import post_lines
from suki.apps.ledger.posting import NewLine
from suki.apps.people.models import Person, Team, TeamMember
from suki.base.access import SYSTEM

FIRST = date(2023, 12, 10)
DAYS = 150


@dataclass
class Firm:
    """What was made, so that a test can work out for itself what must come of it."""

    entity: LegalEntity
    people: list[Person] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    lines: list[NewLine] = field(default_factory=list)
    memberships: list[TeamMember] = field(default_factory=list)
    account_teams: list[AccountTeamMember] = field(default_factory=list)


def random_firm(seed: int, *, currency: str = "EUR", lines: int = 250) -> Firm:
    """A firm with a fiscal calendar that cuts months, and some months of revenue."""
    chance = random.Random(seed)
    entity = LegalEntity.objects.create(code=f"firm-{seed}", name="Firm", currency=currency)
    for day in (date(2024, 1, 29), date(2024, 2, 26)):
        FiscalCut.objects.create(entity=entity, day=day)
    firm = Firm(entity)
    firm.people = [Person.objects.create(name=f"Person {number}") for number in range(4)]
    firm.teams = [Team.objects.create(name=f"Team {number}") for number in range(3)]
    firm.products = [Product.objects.create(name=f"Product {number}") for number in range(3)]
    firm.accounts = [Account.objects.create(name=f"Account {number}") for number in range(6)]
    for account, survivor in ((4, 0), (5, 1)):
        firm.accounts[account].merged_into = firm.accounts[survivor]
        firm.accounts[account].save()
    _fill_teams(firm, chance)
    _fill_account_teams(firm, chance)
    firm.lines = [_line(firm, chance, number) for number in range(lines)]
    post_lines(actor=SYSTEM, lines=firm.lines)
    return firm


def _day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(DAYS))


def _pieces(chance: random.Random, most: int) -> list[DateRange]:
    """Stretches of days that follow each other, here and there with a gap, the last one open."""
    days = sorted({_day(chance) for _ in range(chance.randint(1, most))})
    ranges = [DateRange(start, end) for start, end in zip(days, [*days[1:], None])]
    return [piece for piece in ranges if chance.random() < 0.85]


def _fill_teams(firm: Firm, chance: random.Random) -> None:
    for person in firm.people:
        for valid in _pieces(chance, 3):
            team = chance.choice(firm.teams)
            firm.memberships.append(TeamMember.objects.create(person=person, team=team, valid=valid))
    led = [team for team in firm.teams if not any(held.team_id == team.pk for held in firm.memberships)]
    for team in led[:1]:
        leader = TeamMember(person=firm.people[0], team=team, is_lead=True, valid=DateRange(FIRST, None))
        leader.save()
        firm.memberships.append(leader)


def _fill_account_teams(firm: Firm, chance: random.Random) -> None:
    for account in firm.accounts[:5]:
        for valid in _pieces(chance, 3):
            _put(firm, account, chance.choice(firm.people), "owner", Decimal(100), valid)
        if chance.random() < 0.5:
            start = _day(chance)
            valid = DateRange(start, start + timedelta(days=chance.randint(1, 60)))
            shares = chance.choice(
                [["33.3333", "33.3333", "33.3334"], ["60", "40"], ["50", "49.5", "0.5"], ["100"]]
            )
            for person, share in zip(chance.sample(firm.people, len(shares)), shares):
                _put(firm, account, person, "seller", Decimal(share), valid)


def _put(firm: Firm, account: Account, person: Person, role: str, share: Decimal, valid: DateRange) -> None:
    made: Any = AccountTeamMember.objects.create(
        account=account, person=person, role=role, share=share, valid=valid
    )
    firm.account_teams.append(made)


def _line(firm: Firm, chance: random.Random, number: int) -> NewLine:
    account = chance.choice(firm.accounts)
    digits = 0 if firm.entity.currency == "VND" else 2
    net = Decimal(chance.randrange(-3000, 100_000)).scaleb(-digits)
    return NewLine(
        entity_id=firm.entity.pk,
        kind=chance.choice(["invoiced", "invoiced", "credited", "booked"]),
        day=_day(chance),
        sold_to_id=account.pk,
        bill_to_id=account.pk,
        product_id=chance.choice([None, *(product.pk for product in firm.products)]),
        seller_id=chance.choice([None, *(person.pk for person in firm.people)]),
        currency=firm.entity.currency,
        net=net,
        cost=chance.choice([None, Decimal(chance.randrange(0, 900_000)).scaleb(-4)]),
        quantity=Decimal(chance.randrange(-5, 40)),
        room="billing",
        document_id=number + 1,
    )
