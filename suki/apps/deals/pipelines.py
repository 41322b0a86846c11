"""The ways that deals go: the one that a firm begins with, and the firm's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.company.queries import default_entity
from suki.apps.deals.models import Category, Deal, LossReason, Pipeline, Stage
from suki.apps.deals.rules import NEEDABLE, checked_probability
from suki.base.access import SYSTEM, Can, action
from suki.base.history import record
from suki.base.languages import language_of
from suki.kernel.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class NewStage:
    """A stage as somebody describes it."""

    name: str
    probability: Decimal
    category: str = Category.PIPELINE
    ends: str = Stage.Ends.NO
    criteria: str = ""
    needs: Sequence[str] = ()
    stale_days: int | None = None


def usual_pipeline() -> Pipeline:
    """The pipeline that counts where none is named; a firm without any gets one to begin with, in its language."""
    found = Pipeline.objects.in_use().order_by("position", "id").first()
    if found is not None:
        return found
    entity = default_entity()
    with transaction.atomic(), override(language_of(entity.language)):
        type(entity).objects.select_for_update().get(pk=entity.pk)
        found = Pipeline.objects.in_use().order_by("position", "id").first()
        return found or _first_pipeline()


def stages_of(pipeline: Pipeline) -> list[Stage]:
    """The stages of a pipeline in their order."""
    return list(Stage.objects.in_use().filter(pipeline=pipeline).order_by("position", "id"))


def ending(pipeline: Pipeline, ends: str) -> Stage:
    """The stage in which a pipeline's deals are won, or lost; every pipeline has one of each."""
    found: Stage = Stage.objects.in_use().filter(pipeline=pipeline, ends=ends).order_by("position", "id")[0]
    return found


@action(Can.MANAGE_PIPELINES)
def add_pipeline(*, actor: Any, name: str, stages: Sequence[NewStage] = ()) -> Pipeline:
    """One more way for deals to go. Where it has no stage to be won or lost in, it gets one."""
    name = _own_name(name)
    if Pipeline.objects.filter(name=name).exists():
        raise RuleBroken(_("There is a pipeline “{name}” already.").format(name=name))
    last = Pipeline.objects.aggregate(last=Max("position"))["last"]
    pipeline = Pipeline.objects.create(name=name, position=0 if last is None else last + 1)
    described = list(stages) or _usual_stages()[:1]
    for ends, proposed in ((Stage.Ends.WON, _won()), (Stage.Ends.LOST, _lost())):
        if not any(stage.ends == ends for stage in described):
            described.append(proposed)
    for position, stage in enumerate(described):
        _make(pipeline, stage, position)
    record(
        "pipeline added", actor=actor, about=pipeline, name=name, stages=[stage.name for stage in described]
    )
    return pipeline


@action(Can.MANAGE_PIPELINES)
def rename_pipeline(*, actor: Any, pipeline: Pipeline, name: str, revision: int | None = None) -> Pipeline:
    """The firm calls it otherwise."""
    pipeline = Pipeline.objects.in_use().locked(pipeline.pk, revision=revision)
    name = _own_name(name)
    if Pipeline.objects.filter(name=name).exclude(pk=pipeline.pk).exists():
        raise RuleBroken(_("There is a pipeline “{name}” already.").format(name=name))
    before, pipeline.name = pipeline.name, name
    pipeline.save()
    record("pipeline renamed", actor=actor, about=pipeline, before=before, name=name)
    return pipeline


@action(Can.MANAGE_PIPELINES)
def add_stage(*, actor: Any, pipeline: Pipeline, stage: NewStage) -> Stage:
    """One more step before a deal of this pipeline is won or lost; it comes last of the open ones."""
    pipeline = Pipeline.objects.in_use().locked(pipeline.pk)
    if stage.ends:
        raise RuleBroken(_("A pipeline has one stage to win in and one to lose in."))
    if Stage.objects.filter(pipeline=pipeline, name=stage.name.strip()).exists():
        raise RuleBroken(_("There is a stage “{name}” already.").format(name=stage.name))
    ended = [each for each in stages_of(pipeline) if each.ends]
    made = _make(pipeline, stage, min(each.position for each in ended))
    for position, each in enumerate(ended, start=made.position + 1):
        Stage.objects.filter(pk=each.pk).update(position=position)
    record("stage added", actor=actor, about=pipeline, stage=made.name)
    return made


@action(Can.MANAGE_PIPELINES)
def change_stage(*, actor: Any, stage: Stage, described: NewStage, revision: int | None = None) -> Stage:
    """What a stage asks and proposes from now on. Deals that are in it keep what they say."""
    stage = Stage.objects.in_use().locked(stage.pk, revision=revision)
    name = _own_name(described.name)
    if Stage.objects.filter(pipeline=stage.pipeline_id, name=name).exclude(pk=stage.pk).exists():
        raise RuleBroken(_("There is a stage “{name}” already.").format(name=name))
    stage.name = name
    stage.criteria, stage.needs = described.criteria.strip(), _needs(described.needs)
    stage.stale_days = described.stale_days
    if not stage.ends:
        stage.probability = checked_probability(described.probability)
        stage.category = Category(described.category)
    stage.save()
    record("stage changed", actor=actor, about=stage.pipeline, stage=name)
    return stage


@action(Can.MANAGE_PIPELINES)
def order_stages(*, actor: Any, pipeline: Pipeline, stage: Stage, step: int) -> None:
    """A stage moves before (-1) or behind (1) its neighbour; those that end a deal stay last."""
    pipeline = Pipeline.objects.in_use().locked(pipeline.pk)
    open_ones = [each for each in stages_of(pipeline) if not each.ends]
    place = next((at for at, each in enumerate(open_ones) if each.pk == stage.pk), None)
    if place is None or not 0 <= place + step < len(open_ones):
        return
    open_ones.insert(place + step, open_ones.pop(place))
    for position, each in enumerate(open_ones):
        Stage.objects.filter(pk=each.pk).exclude(position=position).update(position=position)
    record("stages ordered", actor=actor, about=pipeline, stages=[each.name for each in open_ones])


@action(Can.MANAGE_PIPELINES)
def drop_stage(*, actor: Any, stage: Stage) -> None:
    """No deal enters this stage any more. One that holds open deals, or that ends deals, stays."""
    stage = Stage.objects.in_use().select_related("pipeline").locked(stage.pk)
    if stage.ends or len([each for each in stages_of(stage.pipeline) if not each.ends]) == 1:
        raise RuleBroken(_("A pipeline needs this stage."))
    held = Deal.objects.filter(stage=stage, state=Deal.State.OPEN).count()
    if held:
        raise RuleBroken(
            _("{count} open deals are in “{stage}”. Move them on first.").format(count=held, stage=stage)
        )
    stage.archived_at = timezone.now()
    stage.save()
    record("stage dropped", actor=actor, about=stage.pipeline, stage=stage.name)


@action(Can.MANAGE_PIPELINES)
def add_loss_reason(*, actor: Any, name: str) -> LossReason:
    """One more reason for which deals are lost."""
    name = _own_name(name)
    reason, is_new = LossReason.objects.get_or_create(
        name=name, defaults={"position": LossReason.objects.count()}
    )
    if not is_new and reason.archived_at is None:
        raise RuleBroken(_("There is a reason “{name}” already.").format(name=name))
    reason.archived_at = None
    reason.save()
    record("loss reason added", actor=actor, about=reason, name=name)
    return reason


@action(Can.MANAGE_PIPELINES)
def drop_loss_reason(*, actor: Any, reason: LossReason) -> None:
    """Nobody chooses this reason any more; deals that were lost for it keep it."""
    reason = LossReason.objects.in_use().locked(reason.pk)
    reason.archived_at = timezone.now()
    reason.save()
    record("loss reason dropped", actor=actor, about=reason, name=reason.name)


def _first_pipeline() -> Pipeline:
    for name in (_("Price"), _("A competitor"), _("No budget"), _("No decision"), _("Not what they need")):
        LossReason.objects.get_or_create(name=name, defaults={"position": LossReason.objects.count()})
    made: Pipeline = add_pipeline(actor=SYSTEM, name=_("New business"), stages=_usual_stages())
    return made


def _usual_stages() -> list[NewStage]:
    return [
        NewStage(
            name=_("Qualified"), probability=Decimal(10), stale_days=30,
            criteria=_("We know who they are, and that they may buy."),
        ),
        NewStage(
            name=_("Need understood"), probability=Decimal(25), stale_days=30, needs=("brief",),
            criteria=_("They said what they want and by when."),
        ),
        NewStage(
            name=_("Proposal"), probability=Decimal(50), category=Category.BEST_CASE, stale_days=21,
            needs=("account", "value", "expected_close"), criteria=_("They have our proposal, with a price."),
        ),
        NewStage(
            name=_("Negotiation"), probability=Decimal(75), category=Category.COMMIT, stale_days=14,
            needs=("account", "value", "expected_close"), criteria=_("They want it; terms are open."),
        ),
        _won(),
        _lost(),
    ]  # fmt: skip


def _won() -> NewStage:
    return NewStage(
        name=_("Won"), probability=Decimal(100), category=Category.CLOSED, ends=Stage.Ends.WON,
        needs=("account", "value"),
    )  # fmt: skip


def _lost() -> NewStage:
    return NewStage(name=_("Lost"), probability=Decimal(0), category=Category.OMITTED, ends=Stage.Ends.LOST)


def _make(pipeline: Pipeline, stage: NewStage, position: int) -> Stage:
    made: Stage = Stage.objects.create(
        pipeline=pipeline, name=_own_name(stage.name), position=position, ends=stage.ends,
        probability=checked_probability(stage.probability), category=Category(stage.category),
        criteria=stage.criteria.strip(), needs=_needs(stage.needs), stale_days=stage.stale_days,
    )  # fmt: skip
    return made


def _needs(names: Sequence[str]) -> list[str]:
    return [name for name in NEEDABLE if name in names]


def _own_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken(_("It needs a name."))
    return name
