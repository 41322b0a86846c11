"""Questions about proposals: those somebody may see, what changed between versions, what stands open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suki.apps.people.models import Absence
from suki.apps.proposals.locking import person_of
from suki.apps.proposals.models import (
    Approval,
    Proposal,
    ProposalComment,
    ProposalLine,
    ProposalLink,
    ProposalVersion,
)
from suki.base.dated import on_day
from suki.base.formats import amount_text, day_text, number_text, percent_text


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions: what, as it was, as it is."""

    what: str
    was: str
    now: str


def proposals_for(actor: Any) -> QuerySet[Proposal]:
    """The proposals of the deals that the actor sees, with the totals of their newest version."""
    newest = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    found: QuerySet[Proposal] = Proposal.objects.visible_to(actor).in_use()
    return found.annotate(
        net=Subquery(newest.values("net")[:1]),
        title=Subquery(newest.values("title")[:1]),
        version=Subquery(newest.values("number")[:1]),
        valid_until=Subquery(newest.values("valid_until")[:1]),
    )


def lines_of(version: ProposalVersion) -> list[ProposalLine]:
    """The lines in their order, with what each is about."""
    rows = version.lines.select_related("product", "customisation__department")
    return list(rows.order_by("position", "pk"))


def changes_between(before: ProposalVersion, after: ProposalVersion, currency: str) -> list[Change]:
    """What is new, gone or otherwise, line by line, then the texts and the totals."""
    was = {line.key: line for line in lines_of(before)}
    now = {line.key: line for line in lines_of(after)}
    found = [
        Change(line.description, "", _said(line, currency)) for key, line in now.items() if key not in was
    ]
    found += [
        Change(line.description, _said(line, currency), "") for key, line in was.items() if key not in now
    ]
    for key in was.keys() & now.keys():
        old, new = _said(was[key], currency), _said(now[key], currency)
        if old != new or was[key].description != now[key].description:
            renamed = was[key].description != now[key].description
            what = f"{was[key].description} → {now[key].description}" if renamed else now[key].description
            found.append(Change(what, old, new))
    for name, label in (
        ("title", pgettext("of a document", "Title")),
        ("greeting", _("Opening")),
        ("terms", _("Terms")),
        ("closing", _("Closing")),
    ):
        if getattr(before, name) != getattr(after, name):
            found.append(Change(label, getattr(before, name), getattr(after, name)))
    if before.valid_until != after.valid_until:
        found.append(Change(_("Valid until"), day_text(before.valid_until), day_text(after.valid_until)))
    if before.gross != after.gross:
        found.append(
            Change(_("Total"), amount_text(before.gross, currency), amount_text(after.gross, currency))
        )
    return found


def links_of(proposal: Proposal) -> Sequence[ProposalLink]:
    """The links that were made, newest first, with how often and when last they were opened."""
    links = ProposalLink.objects.filter(version__proposal=proposal).select_related(
        "version", "contact", "made_by__person"
    )
    return list(links.annotate(times=Count("views"), last=Max("views__at")).order_by("-pk"))


def comments_of(proposal: Proposal) -> list[ProposalComment]:
    """What was said on the client's pages, oldest first."""
    found = ProposalComment.objects.filter(version__proposal=proposal).select_related("line", "version")
    return list(found.order_by("pk"))


def approvals_for(actor: Any, today: Any) -> QuerySet[Approval]:
    """What the actor is asked to approve, themselves or for somebody who is away; those whose turn it is are open."""
    person = person_of(actor)
    away = Absence.objects.filter(on_day(today)).values("person")
    covered = Absence.objects.filter(on_day(today), cover=person).values("person")
    theirs = Q(approver=person) | Q(substitute=person, approver__in=away) | Q(approver__in=covered)
    found = Approval.objects.filter(theirs) if person else Approval.objects.none()
    return found.select_related(
        "version__proposal__deal__account", "version__proposal__deal__entity", "version__proposal__owner", "approver", "asked_by",
        "version__made_by__person",
    ).order_by("-pk")  # fmt: skip


def approval_for(actor: Any, approval_id: int, today: Any) -> Approval:
    """One of them, or 404."""
    return get_object_or_404(approvals_for(actor, today), pk=approval_id)


def open_approvals(actor: Any, today: Any) -> list[Approval]:
    """Those that wait for the actor now."""
    asked = approvals_for(actor, today).filter(
        state=Approval.State.ASKED, version__proposal__state=Proposal.State.IN_APPROVAL
    )
    earlier = Approval.objects.filter(
        version=OuterRef("version"), state=Approval.State.ASKED, step__lt=OuterRef("step")
    )
    return list(asked.annotate(before=Subquery(earlier.values("pk")[:1])).filter(before=None))


def why_in_words(why: dict[str, str], currency: str) -> str:
    """Why a word is needed, for the reader."""
    said = []
    if "value" in why:
        said.append(
            _("value {amount}").format(
                amount=amount_text(Decimal(why["value"]).quantize(Decimal("0.01")), currency)
            )
        )
    if "discount" in why:
        said.append(_("discount {percent}").format(percent=percent_text(Decimal(why["discount"]))))
    if "margin" in why:
        said.append(_("margin {percent}").format(percent=percent_text(Decimal(why["margin"]))))
    return ", ".join(said) or _("every proposal")


def _said(line: ProposalLine, currency: str) -> str:
    """A line in one breath, as the comparison shows it."""
    parts = [
        f"{number_text(line.quantity.normalize() + 0)} × {amount_text(line.unit_price.normalize() + 0, currency)}"
    ]
    if line.discount:
        parts.append(f"− {percent_text(line.discount)}")
    parts.append(f"= {amount_text(line.net, currency)}")
    if line.is_optional:
        parts.append(_("option"))
    return " ".join(parts)
