"""Why somebody can see an account: the function that sees all, or the team and territory that lead to it, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, AccountTeamMember
from suki.apps.people.models import PersonFunction, TerritoryMember
from suki.apps.people.reach import people_in_reach
from suki.base.access import GRANTS, Can, Function, Reach, reach_of, reasons, screen
from suki.base.dated import on_day
from suki.base.formats import day_text
from suki.base.lists import Reason
from suki.base.pages import kind_named
from suki.base.partials import render_part
from suki.flows.cover import absences_covered_by


@screen(Can.SEE_ACCOUNTS)
def account_why(request: HttpRequest, account_id: int) -> HttpResponse:
    """Why the reader can see this account."""
    kind = kind_named("account")
    account = kind.row_for(request.user, account_id)
    page = {
        "account": account,
        "reasons": reasons_of(request.user, account, timezone.localdate()),
        "crumbs": kind.crumbs(account),
    }
    return render_part(request, "desk/why.html", "desk/_why.html", page)


def reasons_of(actor: Any, account: Account, on: date) -> list[Reason]:
    """Every way that leads to the account, in words; the same ways that `visible_to` goes."""
    reach = reach_of(actor, Can.SEE_ACCOUNTS)
    if reach is Reach.ALL:
        return list(_functions(actor, on))
    told = [
        *_teams(actor, account, on, reach),
        *_territories(actor, account, on, reach),
        *_covers(actor, account, on),
    ]
    return told or [Reason(name) for name in reasons(actor, "account", account.pk)]


def _functions(actor: Any, on: date) -> Iterator[Reason]:
    for held in PersonFunction.objects.filter(on_day(on), person__user=actor):
        grant = GRANTS[Function(held.function)]
        if grant.reach is Reach.ALL and Can.SEE_ACCOUNTS in grant.capabilities:
            said = _("Your function, {function}, sees every account").format(
                function=held.get_function_display()
            )
            yield Reason(said, _since(held))


def _teams(actor: Any, account: Account, on: date, reach: Reach) -> Iterator[Reason]:
    members = AccountTeamMember.objects.filter(
        on_day(on), account=account, person__in=people_in_reach(actor, on, reach)
    )
    for member in members.select_related("person").order_by("valid"):
        role = member.get_role_display()
        if member.person.user_id == actor.pk:
            said = _("You are on the account's team: {role}").format(role=role)
        else:
            said = _("{name} works below you and is on the account's team: {role}").format(
                name=member.person.name, role=role
            )
        yield Reason(said, _since(member))


def _territories(actor: Any, account: Account, on: date, reach: Reach) -> Iterator[Reason]:
    covering = TerritoryMember.objects.filter(
        on_day(on), territory=account.territory_id, person__in=people_in_reach(actor, on, reach)
    )
    for member in covering.select_related("person", "territory").order_by("valid"):
        if member.person.user_id == actor.pk:
            said = _("You cover its territory, {territory}").format(territory=member.territory.name)
        else:
            said = _("{name} works below you and covers its territory, {territory}").format(
                name=member.person.name, territory=member.territory.name
            )
        yield Reason(said, _since(member))


def _covers(actor: Any, account: Account, on: date) -> Iterator[Reason]:
    members = AccountTeamMember.objects.filter(on_day(on), account=account).values("person")
    for absence in absences_covered_by(actor, on).filter(person__in=members).select_related("person"):
        said = _("You cover for {name} until {day}").format(
            name=absence.person.name, day=day_text(absence.last_day)
        )
        yield Reason(said, _since(absence))


def _since(row: Any) -> str:
    return _("since {day}").format(day=day_text(row.valid.lower)) if row.valid.lower else ""
