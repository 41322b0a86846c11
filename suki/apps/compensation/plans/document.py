"""The PDF of a version for whoever is paid by it: the same words as on the screen, and who has read them when."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.compensation.models import Acknowledgement, PlanMember, PlanVersion
from suki.apps.compensation.plans.reading_along import sections_for, title_of
from suki.base.formats import moment_text
from suki.base.languages import language_of

PAGE: Final = Path(__file__).parent / "plan.typ"


def pdf_of(version: PlanVersion, language: str, member: PlanMember | None = None) -> bytes:
    """The document in a language. It carries its own letters: every machine prints the same."""
    with TemporaryDirectory(prefix="suki-plan-") as folder:
        shutil.copy(PAGE, folder)
        texts = json.dumps(content_of(version, language, member), ensure_ascii=False)
        made: bytes = typst.compile(
            str(Path(folder) / PAGE.name),
            root=folder,
            ignore_system_fonts=True,
            sys_inputs={"texts": texts},
            format="pdf",
        )
    return made


def content_of(version: PlanVersion, language: str, member: PlanMember | None = None) -> dict[str, Any]:
    """All texts of the document."""
    spoken = language_of(language)
    with override(spoken):
        return {
            "language": spoken,
            "firm": version.plan.entity.name,
            "title": title_of(version),
            "draft": "" if version.is_published else _("Draft: nobody is paid by it yet."),
            "note": version.note,
            "sections": [
                {
                    "title": each.title,
                    "sentences": each.sentences,
                    "head": each.head,
                    "rows": each.table,
                    "after": each.after,
                }
                for each in sections_for(version, member)
            ],
            "read": _read(version, member),
        }


def _read(version: PlanVersion, member: PlanMember | None) -> str:
    """Who has said that they have read it, and when."""
    if member is None or not version.is_published:
        return ""
    kept = Acknowledgement.objects.filter(version=version, person=member.person_id).first()
    if kept is None:
        return _("{name} has not acknowledged this version yet.").format(name=member.person.name)
    return _("{name} has acknowledged this version on {at}.").format(
        name=member.person.name, at=moment_text(kept.at, "long")
    )
