"""The group of companies that an account belongs to: a tree in which every node counts all below it, in one currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.accounts.models import Account
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.ledger.groups import GroupSums, group_sums, members_in_order
from suki.base.access import Can, Reach, can, reach_of, screen
from suki.base.formats import amount_marked, bare_marked, percent_text
from suki.base.lists import Explanation, Line, Node, Tab
from suki.base.pages import kind_named, tabs_of
from suki.base.partials import render_part
from suki.kernel.periods import Period
from suki.reports.addresses import lines_address
from suki.reports.asking import Asked
from suki.reports.book import year_to_date


@dataclass(frozen=True)
class Group:
    """A group as one reader sees it. What they may not see neither stands in the tree nor counts."""

    account: Account
    entity: LegalEntity
    period: Period
    found: GroupSums
    seen: Mapping[int, Account]
    is_restated: bool
    sees_cost: bool

    def lines_of(self, node: int) -> str:
        """Where the sum of a node opens."""
        wishes = f"?node={node}{'&tree=today' if self.is_restated else ''}"
        return reverse("account_group_lines", args=[self.account.pk]) + wishes


@screen(Can.SEE_LEDGER)
def account_group(request: HttpRequest, account_id: int) -> HttpResponse:
    """The tree of a group with what each node has brought this year."""
    group = _group(request, account_id)
    kind = kind_named("account")
    page = {
        "account": group.account,
        "group": group,
        "nodes": _tree(group),
        "left": _left(group),
        "crumbs": kind.crumbs(group.account),
        "tabs": tabs_of("account", request.user, account_id, "group"),
        "may_edit": can(request.user, Can.EDIT_ACCOUNTS),
        "ways": _ways(request.path, group),
        "is_part": reach_of(request.user, Can.SEE_ACCOUNTS) is not Reach.ALL,
    }
    return render(request, "desk/account/group.html", page)


@screen(Can.SEE_LEDGER)
def group_lines(request: HttpRequest, account_id: int) -> HttpResponse:
    """What the sum of a node is made of: its members, each leading to its own lines."""
    group = _group(request, account_id)
    node = request.GET.get("node", "")
    if not node.isdecimal() or int(node) not in group.seen:
        raise Http404
    it = _explained(group, int(node))
    page = {"it": it, "crumbs": kind_named("account").crumbs(group.account)}
    return render_part(request, "billing/explained.html", "billing/_explained.html", page)


def _group(request: HttpRequest, account_id: int) -> Group:
    entity = default_entity()
    today = entity.today
    period, _before = year_to_date(entity, today)
    is_restated = request.GET.get("tree") == "today"
    found = group_sums(entity, account_id, period.start, period.end, on=today, restated=is_restated)
    rows = (
        kind_named("account")
        .rows(request.user)
        .filter(pk__in={*found.accounts, account_id})
        .order_by("sort_key")
    )
    seen = {row.pk: row for row in rows}
    if account_id not in seen:
        raise Http404
    return Group(seen[account_id], entity, period, found, seen, is_restated, can(request.user, Can.SEE_COST))


def _tree(group: Group) -> tuple[Node, ...]:
    """The nodes that stand there today; those under one that is not to be seen move up to the next that is."""
    below: dict[int | None, list[int]] = {}
    for account in group.seen:
        if account in group.found.above:
            below.setdefault(_parent_seen(group, account), []).append(account)

    def node(account: int) -> Node:
        row = group.seen[account]
        return Node(
            key=account, label=row.name, href=reverse("account", args=[account]), aside=row.city,
            tail=_tail(group, account), is_open=True, children=tuple(node(child) for child in below.get(account, ())),
        )  # fmt: skip

    return tuple(node(account) for account in below.get(None, ()))


def _parent_seen(group: Group, account: int) -> int | None:
    parent = group.found.above.get(account)
    while parent is not None and parent not in group.seen:
        parent = group.found.above.get(parent)
    return parent


def _left(group: Group) -> list[Line]:
    """Who belonged to the group this year and does no more; what they brought until then counts above."""
    head = group.found.head
    gone = [account for account in members_in_order(group.found, head) if account not in group.found.above]
    return [
        Line("", group.seen[account].name, tail=bare_marked(group.found.sums[(head, account)].net, group.entity.currency),
             href=reverse("account", args=[account]))
        for account in gone if account in group.seen
    ]  # fmt: skip


def _tail(group: Group, node: int) -> Any:
    total = group.found.of(node, group.seen)
    figure = amount_marked(total.net, group.entity.currency)
    margin = ""
    if group.sees_cost and total.net_with_cost:
        share = (total.net_with_cost - total.cost) / total.net_with_cost
        margin = format_html(
            '<span class="faint small opt" title="{}">{}</span> ', _("margin"), percent_text(share)
        )
    return format_html(
        '{}<a class="opens" href="{}" data-drawer>{}</a>', margin, group.lines_of(node), figure
    )


def _explained(group: Group, node: int) -> Explanation:
    currency = group.entity.currency
    members = [account for account in members_in_order(group.found, node) if account in group.seen]
    asked = Asked(group.entity, group.period, "account")
    lines = tuple(
        Line(
            group.seen[account].city, group.seen[account].name,
            tail=bare_marked(group.found.sums[(node, account)].net, currency),
            href=lines_address(asked, subject=account),
        )
        for account in members
    )  # fmt: skip
    total = sum((group.found.sums[(node, account)].net for account in members), Decimal(0))
    rule = _(
        "Invoiced and credited in the fiscal year so far, each line counted for the group its customer belonged to on"
        " the line's own day."
    )
    if group.is_restated:
        rule = _(
            "Invoiced and credited in the fiscal year so far, as if the group had always been what it is today."
        )
    return Explanation(
        title=_("Revenue of {account} and what belongs to it").format(account=group.seen[node].name),
        figure=amount_marked(total, currency), rule=rule, lines=lines,
        total_label=ngettext("{count} company", "{count} companies", len(lines)).format(count=len(lines)),
        total_margin=currency, total=bare_marked(total, currency),
    )  # fmt: skip


def _ways(path: str, group: Group) -> list[Tab]:
    return [
        Tab(_("As it was on each day"), path, is_here=not group.is_restated),
        Tab(_("As it is today"), f"{path}?tree=today", is_here=group.is_restated),
    ]
