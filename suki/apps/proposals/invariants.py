"""What has to agree about proposals: versions and their lines, what was frozen, numbers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.proposals.freezing_versions import checksum_of
from suki.apps.proposals.models import ProposalVersion
from suki.base.checking import Finding, check, found
from suki.base.gaps import gaps_in


@check("proposals.lines", gettext_lazy("Every version of a proposal is the sum of its lines"))
def versions_are_the_sum_of_their_lines() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS)
        wrong = cursor.fetchall()
    sentences = (
        _("{number}, version {version}: the lines come to {lines}, the version says {net}.").format(
            number=number, version=version, lines=lines, net=net
        )
        for number, version, lines, net in wrong
    )
    return found(ProposalVersion.objects.count(), sentences)


@check("proposals.frozen", gettext_lazy("What was frozen of proposals is as it was"))
def frozen_versions_are_as_they_were() -> Finding:
    frozen = ProposalVersion.objects.filter(frozen_at__isnull=False)
    return found(frozen.count(), _changed(frozen.select_related("proposal").order_by("pk")))


@check("proposals.numbers", gettext_lazy("Proposals that Suki numbered have no gap"))
def proposals_have_no_gap() -> Finding:
    return gaps_in("proposal", "SELECT '', number, false FROM proposals_proposal")


def _changed(versions: object) -> Iterator[str]:
    for version in versions.iterator(chunk_size=500):  # type: ignore[attr-defined]
        if checksum_of(version) != version.checksum:
            yield _("{version} is not as it was when it was frozen.").format(version=version)


_SUMS = """
    SELECT p.number, v.number, coalesce(sum(l.net), 0), v.net
    FROM proposals_proposalversion v
    JOIN proposals_proposal p ON p.id = v.proposal_id
    LEFT JOIN proposals_proposalline l ON l.version_id = v.id AND (l.is_chosen OR NOT l.is_optional)
    GROUP BY p.number, v.id
    HAVING coalesce(sum(l.net), 0) <> v.net OR coalesce(sum(l.tax), 0) <> v.tax
    ORDER BY v.id
"""
