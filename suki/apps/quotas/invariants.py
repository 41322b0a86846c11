"""What has to agree about quotas: who said that they have read them, and where the parts of a changed one lie."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.checking import Finding, check, differing


@check("quotas.acknowledged", gettext_lazy("Nobody has acknowledged the quota of somebody else"))
def quotas_are_acknowledged_by_the_person() -> Finding:
    return differing(
        """
        SELECT p.name, other.name AS other, to_char(s.at, 'YYYY-MM-DD') AS day
        FROM quotas_quotastep s JOIN quotas_quota q ON q.id = s.quota_id JOIN people_person p ON p.id = q.person_id
        JOIN people_person other ON other.user_id = s.by_id AND other.id <> p.id
        WHERE s.step = 'acknowledged' ORDER BY s.id
        """,
        _("{other} has acknowledged a quota of {name} on {day}."),
        out_of="quotas_quotastep",
    )


@check("quotas.periods", gettext_lazy("Every part of a changed quota lies inside its period"))
def parts_of_changed_quotas_lie_inside() -> Finding:
    return differing(
        """
        SELECT q.id AS number, q.valid::text AS days, q.period::text AS period FROM quotas_quota q
        WHERE q.period IS NOT NULL AND (NOT q.valid <@ q.period OR q.figure IS NULL) ORDER BY q.id
        """,
        _("Quota {number} holds for {days}, which is not inside its period {period}, or lacks its figure."),
        out_of="quotas_quota",
    )
