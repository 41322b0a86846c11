"""Opening a deal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.deals.models import Category, Deal, Pipeline, Stage
from suki.apps.deals.owning import check_owner
from suki.apps.deals.pipelines import stages_of, usual_pipeline
from suki.apps.deals.rules import (
    account_seen,
    check_close,
    check_entry,
    checked_currency,
    checked_probability,
    checked_value,
    moment_of,
)
from suki.apps.deals.staging import enter_stage, propose
from suki.apps.people.models import Person
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.WORK_DEALS)
def open_deal(
    *,
    actor: Any,
    name: str,
    owner: Person,
    kind: str = Deal.Kind.NEW,
    account: Account | None = None,
    pipeline: Pipeline | None = None,
    stage: Stage | None = None,
    value: Decimal | None = None,
    currency: str = "",
    created_on: date | None = None,
    entity: LegalEntity | None = None,
    probability: Decimal | None = None,
    category: str = "",
    expected_close: date | None = None,
    **facts: Any,
) -> Deal:
    """There is something to sell. It begins in the pipeline's first stage, or in the one that is named."""
    if not name.strip():
        raise RuleBroken(_("A deal needs a name."))
    entity = entity or default_entity()
    pipeline, stage = _beginning(pipeline, stage)
    if account is not None:
        account = account_seen(actor, account)
    created_on = created_on or entity.today
    check_close(expected_close, created_on)
    currency = checked_currency(currency or (account.currency if account else ""), entity)
    deal = Deal(
        entity=entity, name=name.strip(), owner=owner, kind=Deal.Kind(kind), account=account, pipeline=pipeline,
        stage=stage, currency=currency, value=checked_value(value, currency), created_on=created_on,
        expected_close=expected_close, **facts,
    )  # fmt: skip
    _own_judgement(deal, probability, category)
    propose(deal, stage)
    deal.save()
    check_entry(deal, stage)
    check_owner(actor, deal, created_on)
    enter_stage(deal, stage, actor=actor, at=moment_of(created_on, deal))
    said = {"value": deal.value, "currency": currency, "owner": owner.pk, "stage": stage.name}
    record("deal opened", actor=actor, about=deal, name=deal.name, account=account, **said)
    if account is not None:
        record("account got a deal", actor=actor, about=account, deal=deal.pk, name=deal.name)
    return deal


def _beginning(pipeline: Pipeline | None, stage: Stage | None) -> tuple[Pipeline, Stage]:
    if stage is None:
        pipeline = pipeline or usual_pipeline()
        stage = stages_of(pipeline)[0]
    if pipeline is not None and stage.pipeline_id != pipeline.pk:
        raise RuleBroken(_("“{stage}” is not a stage of “{pipeline}”."), stage=stage, pipeline=pipeline)
    if stage.ends:
        raise RuleBroken(_("A deal begins in an open stage. Win or lose it afterwards."))
    return stage.pipeline, stage


def _own_judgement(deal: Deal, probability: Decimal | None, category: str) -> None:
    """What the seller says of probability and forecast stays, whatever the stages propose."""
    if probability is not None:
        deal.probability, deal.probability_is_own = checked_probability(probability), True
    if category:
        deal.category, deal.category_is_own = Category(category), True
