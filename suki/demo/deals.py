"""The sample company's deals: open ones in every stage, some that have gone stale, some won and some lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from suki.apps.accounts.models import Account, Contact
from suki.apps.catalog.models import Product
from suki.apps.deals import actions
from suki.apps.deals.lines import NewLine
from suki.apps.deals.models import Deal, LossReason
from suki.apps.deals.pipelines import stages_of, usual_pipeline
from suki.apps.prospecting.models import Lead
from suki.base.access import SYSTEM


class Given(NamedTuple):
    """A deal of the sample company: with whom, what for, how long ago it began, and what became of it."""

    name: str
    account: str
    owner: str
    kind: str
    lines: tuple[tuple[str, int, str], ...]
    began: int
    stage: int
    closes: int
    brief: str = ""
    step: str = ""
    became: str = ""


DEALS = (
    Given("Gift boxes for the December season", "Kapeng Barako Roasters", "joy", "upsell", (("CT-05", 18_000, "0.05"), ("LB-10", 60, "0")), 48, 3, 12, "Boxes for the blend of the year, in the shops on 10 December.", "Send the corrected artwork"),
    Given("Sleeves for the mango line", "Bahaghari Beverages Corp.", "marisol", "cross_sell", (("LB-30", 210, "0.04"),), 33, 2, 25, "They change from paper labels to sleeves on two lines.", "Line trial in Biñan"),
    Given("Counter displays for 120 stores", "Mutya Cosmetics Inc.", "marisol", "cross_sell", (("DS-02", 120, "0"), ("ST-02", 2, "0")), 61, 1, -6, "A display that fits on a pharmacy counter.", "Ask for the store list"),
    Given("Refill pouches", "Luzon Pharma Distribution Inc.", "joy", "upsell", (("FP-01", 900, "0.03"),), 20, 1, 40, "Refills for the hand gel."),
    Given("Redesign of the cannery labels", "Davao Cannery Corp.", "joy", "upgrade", (("ST-01", 80, "0"), ("ST-02", 6, "0")), 75, 2, 9, "A new look for three sorts of tuna."),
    Given("Rahmenvertrag Faltschachteln", "Kastanienhof Feinkost GmbH & Co. KG", "jonas", "renewal", (("CT-20", 24_000, "0.06"),), 40, 3, 18, "Der Vertrag läuft zum Jahresende aus.", "Termin mit dem Einkauf"),
    Given("Molkerei: Displays für die Frische", "Havelland Molkereigenossenschaft eG", "jonas", "cross_sell", (("DS-01", 90, "0"),), 15, 0, 60, ""),
    Given("Hộp trà in bốn màu", "Công ty TNHH Trà Thái Nguyên Xanh", "minh", "upsell", (("CT-05", 30_000, "0.02"),), 27, 2, 14, "Hộp trà in bốn màu cho dịp Tết.", "Gửi mẫu in thử"),
    Given("Kotak hadiah Lebaran", "PT Melati Kosmetika Indonesia", "sari", "cross_sell", (("CT-20", 9_000, "0"),), 22, 1, 70, "Kotak hadiah untuk Lebaran."),
    Given("Pouches for single-origin beans", "Kapeng Barako Roasters", "joy", "upsell", (("FP-01", 300, "0"),), 140, 3, 0, became="won 92"),
    Given("Shelf displays, first lot", "Mutya Cosmetics Inc.", "marisol", "cross_sell", (("DS-01", 60, "0.05"),), 120, 3, 0, became="won 61"),
    Given("Etiketten für die neue Linie", "Nordlicht Naturkosmetik GmbH", "jonas", "upsell", (("LB-10", 140, "0"),), 110, 2, 0, became="won 35"),
    Given("Artwork for the export cartons", "San Lorenzo Beverage Company", "leo", "upgrade", (("ST-02", 5, "0"),), 64, 2, 0, became="won 12"),
    Given("Insulated boxes", "Davao Cannery Corp.", "joy", "cross_sell", (("CT-20", 4_000, "0"),), 150, 2, 0, became="lost 80"),
    Given("Thùng giấy xuất khẩu", "Công ty Cổ phần Thực phẩm Sông Hồng", "minh", "upsell", (("CT-20", 12_000, "0.1"),), 90, 3, 0, became="lost 20"),
)  # fmt: skip

COMPETITORS = {
    "Rahmenvertrag Faltschachteln": ("Pappwerk Oderbruch", "even"),
    "Sleeves for the mango line": ("Manila Flexo", "behind"),
    "Gift boxes for the December season": ("Manila Flexo", "ahead"),
}

CONVERTED = "Kape Bundok Roasters"
"""The lead that became a deal."""


def load_deals(
    people: dict[str, Any], accounts: dict[str, Account], leads: dict[str, Lead], today: date
) -> dict[str, Deal]:
    """Open deals with products, competitors and people who decide; won and lost ones; a lead that was converted."""
    deals = {given.name: _deal(given, people, accounts, today) for given in DEALS}
    for name, (who, standing) in COMPETITORS.items():
        actions.name_competitor(actor=SYSTEM, deal=deals[name], name=who, standing=standing)
    for name in ("Gift boxes for the December season", "Rahmenvertrag Faltschachteln"):
        contact = Contact.objects.filter(positions__account=deals[name].account).order_by("pk").first()
        if contact is not None:
            actions.name_decider(actor=SYSTEM, deal=deals[name], contact=contact, role="signs", stance="for")
    if CONVERTED in leads:
        asked = {"owner": people["leo"], "expected_close": today + timedelta(days=30)}
        became = actions.convert_leads(actor=SYSTEM, leads=[leads[CONVERTED]], deal=asked)
        _lines(became.deal, (("FP-01", 200, "0.05"),))
        deals[became.deal.name] = became.deal
    return deals


def _deal(given: Given, people: dict[str, Any], accounts: dict[str, Account], today: date) -> Deal:
    began = today - timedelta(days=given.began)
    deal: Deal = actions.open_deal(
        actor=SYSTEM, name=given.name, owner=people[given.owner], kind=given.kind, account=accounts[given.account],
        currency="PHP", created_on=began, brief=given.brief, next_step=given.step,
        next_step_on=today + timedelta(days=3) if given.step else None,
        expected_close=max(began, today + timedelta(days=given.closes)),
    )  # fmt: skip
    _lines(deal, given.lines)
    stages = [stage for stage in stages_of(usual_pipeline()) if not stage.ends]
    what, _blank, days = given.became.partition(" ")
    gap = (given.began - int(days or 4)) // (given.stage + 2)
    for step, stage in enumerate(stages[1 : given.stage + 1], start=1):
        if "brief" not in stage.needs or given.brief:
            actions.move_to_stage(actor=SYSTEM, deal=deal, stage=stage, on=began + timedelta(days=step * gap))
    if what == "won":
        actions.win_deal(actor=SYSTEM, deal=deal, on=today - timedelta(days=int(days)))
    if what == "lost":
        reason = LossReason.objects.order_by("position")[0]
        actions.lose_deal(actor=SYSTEM, deal=deal, on=today - timedelta(days=int(days)), reason=reason)
    return deal


def _lines(deal: Deal, lines: tuple[tuple[str, int, str], ...]) -> None:
    products = {
        product.code: product for product in Product.objects.filter(code__in=[code for code, *_ in lines])
    }
    actions.set_deal_lines(
        actor=SYSTEM,
        deal=deal,
        lines=[
            NewLine(product=products[code], quantity=Decimal(quantity), discount=Decimal(off))
            for code, quantity, off in lines
        ],
    )
