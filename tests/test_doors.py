"""Every door of the house, tried by every function and by a stranger: open, refused (403), or not there for them (404).

What must happen is worked out from the capability that the screen names and from how far the function sees; nothing is
written down per address but what an address leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from allauth.core.context import request_context
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse

from suki.base.access import GRANTS, Can, Function, Grant, Reach
from tests.test_house_rules import patterns

LONG_AGO = date(2020, 1, 1)
NOTHING = Grant(Reach.NOTHING, frozenset())
OPEN, SIGN_IN, REFUSED, NOT_THERE = "open", "to the sign-in page", "refused (403)", "not there (404)"

NAMED = {
    "code": 404, "format": "json", "form": "csv", "key": "separation_of_duties", "kind": "team", "change": "removal",
    "who": "nobody", "token": "none", "name": "orders", "revision": 1, "number": 1, "became": "met",
}  # fmt: skip
"""What stands in an address for a word that names no row."""

OF_KINDS = ("details", "notes", "files", "timeline", "history", "edit_field", "undo_edit")
"""Addresses that take the kind of a row and its id."""

LISTS = ("list_export", "list_choices", "list_views", "list_view_removal")
"""Addresses that serve every list, each under the list's own capability; tried here with the orders."""

ASKS_FOR_MORE = (
    "reward_picture",
    "proposal_document", "visit_move", "deal_moves", "deal_stage", "handoff_policy",
    "today_figure", "account_group_lines",    "logo_picture", "account_merge", "contact_merge", "merge_undo", "move_line", "move_member", "change_sign_in", "today_answers", "today_handing",
    "edit_field", "undo_edit", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
)  # fmt: skip
"""Addresses that are not there for anybody until a form, or what went before, says what it is about."""

OF_ONE_SIDE = (
    "handoff_point", "handoff_submission", "handoff_notice_draft", "handoff_notice_approval", "handoff_notice_sending",
)  # fmt: skip
"""Addresses of a handoff that only one of its two sides may press."""

OF_A_QUOTA = (
    "quota_communication", "quota_acknowledgement", "quota_removal", "quota_change_acknowledgement", "quota_change_removal",
)  # fmt: skip
"""Addresses of a quota that only whoever sets it, or only whoever it is asked of, may press."""

OWN_MATTER = ("person_history", "enter_absence", "withdraw_absence", "note_skill", "drop_skill")
"""Addresses about a person that are for that person, and for who leads them and changes people."""

NOT_NOW = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
"""Asked again who they are, people without a password, app or passkey cannot say it."""

ALWAYS_BROKEN = ("style_broken",)
"""The style page's part that does not come."""


@dataclass
class House:
    """Ten people, one for each function, and two customers: one that all of them work for, one that nobody leads."""

    actors: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, int] = field(default_factory=dict)
    foreign: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module", autouse=True)
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """One set of rows for all doors; whatever a door does is taken back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _built()
        transaction.set_rollback(True)


def _built() -> House:
    from suki.apps.company.actions import settle_default_entity
    from suki.apps.people.actions import give_sign_in, hire, report_to
    from suki.apps.people.models import Person
    from suki.base.access import SYSTEM
    from suki.base.models import User

    settle_default_entity(actor=SYSTEM, name="Habi", currency="EUR", country="DE", timezone="Europe/Berlin")
    house = House()
    for function in Function:
        person = hire(
            actor=SYSTEM, name=function.label.title(), title="", since=LONG_AGO, functions=[function]
        )
        house.actors[function] = give_sign_in(
            actor=SYSTEM, person=person, email=f"{function}@habi.example", password_hash="!"
        )
    house.actors["nothing"] = User.objects.create_user("nothing@habi.example")
    house.theirs = _customer(
        "Sonnenhof GmbH", [user.person for user in house.actors.values() if hasattr(user, "person")]
    )
    house.foreign = _customer("Mondschein KG", [])
    report_to(
        actor=SYSTEM, person=Person.objects.get(pk=house.theirs["person"]), since=LONG_AGO,
        manager=house.actors[Function.SALES_MANAGER].person,
    )  # fmt: skip
    return house


def _customer(name: str, team: list[Any]) -> dict[str, int]:
    """A customer with one row of everything, by the name its id has in addresses."""
    from suki.apps.accounts.actions import add_contact, join_account_team, open_account
    from suki.apps.accounts.models import AccountSkill, ContactPosition
    from suki.apps.billing.actions import invoice_order
    from suki.apps.catalog.actions import add_product
    from suki.apps.deals.actions import open_deal
    from suki.apps.deals.models import LossReason
    from suki.apps.orders.actions import enter_order
    from suki.apps.orders.documents import Item
    from suki.apps.people.actions import found_department, hire
    from suki.apps.people.models import Skill
    from suki.apps.proposals.actions import draft_proposal
    from suki.apps.proposals.reviewing import ask_review
    from suki.apps.touchpoints.actions import make_promise, note_touchpoint, say_need
    from suki.base.access import SYSTEM
    from suki.base.models import Note
    from suki.flows.actions import begin_handoff
    from suki.flows.models import HandoffGap, HandoffItem

    account = open_account(actor=SYSTEM, name=name, since=LONG_AGO, lifecycle="customer", country="DE")
    for person in team:
        join_account_team(actor=SYSTEM, account=account, person=person, role="specialist", since=LONG_AGO)
    contact = add_contact(actor=SYSTEM, account=account, name=f"Contact of {name}", since=LONG_AGO)
    product = add_product(actor=SYSTEM, name=f"Product for {name}", code=name[:4])
    item = Item(product=product, quantity=Decimal(1), unit_price=Decimal(10))
    order = enter_order(actor=SYSTEM, account=account, day=date(2026, 1, 5), currency="EUR", items=[item])
    invoice = invoice_order(actor=SYSTEM, order=order, day=date(2026, 1, 6))
    skill, _made = Skill.objects.get_or_create(name="German", kind="language")
    required = AccountSkill.objects.create(account=account, skill=skill)
    note = Note.objects.create(about_kind="account", about_id=account.pk, text="Ring before noon.")
    colleague = hire(actor=SYSTEM, name=f"Colleague at {name}", title="", since=LONG_AGO, functions=[])
    deal = open_deal(actor=SYSTEM, name=f"Deal with {name}", owner=colleague, account=account, kind="upsell")
    about = {"actor": SYSTEM, "account": account}
    talk = note_touchpoint(kind="call", at=datetime(2026, 1, 5, 9, tzinfo=UTC), person=colleague, **about)
    promise = make_promise(
        text="A price", made_on=date(2026, 1, 5), due=date(2026, 1, 9), owner=colleague, **about
    )
    need = say_need(text="Boxes", said_on=date(2026, 1, 5), **about)
    proposal = draft_proposal(actor=SYSTEM, deal=deal)
    review = ask_review(
        actor=SYSTEM,
        deal=deal,
        requirement="In green",
        department=found_department(actor=SYSTEM, name=f"Workshop of {name}"),
    )
    quota = _quota(account, colleague, team)
    lead_rows = _lead(name, team)
    handoff = begin_handoff(actor=SYSTEM, account=account, giver=colleague)
    gap = HandoffGap.objects.create(handoff=handoff, text="Who pays?", named_by=colleague)
    return {
        **lead_rows, **quota,
        "touchpoint": talk.pk, "promise": promise.pk, "need": need.pk,
        "handoff": handoff.pk, "handoff_gap": gap.pk, "handoff_point": HandoffItem.objects.filter(handoff=handoff)[0].pk,
        "proposal": proposal.pk, "review": review.pk,
        "deal": deal.pk, "stage": deal.stage_id, "pipeline": deal.pipeline_id, "reason": LossReason.objects.all()[0].pk,
        "account": account.pk, "contact": contact.pk, "order": order.pk, "invoice": invoice.pk, "product": product.pk,
        "note": note.pk, "position": ContactPosition.objects.get(contact=contact).pk, "person": colleague.pk,
        "unrequire_skill": required.pk,
    }  # fmt: skip


def _quota(account: Any, colleague: Any, team: list[Any]) -> dict[str, int]:
    """A quota of the customer's, which follows its team, and a change that waits."""
    from psycopg.types.range import DateRange

    from suki.apps.company.queries import default_entity
    from suki.apps.quotas.models import Quota, QuotaChange

    year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
    quota = Quota.objects.create(
        entity=default_entity(), account=account, valid=year, amount=9, currency="EUR"
    )
    change = QuotaChange.objects.create(
        quota=quota, since=date(2026, 2, 1), before=9, amount=8, reason="Less"
    )
    return {"quota": quota.pk, "quota_change": change.pk}


def _to_win(name: str) -> dict[str, int]:
    """What can be won: a reward, a rule and a contest. Everybody who has to do with rewards sees them."""
    from suki.apps.people.models import Person
    from suki.apps.rewards.actions import add_reward, open_contest, set_rule
    from suki.apps.rewards.contests.actions import Promised
    from suki.base.access import SYSTEM

    reward = add_reward(actor=SYSTEM, name=f"Mug of {name}", value=Decimal(9), currency="EUR", points=1)
    rule = set_rule(actor=SYSTEM, name=name, reached=Decimal(1), since=LONG_AGO, rewards=[reward])
    contest = open_contest(
        actor=SYSTEM, name=name, first=LONG_AGO, last=LONG_AGO, tie="both", prizes=[Promised(points=1)],
        people=list(Person.objects.all()[:2]),
    )  # fmt: skip
    return {"reward": reward.pk, "reward_rule": rule.pk, "contest": contest.pk}


def _lead(name: str, team: list[Any]) -> dict[str, int]:
    """A lead in the market of a team, with a campaign, its cost, a form, and a rule and a route of leads."""
    from suki.apps.people.actions import cover_territory, draw_territory
    from suki.apps.prospecting.actions import enter_lead
    from suki.apps.prospecting.campaigns.actions import enter_cost, open_campaign
    from suki.apps.prospecting.embedding.actions import make_lead_form
    from suki.apps.prospecting.models import LeadRoute, ScoreRule
    from suki.base.access import SYSTEM

    territory = draw_territory(actor=SYSTEM, name=f"Land of {name}")
    for person in team:
        cover_territory(actor=SYSTEM, person=person, territory=territory, since=LONG_AGO)
    campaign = open_campaign(actor=SYSTEM, name=f"Fair for {name}", starts=date(2026, 1, 5))
    cost = enter_cost(actor=SYSTEM, campaign=campaign, day=date(2026, 1, 5), what="Stand", amount=Decimal(9))
    lead = enter_lead(actor=SYSTEM, name=f"Lead like {name}", territory=territory, campaign=campaign)
    return {
        "lead": lead.pk, "campaign": campaign.pk, "cost": cost.pk,
        "form": make_lead_form(actor=SYSTEM, name=f"Form of {name}").pk,
        "rule": ScoreRule.objects.create(name=name, field="city", relation="given", points=1).pk,
        "route": LeadRoute.objects.create(name=name, method="territory", country="XX").pk,
    }  # fmt: skip


def doors() -> list[tuple[str, Any, str]]:
    """Every address with a name, each once for every kind of row it serves."""
    from suki.base.pages import kinds

    found = []
    for route, pattern in patterns():
        if pattern.name in OF_KINDS:
            found += [(route, pattern, kind) for kind in kinds()]
        elif pattern.name and pattern.name not in ALWAYS_BROKEN:
            found.append((route, pattern, ""))
    return found


@pytest.mark.parametrize(
    ("route", "pattern", "kind"), doors(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_door_opens_for_those_it_is_for(house, route, pattern, kind):
    missed = []
    for whose in ("theirs", "foreign"):
        rows = getattr(house, whose)
        filled = _filled(pattern, kind, rows)
        if whose == "foreign" and not _follows_an_account(pattern, kind):
            continue
        address = reverse(pattern.name, kwargs=filled)
        for name, actor in [("a stranger", None), *house.actors.items()]:
            wanted, got = _wanted(pattern, kind, name, whose, filled), _tried(address, actor)
            if got not in wanted:
                missed.append(f"{name} at {address} ({whose}): {got}, not {' or '.join(wanted)}")
    assert missed == []


_OF_ACCOUNTS = (
    "account",
    "contact",
    "lead",
    "touchpoint",
    "promise",
    "need",
    "position",
    "deal",
    "proposal",
    "review",
    "handoff",
    "order",
    "invoice",
    "document",
    "note",
    "unrequire_skill",
    "quota",
)
"""Rows that follow the account they belong to; what they are called in addresses, without `_id`."""

_NO_ROW = 999_999_999


def _filled(pattern: Any, kind: str, rows: dict[str, int]) -> dict[str, Any]:
    """The words and ids of an address."""
    filled: dict[str, Any] = {"kind": kind} if kind else {}
    for name in pattern.pattern.converters:
        row = pattern.name if name == "row_id" else name.removesuffix("_id")
        if name == "document_id":
            row = "invoice" if "invoice" in str(pattern.pattern) else "order"
        filled.setdefault(
            name, NAMED.get(name) or rows.get(kind if name == "row_id" and kind else row, _NO_ROW)
        )
    if pattern.name in ("edit_field", "undo_edit"):
        filled["name"] = _editable_of(kind).name
    return filled


def _editable_of(kind: str) -> Any:
    from suki.base.editing import editables_of

    return editables_of(kind)[0]


def _follows_an_account(pattern: Any, kind: str) -> bool:
    names = {name.removesuffix("_id") for name in pattern.pattern.converters} | {kind}
    return bool(names & set(_OF_ACCOUNTS))


def _wanted(pattern: Any, kind: str, name: str, whose: str, filled: dict[str, Any]) -> tuple[str, ...]:
    """What may happen to somebody at an address: worked out from what their function grants."""
    from suki.base.pages import kind_named

    if pattern.callback.capability is None:
        return (OPEN, NOT_THERE, SIGN_IN, REFUSED)
    if name == "a stranger":
        return (SIGN_IN,)
    grant = GRANTS[Function(name)] if name in Function.values else NOTHING
    if pattern.callback.capability not in grant.capabilities:
        return (REFUSED,)
    if pattern.name in LISTS and Can.SEE_LEDGER not in grant.capabilities:
        return (REFUSED,)
    if kind and kind_named(kind).see not in grant.capabilities:
        return (NOT_THERE,)
    if {"lead_id", "campaign_id"} & set(filled) and Can.SEE_LEADS not in grant.capabilities:
        return (NOT_THERE,)
    if whose == "foreign" and grant.reach is not Reach.ALL:
        return (NOT_THERE,)
    if (
        pattern.name in ("edit_field", "undo_edit")
        and _editable_of(kind).capability not in grant.capabilities
    ):
        return (REFUSED,)
    if pattern.name in OWN_MATTER and Can.MANAGE_PEOPLE not in grant.capabilities:
        return (NOT_THERE,) if pattern.name == "person_history" else (REFUSED,)
    if pattern.name in ("note_change", "note_text", *OF_ONE_SIDE, *OF_A_QUOTA):
        return (OPEN, REFUSED)
    if pattern.name in NOT_NOW:
        return (OPEN, REFUSED)
    return (OPEN, NOT_THERE) if _NO_ROW in filled.values() or pattern.name in ASKS_FOR_MORE else (OPEN,)


def _tried(address: str, actor: Any) -> str:
    """What happens: the page asked for, and where it only takes posts, an empty post."""
    got = _answer(address, actor, "get")
    return got if got != "405" else _answer(address, actor, "post")


def _answer(address: str, actor: Any, method: str) -> str:
    request = getattr(RequestFactory(), method)(address)
    match = resolve(request.path_info)
    request.resolver_match = match
    request.user = actor or _stranger()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request._messages = FallbackStorage(request)
    request._dont_enforce_csrf_checks = True
    try:
        with request_context(request), transaction.atomic():
            answer = match.func(request, *match.args, **match.kwargs)
            transaction.set_rollback(True)
    except PermissionDenied:
        return REFUSED
    except Http404:
        return NOT_THERE
    if answer.status_code == 302 and answer["Location"].startswith(settings.LOGIN_URL):
        return SIGN_IN
    codes = {403: REFUSED, 404: NOT_THERE, 405: "405"}
    return codes.get(answer.status_code, OPEN if answer.status_code < 500 else str(answer.status_code))


def _stranger() -> Any:
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
