"""What has to agree about rewards is said when it does not."""

from suki.apps.rewards.actions import choose_reward, grant_reward, return_choice
from suki.apps.rewards.invariants import balances_are_not_negative, choices_were_paid_for, grants_were_booked
from suki.apps.rewards.models import Choice, Grant, PointEntry

CHECKS = (balances_are_not_negative, choices_were_paid_for, grants_were_booked)


def test_what_was_won_and_spent_agrees_and_what_was_tampered_with_is_named(clara, ana, bag):
    purse = grant_reward(actor=clara, person=ana.person, what_for="Messe", points=250).purse
    return_choice(actor=ana, choice=choose_reward(actor=ana, purse=purse, reward=bag))
    choose_reward(actor=ana, purse=purse, reward=bag)
    assert [list(look.look().sentences) for look in CHECKS] == [[], [], []]
    Grant.objects.update(points=1)
    Choice.objects.filter(is_returned=False).update(points=7)
    PointEntry.objects.create(purse=purse, points=-900, why="corrected")
    said = [" ".join(map(str, look.look().sentences)) for look in CHECKS]
    assert "has -750 points" in said[0]
    assert "for 7 points, and 100 were spent" in said[1]
    assert "gave 1 points, and 250" in said[2]
