"""The doctor sees what somebody changed behind the house's back."""

from __future__ import annotations

import pgtrigger

from suki.apps.proposals.invariants import (
    frozen_versions_are_as_they_were,
    proposals_have_no_gap,
    versions_are_the_sum_of_their_lines,
)
from suki.apps.proposals.models import ProposalLine


def test_all_agrees_until_somebody_changes_a_frozen_line(sent):
    checks = (versions_are_the_sum_of_their_lines, frozen_versions_are_as_they_were, proposals_have_no_gap)
    assert all(each.look().agrees for each in checks)
    with pgtrigger.ignore("proposals.ProposalLine:stay_frozen"):
        ProposalLine.objects.filter(key=1).update(net=1)
    assert versions_are_the_sum_of_their_lines.look().wrong == 1
    assert frozen_versions_are_as_they_were.look().wrong == 1
