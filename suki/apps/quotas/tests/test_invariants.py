"""What has to agree about quotas is said when it does not."""

from datetime import date
from decimal import Decimal

from suki.apps.quotas.actions import acknowledge_change, change_quota
from suki.apps.quotas.invariants import (
    parts_of_changed_quotas_lie_inside,
    quotas_are_acknowledged_by_the_person,
)
from suki.apps.quotas.models import Quota
from suki.apps.quotas.standing import take_step

CHECKS = (quotas_are_acknowledged_by_the_person, parts_of_changed_quotas_lie_inside)


def test_changed_quotas_agree_and_tampered_ones_are_named(clara, ana, bayu, acknowledged):
    change = change_quota(
        actor=clara, quota=acknowledged, since=date(2026, 2, 1), amount=Decimal(1), reason="Less"
    )
    acknowledge_change(actor=ana, change=change)
    assert [list(look.look().sentences) for look in CHECKS] == [[], []]
    take_step(acknowledged, "acknowledged", bayu)
    Quota.objects.filter(pk=acknowledged.pk).update(figure=None)
    said = [" ".join(map(str, look.look().sentences)) for look in CHECKS]
    assert "Bayu Pratama has acknowledged a quota of Ana Reyes" in said[0]
    assert "lacks its figure" in said[1]
