"""What has to agree about reviews is said when it does not."""

from suki.apps.standing.invariants import (
    evidence_is_untouched,
    nobody_decided_on_themselves,
    parting_had_a_second_opinion,
)
from suki.apps.standing.models import Decision, Evidence
from suki.apps.standing.tests.stage import ALSO, WHY, at_parting, decided

CHECKS = (evidence_is_untouched, parting_had_a_second_opinion, nobody_decided_on_themselves)


def test_reviews_that_people_led_agree_and_forged_ones_are_named(answered, clara, second, ana):
    at_parting(clara, second, answered)
    decided(clara, answered, "end", alternatives=ALSO)
    assert [list(look.look().sentences) for look in CHECKS] == [[], [], []]
    Decision.objects.all().delete()
    Decision.objects.create(review=answered, kind="end", reasons=WHY, alternatives=ALSO, by=ana)
    Evidence.objects.create(review=answered, number=2, facts={"periods": []}, checksum="0" * 64)
    said = [" ".join(map(str, look.look().sentences)) for look in CHECKS]
    assert "not what was frozen" in said[0]
    assert "without a second person" in said[1]
    assert "decided on themselves" in said[2]
