"""The sample company's proposals: one being written, one in approval, one with the client, one that was returned, and
products that the creative studio makes specially."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from psycopg.types.range import DateRange

from suki.apps.company.models import TaxRate
from suki.apps.deals.models import Deal
from suki.apps.people.models import Department, Person
from suki.apps.proposals import actions, approving, reviewing, sending
from suki.apps.proposals.answering import comment_as_client, note_view
from suki.apps.proposals.models import Proposal
from suki.apps.proposals.pricing import Offered
from suki.apps.proposals.queries import lines_of
from suki.apps.proposals.rules_and_templates import put_default_templates, set_rule
from suki.base.access import SYSTEM, Function

TAXES = (
    ("PH", "VAT", 12),
    ("DE", "USt", 19),
    ("DE", "USt ermäßigt", 7),
    ("VN", "GTGT", 10),
    ("ID", "PPN", 11),
)


def load_proposals(people: dict[str, Person], deals: dict[str, Deal], today: date) -> dict[str, Proposal]:
    """Templates in five languages, rules of approval, and a proposal in each of the states worth seeing."""
    _settle(people, today)
    gift = _drafted(deals, "Gift boxes for the December season")
    frame = _drafted(deals, "Rahmenvertrag Faltschachteln")
    tea = _drafted(deals, "Hộp trà in bốn màu")
    sleeves = _drafted(deals, "Sleeves for the mango line")
    _customised(gift, people, today)
    _with_option(frame, "Musterbau und Andruck", Decimal(18_500))
    approving.ask_approval(actor=SYSTEM, proposal=frame)
    sent = sending.send_proposal(actor=SYSTEM, proposal=_approved(tea, people))
    note_view(actor=SYSTEM, link=sent.link, browser="Mozilla/5.0 (Android 16) Firefox/140.0")
    line = lines_of(sent.link.version)[0]
    question = "Giao hàng trước ngày 10 được không?"
    comment_as_client(actor=SYSTEM, link=sent.link, name="Nguyễn Thị Hà", text=question, line=line)
    returned = approving.ask_approval(actor=SYSTEM, proposal=sleeves)
    if returned:
        approving.return_proposal(
            actor=SYSTEM, approval=returned[0], note="Ask for two years, then 4% is fine."
        )
    return {"gift": gift, "frame": frame, "tea": tea, "sleeves": sleeves}


def _settle(people: dict[str, Person], today: date) -> None:
    """What the firm decides for all its proposals."""
    for country, name, percent in TAXES:
        TaxRate.objects.get_or_create(
            country=country,
            name=name,
            defaults={"percent": percent, "valid": DateRange(date(2020, 1, 1), None)},
        )
    put_default_templates(actor=SYSTEM)
    grace, ramon = people["grace"], people["ramon"]
    set_rule(
        actor=SYSTEM,
        step=1,
        discount_from=Decimal("0.03"),
        function=Function.SALES_MANAGER.value,
        substitute=grace,
    )
    set_rule(actor=SYSTEM, step=2, value_from=Decimal(5_000_000), approver=ramon, substitute=grace)


def _drafted(deals: dict[str, Deal], name: str) -> Proposal:
    return actions.draft_proposal(actor=SYSTEM, deal=deals[name])


def _with_option(proposal: Proposal, description: str, price: Decimal) -> None:
    """One more line that the client may choose."""
    rows = [actions.offered_again(line) for line in lines_of(proposal.newest)]
    option = Offered(
        description=description, quantity=Decimal(1), unit_price=price, is_optional=True, is_chosen=False
    )
    actions.set_lines(actor=SYSTEM, proposal=proposal, lines=[*rows, option])


def _approved(proposal: Proposal, people: dict[str, Person]) -> Proposal:
    """Everybody who is asked says yes."""
    for asked in approving.ask_approval(actor=SYSTEM, proposal=proposal):
        approving.approve(actor=SYSTEM, approval=asked)
    proposal.refresh_from_db()
    return proposal


def _customised(proposal: Proposal, people: dict[str, Person], today: date) -> None:
    """One product that the creative studio can make on a condition, and one that it is still asked about."""
    house = Department.objects.get(name="Creative studio")
    foil = reviewing.ask_review(
        actor=SYSTEM, deal=proposal.deal, department=house, answer_by=today + timedelta(days=2),
        requirement="Gift box with hot foil in bronze on the lid, magnet lock, inside in kraft",
    )  # fmt: skip
    reviewing.answer_review(
        actor=SYSTEM, review=foil, state="condition", answer="From 5,000 pieces; foil takes eight working days.",
        unit_cost=Decimal(41),
    )  # fmt: skip
    foil.refresh_from_db()
    reviewing.offer_customised(
        actor=SYSTEM, review=foil, proposal=proposal, quantity=Decimal(6_000), unit_price=Decimal(68)
    )
    reviewing.ask_review(
        actor=SYSTEM, deal=proposal.deal, department=house, answer_by=today + timedelta(days=4),
        requirement="Window of cellulose instead of plastic, 9 by 6 cm",
    )  # fmt: skip
