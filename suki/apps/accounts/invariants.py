"""What has to agree about accounts: one owner a day, shares that total 100, lifecycles, trees without circles."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.checking import Finding, check, differing


@check("accounts.owner", gettext_lazy("No account has two owners on one day"))
def one_owner_a_day() -> Finding:
    return differing(
        """
        SELECT a.name, lower(m.valid * o.valid) AS day
        FROM accounts_accountteammember m
        JOIN accounts_accountteammember o ON o.account_id = m.account_id AND o.id > m.id AND o.valid && m.valid
        JOIN accounts_account a ON a.id = m.account_id
        WHERE m.role = 'owner' AND o.role = 'owner' ORDER BY a.id, 2
        """,
        _("{name} has two owners on {day}."),
        out_of="accounts_accountteammember WHERE role = 'owner'",
    )


@check("accounts.shares", gettext_lazy("The shares of every role total 100% on every day"))
def shares_total_100() -> Finding:
    return differing(
        """
        WITH shared AS (
            SELECT account_id, role, share, valid FROM accounts_accountteammember WHERE share IS NOT NULL
        ), days AS (
            SELECT account_id, role, lower(valid) AS day FROM shared
            UNION
            SELECT account_id, role, upper(valid) FROM shared WHERE upper(valid) IS NOT NULL
        )
        SELECT a.name, d.role, d.day, trim_scale(sum(s.share)) AS total
        FROM days d
        JOIN shared s ON s.account_id = d.account_id AND s.role = d.role AND s.valid @> d.day
        JOIN accounts_account a ON a.id = d.account_id
        GROUP BY a.id, d.role, d.day HAVING sum(s.share) <> 100 ORDER BY a.id, d.day
        """,
        _("{name}: on {day} the shares of the role {role} total {total}%."),
        out_of="accounts_accountteammember WHERE share IS NOT NULL",
    )


@check("accounts.lifecycle", gettext_lazy("Every account stands where its last change of lifecycle put it"))
def lifecycles_agree() -> Finding:
    return differing(
        """
        SELECT a.name, a.lifecycle AS stands, last.lifecycle AS told
        FROM accounts_account a JOIN LATERAL (
            SELECT c.lifecycle FROM accounts_lifecyclechange c WHERE c.account_id = a.id ORDER BY c.id DESC LIMIT 1
        ) last ON last.lifecycle <> a.lifecycle
        ORDER BY a.id
        """,
        _("{name} stands as {stands}; its last change says {told}."),
        out_of="accounts_account",
    )


@check("accounts.parents", gettext_lazy("No account belongs to itself, however many steps up"))
def no_circle_of_parents() -> Finding:
    return differing(
        """
        WITH RECURSIVE above(account_id, parent_id, valid) AS (
            SELECT account_id, parent_id, valid FROM accounts_accountparent
            UNION
            SELECT b.account_id, p.parent_id, b.valid * p.valid
            FROM above b JOIN accounts_accountparent p ON p.account_id = b.parent_id AND p.valid && b.valid
            WHERE b.account_id <> b.parent_id
        )
        SELECT a.name, min(lower(b.valid)) AS day FROM above b JOIN accounts_account a ON a.id = b.account_id
        WHERE b.account_id = b.parent_id GROUP BY a.id ORDER BY a.id
        """,
        _("{name} belongs to itself from {day} on."),
        out_of="accounts_accountparent",
    )


@check("accounts.merged", gettext_lazy("Every merged account leads to one that is alive"))
def merged_accounts_lead_somewhere() -> Finding:
    return differing(
        """
        WITH RECURSIVE led(start, id, seen) AS (
            SELECT id, merged_into_id, ARRAY[id] FROM accounts_account WHERE merged_into_id IS NOT NULL
            UNION ALL
            SELECT l.start, a.merged_into_id, l.seen || a.id
            FROM led l JOIN accounts_account a ON a.id = l.id
            WHERE a.merged_into_id IS NOT NULL AND NOT a.id = ANY(l.seen)
        )
        SELECT DISTINCT a.name, a.id FROM led l JOIN accounts_account a ON a.id = l.start
        WHERE l.id = ANY(l.seen) ORDER BY a.id
        """,
        _("{name} has been merged in a circle and leads to no account."),
        out_of="accounts_account WHERE merged_into_id IS NOT NULL",
    )
