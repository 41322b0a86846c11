"""Loads the sample company: through the same actions that people use, so it shows what Suki really does."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from suki.apps.accounts import actions as accounts
from suki.apps.accounts.models import Account, Lifecycle, TeamRole
from suki.apps.billing import actions as billing
from suki.apps.catalog import actions as catalog
from suki.apps.catalog.models import PriceList, Product
from suki.apps.company.actions import settle_default_entity
from suki.apps.company.models import Currency, ExchangeRate, LegalEntity
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.apps.people import actions as people
from suki.apps.people.models import Person
from suki.apps.quotas.actions import set_quota
from suki.base.access import SYSTEM
from suki.base.models import User
from suki.base.names import search_form
from suki.demo import company
from suki.demo.deals import load_deals
from suki.demo.handoffs import load_handoffs
from suki.demo.pay import load_pay
from suki.demo.plans import load_plans
from suki.demo.proposals import load_proposals
from suki.demo.prospecting import load_prospecting
from suki.demo.quotas import load_quotas
from suki.demo.rewards import load_rewards
from suki.demo.skills import load_skills
from suki.demo.standing import load_standing
from suki.demo.touchpoints import load_touchpoints
from suki.kernel.money import digits, round_half_up

PASSWORD = "suki-for-a-day"
"""Every sample person signs in with it; the sample company is for trying things on, on one's own machine."""

MONTHS = 20
TAX_PERCENT = Decimal(12)


def is_empty() -> bool:
    """Nobody has set this database up yet."""
    return not LegalEntity.objects.exists() and not User.objects.exists()


def load_demo(today: date | None = None) -> bool:
    """Fill an empty database with the sample company, all or nothing; says whether it did."""
    with transaction.atomic():
        if not is_empty():
            return False
        _Loader(today or timezone.localdate()).load()
    return True


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Name, function, mail address and password of each sample person, where the sample company is loaded."""
    known = set(User.objects.values_list("email", flat=True))
    return [
        (person.name, str(person.function.label), person.email, PASSWORD)
        for person in company.PEOPLE
        if person.email in known
    ]


def _plain(name: str) -> str:
    """A name in the letters that a mail address takes."""
    return re.sub(r"[^a-z ]", "", search_form(name))


def _domain(customer: company.Customer) -> str:
    """The sample domain of a customer: the first two words of its name."""
    words = [word for word in _plain(customer.name).split() if len(word) > 2]
    return f"{''.join(words[:2])}.example"


class _Loader:
    """Builds the company step by step; the random numbers are seeded, so it is the same company every time."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.start = _months_before(today.replace(day=1), MONTHS)
        self.random = random.Random(20261121)
        self.people: dict[str, Person] = {}
        self.accounts: dict[str, Account] = {}
        self.products: list[Product] = []
        self.password_hash = make_password(PASSWORD)

    def load(self) -> None:
        self.entity = settle_default_entity(actor=SYSTEM, **company.FIRM)
        self._rates()
        self._people()
        self._products()
        for customer in company.CUSTOMERS:
            self._account(customer)
        for customer in company.CUSTOMERS:
            self._business(customer)
        self._quotas()
        load_skills(self.people, self.accounts, self.today)
        leads = load_prospecting(self.people, self.today)
        load_touchpoints(self.people, self.accounts, self.today)
        deals = load_deals(self.people, self.accounts, leads, self.today)
        load_proposals(self.people, deals, self.today)
        load_handoffs(self.people, self.today)
        load_quotas(self.people, self.today)
        load_plans(self.people, self.start, self.today)
        load_pay(self.people, self.entity, self.today)
        load_rewards(self.people, self.today)
        load_standing(self.people, self.today)

    def _rates(self) -> None:
        rates = []
        for code, first in company.RATES.items():
            Currency.objects.create(code=code)
            rate = first
            for month in range(MONTHS + 1):
                day = _months_before(self.today.replace(day=1), MONTHS - month)
                rates.append(ExchangeRate(base=code, quote="PHP", valid_on=day, rate=rate, source="sample"))
                rate = round_half_up(rate * Decimal(self.random.randint(990, 1010)) / 1000, 7)
        ExchangeRate.objects.bulk_create(rates)

    def _people(self) -> None:
        departments = {name: people.found_department(actor=SYSTEM, name=name) for name in company.DEPARTMENTS}
        teams = {name: people.found_team(actor=SYSTEM, name=name) for name in company.TEAMS}
        self.territories = {
            name: people.draw_territory(actor=SYSTEM, name=name, country=country)
            for name, country in company.TERRITORIES
        }
        for given in company.PEOPLE:
            person = people.hire(
                actor=SYSTEM,
                name=given.name,
                title=given.title,
                since=self.start,
                functions=[given.function],
                email=given.email,
                language=given.language,
            )
            self.people[given.key] = person
            people.give_sign_in(
                actor=SYSTEM, person=person, email=given.email, password_hash=self.password_hash
            )
            people.join_department(
                actor=SYSTEM, person=person, department=departments[given.department], since=self.start
            )
            if given.reports_to:
                manager = self.people[given.reports_to]
                people.report_to(actor=SYSTEM, person=person, manager=manager, since=self.start)
            if given.team:
                people.join_team(actor=SYSTEM, person=person, team=teams[given.team], since=self.start)
            if given.territory:
                territory = self.territories[given.territory]
                people.cover_territory(actor=SYSTEM, person=person, territory=territory, since=self.start)
        people.join_team(
            actor=SYSTEM,
            person=self.people["grace"],
            team=teams["Home market"],
            since=self.start,
            is_lead=True,
        )
        people.join_team(
            actor=SYSTEM, person=self.people["katrin"], team=teams["Export"], since=self.start, is_lead=True
        )

    def _products(self) -> None:
        prices = PriceList.objects.create(entity=self.entity, name="List", currency="PHP")
        for group_name, products in company.PRODUCTS:
            group = catalog.add_product(actor=SYSTEM, name=group_name, is_group=True)
            for code, name, price, cost in products:
                product = catalog.add_product(actor=SYSTEM, name=name, code=code, parent=group, unit="pc")
                catalog.set_price(
                    actor=SYSTEM, price_list=prices, product=product, amount=Decimal(price), since=self.start
                )
                catalog.set_cost(
                    actor=SYSTEM, product=product, amount=Decimal(cost), currency="PHP", since=self.start
                )
                product.list_price, product.standard_cost = Decimal(price), Decimal(cost)
                self.products.append(product)

    def _account(self, customer: company.Customer) -> None:
        since = self._first_day(customer)
        lifecycle = Lifecycle.KEY_ACCOUNT if customer.key_account else Lifecycle.CUSTOMER
        account = accounts.open_account(
            actor=SYSTEM,
            name=customer.name,
            since=since,
            lifecycle=lifecycle,
            owner=self.people[customer.first_owner or customer.owner],
            city=customer.city,
            country=customer.country,
            tier="A" if customer.size >= 8 else "B" if customer.size >= 4 else "C",
            website=f"www.{_domain(customer)}",
            email=f"info@{_domain(customer)}",
            currency=company.CURRENCY_OF[customer.country],
            language=company.LANGUAGE_OF[customer.country],
            territory=self.territories[self._territory(customer)],
            payment_days=30,
        )
        self.accounts[customer.name] = account
        if customer.first_owner:
            accounts.assign_owner(
                actor=SYSTEM,
                account=account,
                person=self.people[customer.owner],
                since=since + timedelta(days=200),
                reason="handed over",
            )
        if customer.parent:
            accounts.place_under(
                actor=SYSTEM, account=account, parent=self.accounts[customer.parent], since=since
            )
        if customer.key_account:
            self._key_account_team(account, customer, since)
        for name, title in customer.contacts:
            accounts.add_contact(
                actor=SYSTEM, account=account, name=name, title=title, since=since,
                email=f"{_plain(name).replace(' ', '.')}@{_domain(customer)}", phone=self._phone(customer.country),
                language=company.LANGUAGE_OF[customer.country],
            )  # fmt: skip

    def _phone(self, country: str) -> str:
        """A number of the country's that nobody has, as its people write it."""
        digits_ = "".join(str(self.random.randint(0, 9)) for _ in range(8))
        return f"{company.DIALLING_CODE[country]} 555 {digits_[:4]} {digits_[4:]}"

    def _key_account_team(self, account: Account, customer: company.Customer, since: date) -> None:
        deputy = "joy" if customer.owner != "joy" else "marisol"
        for key, role in ((deputy, TeamRole.DEPUTY), ("ramon", TeamRole.SPONSOR)):
            accounts.join_account_team(
                actor=SYSTEM, account=account, person=self.people[key], role=role, since=since
            )

    def _business(self, customer: company.Customer) -> None:
        """Orders, invoices and payments month by month, larger and more frequent the bigger the customer is."""
        size = Decimal(customer.size)
        day = self._first_day(customer) + timedelta(days=self.random.randint(3, 25))
        gap = 120 - 9 * customer.size
        while size > 0 and day <= self.today:
            months = (day.year - self.start.year) * 12 + day.month - self.start.month
            growth = 1 + Decimal(customer.trend) * months
            if growth > Decimal("0.25"):
                self._order(customer, day, size * growth)
            day += timedelta(days=max(10, gap + self.random.randint(-8, 8)))

    def _order(self, customer: company.Customer, day: date, volume: Decimal) -> None:
        account = self.accounts[customer.name]
        currency = company.CURRENCY_OF[customer.country]
        order = enter_order(
            actor=SYSTEM,
            account=account,
            day=day,
            currency=currency,
            items=self._items(currency, volume),
            seller=self.people[self._seller(customer, day)],
            tax_percent=TAX_PERCENT if customer.country == "PH" else Decimal(0),
        )
        invoiced_on = day + timedelta(days=self.random.randint(2, 9))
        if invoiced_on > self.today:
            return
        invoice = billing.invoice_order(actor=SYSTEM, order=order, day=invoiced_on)
        self._settle(invoice, order)

    def _settle(self, invoice: Any, order: Any) -> None:
        if self.random.random() < 0.04:
            line = order.lines.order_by("position")[0]
            item = Item(
                quantity=Decimal(1), unit_price=line.unit_price, product=line.product, cost=Decimal(0)
            )
            day = min(self.today, invoice.day + timedelta(days=12))
            billing.credit_invoice(actor=SYSTEM, invoice=invoice, day=day, items=[item], reason="misprint")
        paid_on = invoice.due + timedelta(days=self.random.choice((-6, -2, 0, 1, 4, 9, 21, 60)))
        if paid_on <= self.today:
            billing.record_payment(
                actor=SYSTEM,
                account=invoice.account,
                day=paid_on,
                amount=invoice.net + invoice.tax,
                currency=invoice.currency,
                invoice=invoice,
                reference=invoice.number,
                method="bank",
            )

    def _items(self, currency: str, volume: Decimal) -> list[Item]:
        chosen = self.random.sample(self.products, k=self.random.randint(1, 3))
        return [self._item(product, currency, volume) for product in chosen]

    def _item(self, product: Any, currency: str, volume: Decimal) -> Item:
        rate = company.RATES.get(currency, Decimal(1))
        worth = volume * Decimal(self.random.randint(60_000, 140_000))
        quantity = max(Decimal(1), round_half_up(worth / product.list_price, 0))
        return Item(
            quantity=quantity,
            unit_price=round_half_up(product.list_price / rate, digits(currency)),
            discount=Decimal(self.random.choice(("0", "0", "0.03", "0.05"))),
            product=product,
            cost=round_half_up(product.standard_cost * quantity / rate, digits(currency)),
        )

    def _quotas(self) -> None:
        """Each seller's quota a quarter: what their customers' sizes promise, and a little more."""
        sellers = [person for person in company.PEOPLE if person.team]
        quarter = date(self.start.year, 3 * ((self.start.month - 1) // 3) + 1, 1)
        while quarter <= self.today:
            end = _months_before(quarter, -3)
            for given in sellers:
                size = sum(c.size for c in company.CUSTOMERS if c.owner == given.key)
                set_quota(
                    actor=SYSTEM,
                    subject=self.people[given.key],
                    first=quarter,
                    end=end,
                    amount=Decimal(max(size, 2) * 480_000),
                    currency="PHP",
                )
            quarter = end

    def _first_day(self, customer: company.Customer) -> date:
        late = 240 if customer.first_owner == "leo" else 0
        return self.start + timedelta(days=late)

    def _seller(self, customer: company.Customer, day: date) -> str:
        handed_over = self._first_day(customer) + timedelta(days=200)
        return customer.first_owner if customer.first_owner and day < handed_over else customer.owner

    def _territory(self, customer: company.Customer) -> str:
        home = "Visayas" if customer.city in company.VISAYAS else "Luzon"
        return company.TERRITORY_OF.get(customer.country, home)


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, day.day)
