"""What the firm settles for all its proposals: texts and look by language, and whose word is needed when."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.proposals.models import ApprovalRule, ProposalTemplate
from suki.apps.proposals.wording import DEFAULTS, LAYOUT
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken

TEXTS = ("name", "language", "greeting", "terms", "closing", "is_default")


@action(Can.MANAGE_PIPELINES)
def put_default_templates(*, actor: Any) -> list[ProposalTemplate]:
    """Our texts in every language that Suki speaks, for the firm to change; what it wrote itself stays."""
    known = set(ProposalTemplate.objects.in_use().values_list("language", flat=True))
    made = [
        ProposalTemplate(
            name=said["name"], language=language, greeting=said["greeting"], terms=said["terms"],
            closing=said["closing"], layout=dict(LAYOUT), is_default=True,
        )
        for language, said in DEFAULTS.items()
        if language not in known
    ]  # fmt: skip
    ProposalTemplate.objects.bulk_create(made, ignore_conflicts=True)
    record("proposal templates made", actor=actor, languages=[each.language for each in made])
    return made


@action(Can.MANAGE_PIPELINES)
def write_template(
    *, actor: Any, template: ProposalTemplate | None = None, revision: int | None = None, **said: Any
) -> ProposalTemplate:
    """The firm's own texts and look. One template of a language is taken where nothing is said."""
    row = ProposalTemplate.objects.locked(template.pk, revision=revision) if template else ProposalTemplate()
    if not said["name"].strip():
        raise RuleBroken(_("A template needs a name."))
    twin = ProposalTemplate.objects.filter(name=said["name"].strip(), language=said["language"]).exclude(
        pk=row.pk
    )
    if twin.exists():
        raise RuleBroken(_("There is a template of this name in this language already."))
    for name in TEXTS:
        setattr(row, name, said[name])
    row.name = row.name.strip()
    row.layout = {name: said.get(name, value) for name, value in LAYOUT.items()}
    row.save()
    if row.is_default:
        ProposalTemplate.objects.filter(language=row.language, is_default=True).exclude(pk=row.pk).update(
            is_default=False
        )
    record("proposal template written", actor=actor, about=row, name=row.name, language=row.language)
    return row


@action(Can.MANAGE_PIPELINES)
def set_rule(
    *, actor: Any, rule: ApprovalRule | None = None, revision: int | None = None, **said: Any
) -> ApprovalRule:
    """From which value or discount on, or below which margin, whose word is needed."""
    row = ApprovalRule.objects.locked(rule.pk, revision=revision) if rule else ApprovalRule()
    if not said.get("approver") and not said.get("function"):
        raise RuleBroken(_("Say whose word is needed: a function, or a person."))
    if said.get("substitute") and said.get("substitute") == said.get("approver"):
        raise RuleBroken(_("Nobody stands in for themselves."))
    for name in ("value_from", "discount_from", "margin_below"):
        if said.get(name) is not None and said[name] < 0:
            raise RuleBroken(_("This cannot be less than nothing."))
    for name in ("discount_from", "margin_below"):
        if said.get(name) is not None and said[name] > 1:
            raise RuleBroken(_("A discount and a margin lie between 0% and 100%."))
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    record("approval rule set", actor=actor, about=row, step=row.step)
    return row


@action(Can.MANAGE_PIPELINES)
def drop_rule(*, actor: Any, rule: ApprovalRule) -> None:
    """The rule asks for no word any more; what was asked stays."""
    row = ApprovalRule.objects.locked(rule.pk)
    row.archived_at = timezone.now()
    row.save()
    record("approval rule dropped", actor=actor, about=row, step=row.step)
