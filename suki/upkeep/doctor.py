"""The doctor: asks every room whether what has to agree agrees, as of one moment, and says what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.ledger.actions import rebuild_rollup
from suki.base.checking import Check, Finding, all_checks, exists
from suki.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Answer:
    """What came of one check."""

    check: Check
    finding: Finding

    @property
    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.check.name,
            "title": str(self.check.title),
            "agrees": self.finding.agrees,
            "looked_at": self.finding.looked_at,
            "wrong": self.finding.wrong,
            "found": list(self.finding.sentences),
        }

    def __str__(self) -> str:
        if self.finding.agrees:
            return f"ok     {self.check.title} ({self.finding.looked_at:,})."
        told = "".join(f"\n         {sentence}" for sentence in self.finding.sentences)
        more = self.finding.wrong - len(self.finding.sentences)
        rest = "\n         " + _("and {count} more").format(count=f"{more:,}") if more > 0 else ""
        return f"WRONG  {self.check.title}: {self.finding.wrong:,}{told}{rest}"


def examine() -> Iterator[Answer]:
    """Ask every room, all about the same moment, while people go on working."""
    if not exists("django_migrations"):
        raise RuleBroken(_("There is nothing to examine: the database is empty."))
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_first:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL work_mem = '128MB'")
        for check in all_checks():
            yield Answer(check, _look(check))


def repair() -> None:
    """Work every roll-up out anew from the lines, which are the truth."""
    for entity in LegalEntity.objects.order_by("pk"):
        with transaction.atomic():
            rebuild_rollup(entity)


def _look(check: Check) -> Finding:
    try:
        with transaction.atomic():
            return check.look()
    except DatabaseError as error:
        sentence = _("This could not be looked at ({reason}).").format(
            reason=str(error).strip().splitlines()[0]
        )
        return Finding(0, 1, (sentence,))
