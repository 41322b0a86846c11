"""Two accounts with something in every room, and what the tables hold, for the tests of merging."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection

NOT_COMPARED = {"base.event", "accounts.merge", "base.idempotencykey", "sessions.session"}
"""The journal and the record of merges grow; everything else has to be as it was."""

DAY = date(2026, 1, 5)


def everything() -> dict[str, list[str]]:
    """Every row of every table as text, but for its revision, which only rises."""
    kept = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        ours = model.__module__.startswith("suki.") and not hasattr(model, "pgh_tracked_model")
        if ours and label not in NOT_COMPARED and model._meta.managed:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT (to_jsonb(t) - 'revision')::text FROM {connection.ops.quote_name(model._meta.db_table)} t ORDER BY 1"
                )
                kept[label] = [row for (row,) in cursor.fetchall()]
    return kept


def furnish(account: Any, owner: Any, *, number: str) -> None:
    """Documents, people, notes, tags, files, ids, quotas, skills, sites and roles of an account."""
    from psycopg.types.range import DateRange

    from suki.apps.accounts.actions import add_contact
    from suki.apps.accounts.models import AccountSkill, AccountTeamMember, PartnerRole, Site
    from suki.apps.billing.actions import invoice_order, record_payment
    from suki.apps.company.queries import default_entity
    from suki.apps.orders.actions import enter_order
    from suki.apps.orders.documents import Item
    from suki.apps.people.models import Skill
    from suki.apps.quotas.models import Quota
    from suki.base.access import SYSTEM
    from suki.base.models import ExternalId, Note, Tag, Tagging

    items = [Item(quantity=Decimal(3), unit_price=Decimal("33.33"))]
    order = enter_order(
        actor=SYSTEM,
        account=account,
        day=DAY,
        currency="EUR",
        seller=owner.person,
        items=items,
        po_number=number,
    )
    invoice = invoice_order(actor=SYSTEM, order=order, day=DAY)
    record_payment(
        actor=SYSTEM, account=account, day=DAY, amount=Decimal(10), currency="EUR", invoice=invoice
    )
    add_contact(actor=SYSTEM, account=account, name=f"Rosa {number}", since=DAY, title="Einkauf")
    Note.objects.create(about_kind="account", about_id=account.pk, text=number)
    for name in ("VIP", number):
        tag = Tag.objects.get_or_create(kind="account", name=name)[0]
        Tagging.objects.create(tag=tag, about_id=account.pk)
    ExternalId.objects.create(kind="account", source="erp", key=number, row_id=account.pk)
    Site.objects.create(account=account, name=f"Lager {number}")
    skill = Skill.objects.get_or_create(kind=Skill.Kind.LANGUAGE, name="German")[0]
    AccountSkill.objects.create(account=account, skill=skill)
    PartnerRole.objects.create(account=account, role="sponsor", valid=DateRange(DAY, None))
    AccountTeamMember.objects.create(
        account=account, person=owner.person, role="deputy", valid=DateRange(DAY, None)
    )
    Quota.objects.create(
        entity=default_entity(), account=account, amount=100, currency="EUR", valid=DateRange(DAY, None)
    )
