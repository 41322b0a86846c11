"""A review on paper: minutes in the person's own language, for both sides to read and sign."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from suki.apps.standing.models import StandingReview
from suki.apps.standing.queries import course_of
from suki.apps.standing.showing import ShownPeriod, shown_evidence
from suki.base.formats import NOTHING, amount_text, day_text, percent_text

PAGE: Final = Path(__file__).parent / "minutes.typ"


def language_of(review: StandingReview) -> str:
    """The language that the person reads."""
    user = review.person.user
    return review.person.language or (user.language if user else "") or review.entity.language


def minutes_of(review: StandingReview) -> bytes:
    """The minutes as a PDF, with the letters of every language in it."""
    with translation.override(language_of(review)), TemporaryDirectory(prefix="suki-minutes-") as folder:
        shutil.copy(PAGE, folder)
        filled: bytes = typst.compile(
            str(Path(folder) / PAGE.name),
            root=folder,
            ignore_system_fonts=True,
            sys_inputs={"texts": json.dumps(texts_of(review), ensure_ascii=False)},
            format="pdf",
        )
    return filled


def texts_of(review: StandingReview) -> dict[str, Any]:
    """Every text of the minutes, in the language that is active."""
    evidence = shown_evidence(review.evidence.order_by("-number")[0], review)
    checksum = evidence.row.checksum[:16]
    return {
        "language": translation.get_language() or "en",
        "firm": review.entity.name,
        "title": _("Minutes of a review"),
        "person": review.person.name,
        "facts": [
            [_("Opened on"), day_text(review.opened_on, "long")],
            [_("Rule"), review.rule.name],
            [_("Source of the figures"), _("quotas and credits, checksum {sum}").format(sum=checksum)],
        ],
        "head": [_("Period"), _("Credited"), _("Quota"), _("Attainment"), _("Without days away")],
        "rows": [_row(each, evidence.currency) for each in evidence.periods],
        "course_title": _("What was said and decided"),
        "course": [
            [
                day_text(each.at.date(), "medium"), str(capfirst(str(each.what))), each.text,
                " · ".join(filter(None, (each.more, each.by))),
            ]
            for each in reversed(course_of(review))
        ],
        "signature": [review.person.name, _("For {firm}").format(firm=review.entity.name)],
        "closing": _("A signature says that these minutes were read, not that they are agreed with."),
    }  # fmt: skip


def _row(each: ShownPeriod, currency: str) -> list[str]:
    return [
        each.name,
        amount_text(each.credited, currency),
        NOTHING if each.quota is None else amount_text(each.quota, currency),
        NOTHING if each.attainment is None else percent_text(each.attainment),
        NOTHING if each.adjusted is None else percent_text(each.adjusted),
    ]
