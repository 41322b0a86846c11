"""What is handed over with a client, drawn from the data: people, promises, what was sold, terms, issues, papers.

People stand in it by their ids: their names are looked up when it is read, so that what is erased stays erased.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from suki.apps.accounts.models import Account, Contact, ContactPosition
from suki.apps.accounts.queries import of_account
from suki.apps.deals.models import Deal, DealCompetitor, DealContact, DealLine
from suki.apps.people.models import Person
from suki.apps.proposals.models import Proposal, ProposalAnswer, ProposalLine, ProposalVersion
from suki.apps.touchpoints.models import Need, Promise, Touchpoint
from suki.base.dated import on_day
from suki.base.formats import NOTHING, amount_marked, bare_marked, number_text, percent_text
from suki.base.models import Attachment
from suki.base.pages import kind_named
from suki.flows.models import Handoff

VERSION = 1


def draw(handoff: Handoff, on: date) -> dict[str, Any]:
    """The package as the data stands now, in a form that is kept."""
    account = handoff.account
    deals = list(_deals(handoff))
    return {
        "version": VERSION,
        "drawn_at": timezone.now().isoformat(),
        "client": _client(account),
        "people": _people(account, deals, on),
        "promises": _promises(account),
        "sold": [_sold(deal) for deal in deals],
        "competitors": _competitors(deals),
        "needs": _needs(account),
        "steps": _steps(account),
        "papers": _papers(account, deals),
    }


def package_of(handoff: Handoff, on: date) -> dict[str, Any]:
    """What was handed in, frozen; while it is being prepared, as the data stands."""
    is_frozen = handoff.state not in (Handoff.State.PREPARING, Handoff.State.RETURNED)
    return handoff.package if is_frozen and handoff.package else draw(handoff, on)


def readable(package: dict[str, Any]) -> dict[str, Any]:
    """The package with the names that belong to its ids."""
    people, promises = package.get("people", ()), package.get("promises", ())
    contacts = Contact.objects.in_bulk({each["contact"] for each in (*people, *promises) if each["contact"]})
    owners = Person.objects.in_bulk({each["owner"] for each in promises})
    return {
        **package,
        "people": [{**each, "name": str(contacts.get(each["contact"], NOTHING))} for each in people],
        "promises": [
            {
                **each,
                "due": date.fromisoformat(each["due"]),
                "to": str(contacts[each["contact"]]) if each["contact"] in contacts else "",
                "by": str(owners.get(each["owner"], NOTHING)),
            }
            for each in promises
        ],
        "needs": [{**each, "on": date.fromisoformat(each["on"])} for each in package.get("needs", ())],
        "steps": [
            {**each, "on": each["on"] and date.fromisoformat(each["on"])} for each in package.get("steps", ())
        ],
        "sold": [_readable_deal(deal) for deal in package.get("sold", ())],
        "papers": [
            {**each, "about_said": kind_named(each["about"]).label} for each in package.get("papers", ())
        ],
    }


def _readable_deal(deal: dict[str, Any]) -> dict[str, Any]:
    proposal = deal["proposal"]
    if proposal:
        proposal = {**proposal, "on": date.fromisoformat(proposal["on"])}
    currency = deal["currency"]
    return {
        **deal,
        "on": deal["on"] and date.fromisoformat(deal["on"]),
        "value_said": amount_marked(Decimal(deal["value"]), currency) if deal["value"] else "",
        "proposal": proposal,
        "lines": [_readable_line(line, currency) for line in deal["lines"]],
    }


def _readable_line(line: dict[str, Any], currency: str) -> dict[str, Any]:
    discount = Decimal(line["discount"])
    return {
        **line,
        "quantity_said": number_text(Decimal(line["quantity"]).normalize()),
        "price_said": bare_marked(Decimal(line["unit_price"]), currency),
        "discount_said": percent_text(discount) if discount else NOTHING,
        "net_said": bare_marked(Decimal(line["net"]), currency),
    }


def _deals(handoff: Handoff) -> Any:
    """What was won with this client; the deal of the handoff first."""
    won = Deal.objects.in_use().filter(of_account(handoff.account), state=Deal.State.WON)
    rows = won.filter(Q(pk=handoff.deal_id) | Q(closed_on__isnull=False)).order_by("-closed_on", "-pk")[:20]
    return sorted(rows, key=lambda deal: deal.pk != handoff.deal_id)


def _client(account: Account) -> dict[str, Any]:
    return {
        "country": account.country,
        "currency": account.currency,
        "language": account.language,
        "payment_days": account.payment_days,
        "industry": account.industry,
    }


def _people(account: Account, deals: list[Deal], on: date) -> list[dict[str, Any]]:
    """Everybody with a say in a deal, then everybody else who works there."""
    found: dict[int, dict[str, Any]] = {}
    for row in DealContact.objects.in_use().filter(deal__in=deals).order_by("deal", "pk"):
        found.setdefault(
            row.contact_id,
            {"contact": row.contact_id, "title": "", "role": row.role, "stance": row.stance},
        )
    positions = ContactPosition.objects.filter(on_day(on), of_account(account)).order_by("pk")
    for position in positions:
        new = {"contact": position.contact_id, "title": "", "role": "", "stance": ""}
        found.setdefault(position.contact_id, new)["title"] = position.title
    return list(found.values())


def _promises(account: Account) -> list[dict[str, Any]]:
    rows = (
        Promise.objects.in_use().filter(of_account(account), state=Promise.State.OPEN).order_by("due", "pk")
    )
    return [
        {
            "promise": row.pk,
            "text": row.text,
            "due": row.due.isoformat(),
            "contact": row.contact_id,
            "owner": row.owner_id,
        }
        for row in rows
    ]


def _sold(deal: Deal) -> dict[str, Any]:
    """What was sold in a deal, at which prices, and what the client said yes to."""
    answer = (
        ProposalAnswer.objects.filter(proposal__deal=deal, is_yes=True)
        .select_related("proposal", "version")
        .order_by("-at")
        .first()
    )
    lines = DealLine.objects.in_use().filter(deal=deal).order_by("position", "pk").select_related("product")
    return {
        "deal": deal.pk,
        "name": deal.name,
        "on": deal.closed_on.isoformat() if deal.closed_on else None,
        "value": None if deal.value is None else str(deal.value),
        "currency": deal.currency,
        "brief": deal.brief,
        "lines": [
            {
                "what": str(line),
                "quantity": str(line.quantity),
                "unit_price": str(line.unit_price),
                "discount": str(line.discount),
                "net": str(line.net),
            }
            for line in lines
        ],
        "proposal": _accepted(answer.proposal, answer.version, answer) if answer else None,
    }


def _accepted(proposal: Proposal, version: ProposalVersion, answer: ProposalAnswer) -> dict[str, Any]:
    customised = ProposalLine.objects.filter(version=version, customisation__isnull=False)
    return {
        "proposal": proposal.pk,
        "number": proposal.number,
        "version": version.number,
        "on": timezone.localdate(answer.at).isoformat(),
        "terms": version.terms,
        "conditions": [
            {"what": row.customisation.requirement, "condition": row.customisation.answer}
            for row in customised.select_related("customisation").order_by("position")
        ],
    }


def _competitors(deals: list[Deal]) -> list[dict[str, Any]]:
    rows = DealCompetitor.objects.in_use().filter(deal__in=deals).select_related("competitor").order_by("pk")
    found = {row.competitor.name: row for row in rows}
    return [{"name": name, "standing": row.standing, "note": row.note} for name, row in found.items()]


def _needs(account: Account) -> list[dict[str, Any]]:
    rows = Need.objects.in_use().filter(of_account(account), state=Need.State.OPEN).select_related("product")
    return [
        {"need": row.pk, "text": row.text, "on": row.said_on.isoformat(), "product": str(row.product or "")}
        for row in rows.order_by("-said_on", "-pk")[:50]
    ]


def _steps(account: Account) -> list[dict[str, Any]]:
    """Next steps that were agreed and not taken, and what is planned."""
    rows = Touchpoint.objects.in_use().filter(of_account(account))
    agreed = rows.filter(state=Touchpoint.State.DONE, next_step_done_on__isnull=True).exclude(next_step="")
    planned = rows.filter(state=Touchpoint.State.PLANNED)
    return [
        {"touchpoint": row.pk, "text": row.next_step, "on": row.next_step_on and row.next_step_on.isoformat()}
        for row in agreed.order_by("next_step_on", "pk")[:50]
    ] + [
        {"touchpoint": row.pk, "text": str(row), "on": timezone.localdate(row.at).isoformat()}
        for row in planned.order_by("at", "pk")[:50]
    ]


def _papers(account: Account, deals: list[Deal]) -> list[dict[str, Any]]:
    """Files on the account, its deals and their proposals."""
    proposals = Proposal.objects.filter(deal__in=deals).values_list("pk", flat=True)
    about = (
        Q(about_kind="account", about_id=account.pk)
        | Q(about_kind="deal", about_id__in=[deal.pk for deal in deals])
        | Q(about_kind="proposal", about_id__in=list(proposals))
    )
    rows = Attachment.objects.in_use().filter(about).order_by("-added_at", "-pk")[:100]
    return [{"attachment": row.pk, "name": row.name, "about": row.about_kind} for row in rows]
