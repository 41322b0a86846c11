"""The sample company's campaigns and leads: a fair, mailings, a form on the website, and what became of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from suki.apps.prospecting import actions
from suki.apps.prospecting.campaigns.actions import enter_cost, open_campaign
from suki.apps.prospecting.embedding.actions import make_lead_form
from suki.apps.prospecting.models import Campaign, Channel, Lead
from suki.apps.prospecting.rules.actions import take_usual_rules
from suki.base.access import SYSTEM

CAMPAIGNS = (
    ("Manila Pack Expo", Channel.EVENT, 75, 72, 420_000, (("Stand and floor space", 260_000), ("Samples and travel", 118_500))),
    ("Coffee and cacao mailing", Channel.MAIL, 40, 25, 60_000, (("Printed sample boxes", 41_200),)),
    ("Verpackung aus Manila", Channel.WEB, 30, None, 150_000, (("Anzeigen", 36_400), ("Landing page", 18_000))),
)  # fmt: skip


class Given(NamedTuple):
    """A lead of the sample company: who, from where, how many days ago, and what became of it."""

    name: str
    person: str
    title: str
    email: str
    city: str
    country: str
    industry: str
    employees: int | None
    message: str
    source: str
    campaign: str
    days: int
    became: str


LEADS = (
    Given("Kape Bundok Roasters", "Elena Sarmiento", "Owner", "elena@kapebundok.example", "Baguio", "PH", "Food and beverage", 35, "Saw your stand-up pouches at the expo. Please send a price for 20,000 pieces.", "hand", "Manila Pack Expo", 70, "qualified"),
    Given("Isla Cacao Trading", "Paolo Ferrer", "Purchasing Manager", "paolo@islacacao.example", "Davao", "PH", "Food and beverage", 120, "We need foil-lined boxes before Christmas. Can you make samples?", "form", "Coffee and cacao mailing", 28, "working"),
    Given("Bituin Candle Works", "Rina Valdez", "", "rina.valdez@gmail.com", "Quezon City", "PH", "Household", 8, "", "form", "", 2, "new"),
    Given("Teehandlung Elbufer GmbH", "Henrike Lorenzen", "Einkaufsleiterin", "lorenzen@elbufer.example", "Hamburg", "DE", "Food and beverage", 60, "Bitte um ein Angebot über 15.000 Faltschachteln, recycelter Karton.", "form", "Verpackung aus Manila", 6, "qualified"),
    Given("Naturkosmetik Wiesental KG", "Jörg Brandt", "Geschäftsführer", "brandt@wiesental.example", "Freiburg", "DE", "Cosmetics", 45, "Muster für Cremetiegel-Umkartons?", "form", "Verpackung aus Manila", 4, "working"),
    Given("Backstube Morgenrot", "", "", "info@morgenrot.example", "Leipzig", "DE", "Food and beverage", 14, "", "form", "Verpackung aus Manila", 1, "new"),
    Given("Công ty TNHH Trà Sen Vàng", "Phạm Thu Hà", "Trưởng phòng mua hàng", "ha.pham@trasenvang.example", "Đà Lạt", "VN", "Food and beverage", 210, "Xin báo giá hộp trà in bốn màu, 30.000 hộp mỗi quý.", "form", "", 3, "working"),
    Given("Gốm Sứ Hồng Hà", "Ngô Đức Anh", "Giám đốc", "anh@gomhongha.example", "Hà Nội", "VN", "Household", 80, "", "hand", "Manila Pack Expo", 68, "set_aside"),
    Given("CV Rempah Nusantara", "Dewi Lestari", "Pembelian", "dewi@rempahnusantara.example", "Surabaya", "ID", "Food and beverage", 95, "Mohon penawaran kotak bumbu 100 gram.", "form", "", 1, "new"),
    Given("Batik Lembayung", "Agus Hartono", "Pemilik", "agus@lembayung.example", "Solo", "ID", "Textiles", 25, "", "referral", "", 12, "working"),
    Given("Sinag Solar Lighting", "Marco Dizon", "Procurement Head", "marco@sinagsolar.example", "Cebu", "PH", "Electronics", 300, "Corrugated inserts for lamps, 50,000 a year. Price and lead time, please.", "form", "", 0, "new"),
    Given("Hiraya Skincare", "Bianca Cruz", "Founder", "bianca@hiraya.example", "Makati", "PH", "Cosmetics", 18, "Looking for small runs with gold foil.", "form", "", 5, "referred"),
    Given("Lakbay Travel Goods", "Noel Santos", "", "noel.santos@yahoo.com", "Manila", "PH", "Retail", None, "", "hand", "Manila Pack Expo", 71, "set_aside"),
    Given("Dagat Seafood Export", "Corazon Lim", "Operations Director", "clim@dagatseafood.example", "Iloilo", "PH", "Food and beverage", 420, "Insulated cartons for chilled tuna; who certifies food contact?", "hand", "Manila Pack Expo", 73, "working"),
)  # fmt: skip

ASIDE = {
    "Gốm Sứ Hồng Hà": "Buys from a cousin's printing house",
    "Lakbay Travel Goods": "Only wanted the free tote bag",
}


def load_prospecting(people: dict[str, Any], today: date) -> dict[str, Lead]:
    """Rules and routes, campaigns with their costs, a form, and leads in every state."""
    take_usual_rules(actor=SYSTEM)
    campaigns = {name: _campaign(people, today, *rest, name=name) for name, *rest in CAMPAIGNS}
    make_lead_form(
        actor=SYSTEM, name="Landing page, German", language="de", campaign=campaigns["Verpackung aus Manila"],
        asks=("name", "phone", "country", "message"), thanks="Danke. Wir melden uns innerhalb eines Werktags.",
    )  # fmt: skip
    leads = {given.name: _lead(given, campaigns, today) for given in LEADS}
    for given in LEADS:
        _what_became(given, leads[given.name], people, today)
    return leads


def _campaign(
    people: dict[str, Any],
    today: date,
    channel: str,
    first: int,
    last: int | None,
    budget: int,
    costs: Any,
    *,
    name: str,
) -> Campaign:
    starts = today - timedelta(days=first)
    ends = None if last is None else today - timedelta(days=last)
    owner = people["ines"]
    campaign: Campaign = open_campaign(
        actor=SYSTEM,
        name=name,
        channel=channel,
        starts=starts,
        ends=ends,
        budget=Decimal(budget),
        owner=owner,
    )
    for what, amount in costs:
        enter_cost(actor=SYSTEM, campaign=campaign, day=starts, what=what, amount=Decimal(amount))
    return campaign


def _lead(given: Given, campaigns: dict[str, Campaign], today: date) -> Lead:
    lead: Lead = actions.enter_lead(
        actor=SYSTEM, name=given.name, contact_name=given.person, title=given.title, email=given.email,
        phone="" if "@gmail" in given.email else "+63 2 8555 01" + str(10 + len(given.name)), city=given.city,
        country=given.country, industry=given.industry, employees=given.employees, message=given.message,
        source=given.source, campaign=campaigns.get(given.campaign), came_at=_moment(today, given.days),
    )  # fmt: skip
    return lead


def _what_became(given: Given, lead: Lead, people: dict[str, Any], today: date) -> None:
    if given.became in ("working", "qualified", "set_aside"):
        spoken = _moment(today, given.days) + timedelta(hours=20 if given.days % 2 else 3)
        actions.contacted(actor=SYSTEM, lead=lead, at=spoken)
    if given.became == "qualified":
        actions.qualify(actor=SYSTEM, lead=lead)
    if given.became == "set_aside":
        actions.set_aside(actor=SYSTEM, lead=lead, reason=ASIDE[given.name])
    if given.became == "referred":
        finder = people["marisol"]
        actions.assign_lead(actor=SYSTEM, lead=lead, person=finder)
        actions.refer(
            actor=finder.user,
            lead=lead,
            to=people["leo"],
            note="Met her at a client's launch; small runs are your field.",
        )


def _moment(today: date, days: int) -> datetime:
    """Some working hour in Manila, so many days ago; never still to come."""
    return min(datetime.combine(today - timedelta(days=days), time(2, 15), tzinfo=UTC), timezone.now())
