"""What has to agree about reviews: frozen evidence, decisions by people, parting only with a second opinion."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.standing.gathering import checksum_of
from suki.apps.standing.models import Evidence
from suki.base.checking import Finding, check, differing, found


@check("standing.evidence", gettext_lazy("All evidence is as it was frozen"))
def evidence_is_untouched() -> Finding:
    kept = Evidence.objects.order_by("pk").values_list("review", "number", "facts", "checksum")
    return found(
        Evidence.objects.count(),
        (
            _("The evidence {number} of review {review} is not what was frozen.").format(
                number=number, review=review
            )
            for review, number, facts, checksum in kept.iterator()
            if checksum_of(facts) != checksum
        ),
    )


@check("standing.parting", gettext_lazy("Nobody was parted with without a second person who agreed"))
def parting_had_a_second_opinion() -> Finding:
    return differing(
        """
        SELECT d.review_id AS review FROM standing_decision d
        WHERE d.kind = 'end' AND NOT EXISTS (
            SELECT 1 FROM standing_decision t JOIN standing_opinion o ON o.decision_id = t.id
            WHERE t.review_id = d.review_id AND t.kind = 'termination' AND t.id < d.id AND o.agrees AND o.by_id <> d.by_id)
        ORDER BY d.id
        """,
        _("Review {review} ended without a second person who agreed."),
        out_of="standing_decision",
    )


@check("standing.oneself", gettext_lazy("Nobody decided on themselves"))
def nobody_decided_on_themselves() -> Finding:
    return differing(
        """
        SELECT d.review_id AS review FROM standing_decision d
        JOIN standing_standingreview r ON r.id = d.review_id JOIN people_person p ON p.id = r.person_id
        WHERE p.user_id = d.by_id ORDER BY d.id
        """,
        _("In review {review} somebody decided on themselves."),
        out_of="standing_decision",
    )
