"""Freezing a version: from here on its content has a checksum and a PDF, and does not change any more."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.proposals.documents.pdf import pdf_of
from suki.apps.proposals.models import Customisation, Proposal, ProposalVersion
from suki.base.files import store
from suki.kernel.errors import RuleBroken


def freeze(proposal: Proposal, version: ProposalVersion) -> ProposalVersion:
    """Somebody will rely on this version: check that it is whole, keep its checksum and its document."""
    check_whole(proposal, version)
    if version.is_frozen:
        return version
    version.pdf = store(pdf_of(proposal, version), content_type="application/pdf")
    version.checksum = checksum_of(version)
    version.frozen_at = timezone.now()
    version.save()
    return version


def check_whole(proposal: Proposal, version: ProposalVersion) -> None:
    """What must hold before anybody relies on a version, each with its sentence."""
    lines = list(version.lines.select_related("customisation__department"))
    if not lines:
        raise RuleBroken(_("A proposal needs at least one line."))
    if version.valid_until is not None and version.valid_until < proposal.deal.entity.today:
        raise RuleBroken(_("The offer would be over before the client reads it. Choose a later day."))
    for line in lines:
        if line.customisation is not None:
            check_reviewed(line.customisation)


def check_reviewed(made: Customisation) -> None:
    """A customised product is offered only when its department has said that it can be made."""
    if made.state == Customisation.State.ASKED:
        raise RuleBroken(
            _(
                "“{requirement}” waits for the answer of {department}; until then the proposal cannot be sent."
            ).format(requirement=made, department=made.department)
        )
    if made.state == Customisation.State.REFUSED:
        raise RuleBroken(
            _(
                "{department} refused “{requirement}”; take its line out, or ask again, before the proposal is sent."
            ).format(requirement=made, department=made.department)
        )


def checksum_of(version: ProposalVersion) -> str:
    """The checksum of everything that the client agrees to."""
    content: dict[str, Any] = {
        "proposal": version.proposal.number,
        "version": version.number,
        "currency": version.proposal.currency,
        "net": f"{version.net:f}",
        "tax": f"{version.tax:f}",
        "valid_until": version.valid_until.isoformat() if version.valid_until else None,
        **{name: getattr(version, name) for name in ("title", "greeting", "terms", "closing")},
        "lines": [
            [
                line.key, line.product_id, line.customisation_id, line.description, line.is_optional, line.is_chosen,
                *(f"{getattr(line, name):f}" for name in _AMOUNTS),
            ]
            for line in version.lines.order_by("position", "pk")
        ],
    }  # fmt: skip
    packed = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


_AMOUNTS = ("quantity", "unit_price", "discount", "tax_percent", "net", "tax")
