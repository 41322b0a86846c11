"""What has to agree about rewards: points, choices and the pieces they took, prizes of settled contests."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.checking import Finding, check, differing


@check("rewards.points", gettext_lazy("Nobody has spent more points than they had"))
def balances_are_not_negative() -> Finding:
    return differing(
        """
        SELECT p.name, sum(e.points) AS balance
        FROM rewards_pointentry e JOIN rewards_purse s ON s.id = e.purse_id JOIN people_person p ON p.id = s.person_id
        GROUP BY p.id HAVING sum(e.points) < 0 ORDER BY p.id
        """,
        _("{name} has {balance} points."),
        out_of="rewards_purse",
    )


@check("rewards.choices", gettext_lazy("Every choice for points stands in the account of points"))
def choices_were_paid_for() -> Finding:
    return differing(
        """
        SELECT r.name, c.points, coalesce(sum(-e.points), 0) AS spent
        FROM rewards_choice c JOIN rewards_reward r ON r.id = c.reward_id
        LEFT JOIN rewards_pointentry e ON e.choice_id = c.id
        GROUP BY c.id, r.name HAVING coalesce(sum(-e.points), 0) <> CASE WHEN c.is_returned THEN 0 ELSE c.points END
        ORDER BY c.id
        """,
        _("“{name}” was chosen for {points} points, and {spent} were spent."),
        out_of="rewards_choice",
    )


@check("rewards.grants", gettext_lazy("Every grant of points is in the account of points"))
def grants_were_booked() -> Finding:
    return differing(
        """
        SELECT g.what_for, g.points, coalesce(sum(e.points), 0) AS booked
        FROM rewards_grant g LEFT JOIN rewards_pointentry e ON e.grant_id = g.id AND e.why = 'won'
        GROUP BY g.id HAVING coalesce(sum(e.points), 0) <> g.points ORDER BY g.id
        """,
        _("“{what_for}” gave {points} points, and {booked} are in the account."),
        out_of="rewards_grant",
    )
