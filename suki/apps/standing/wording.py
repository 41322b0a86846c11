"""Names of customs, steps and remarks in the reader's language."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from suki.apps.standing.models import Decision
from suki.engines.standing import STANDARD_KNOWN

COUNTRIES: Final[dict[str, Any]] = {
    "generic": _("in general"), "de": _("Germany"), "ph": _("Philippines"), "vn": _("Viet Nam"), "id": _("Indonesia"),
}  # fmt: skip

STEPS: Final[dict[str, Any]] = {
    STANDARD_KNOWN: _("The quota was made known and acknowledged before the period was over"),
    "written_notice": _("Written notice of what was missed and what is asked"),
    "prior_warning": _("A formal warning beforehand"),
    "works_council_heard": _("The works council was heard"),
    "written_form": _("In writing, signed by hand"),
    "first_notice": _("First notice, with days to answer"),
    "hearing": _("Hearing, or the chance of one"),
    "second_notice": _("Second notice, with the decision"),
    "criteria_in_writing": _("Criteria of completing work, in writing"),
    "workers_body_consulted": _("The workers' body was consulted on these criteria"),
    "warning_1": _("First warning letter (SP1)"),
    "warning_2": _("Second warning letter (SP2)"),
    "warning_3": _("Third warning letter (SP3)"),
    "bipartite_talks": _("Talks of both sides, where there is an objection"),
}

REMARKS: Final[dict[str, Any]] = {
    "have_it_checked": _("Have it checked by somebody who knows the law before you rely on it."),
    "codetermination": _("Software that measures individuals needs the works council's agreement."),
    "group_pressure": _("Figures of a small group count too, where they press on its members."),
    "deemed_regular": _("Who was not told the standard at hiring is deemed a regular employee."),
    "repeated_failure": _("A single miss is no ground: only repeated failure by written criteria."),
    "other_validity": _("Company rules may set another validity of warning letters."),
    "half_severance": _("On this ground half the usual severance is due."),
}

CONTRACTS: Final[dict[str, Any]] = {
    "indefinite": _("contract without an end"),
    "fixed_12_36": _("contract of 12 to 36 months"),
    "regular": _("regular employment"),
    "probation": _("in probation"),
}

Kind = Decision.Kind

TONES: Final[dict[str, str]] = {
    "": "info", Kind.SUPPORT: "info", Kind.IMPROVEMENT: "info", Kind.PROBATION: "warn", Kind.EXTENSION: "info",
    Kind.MET: "good", Kind.NOT_MET: "warn", Kind.TERMINATION_REVIEW: "bad", Kind.KEEP: "good", Kind.END: "none",
    Kind.NO_MEASURE: "good",
}  # fmt: skip

VERBS: Final[dict[str, Any]] = {
    Kind.SUPPORT: _("Give support"), Kind.IMPROVEMENT: _("Agree on a plan"), Kind.PROBATION: _("Begin a probation"),
    Kind.EXTENSION: _("Give more time"), Kind.MET: _("It is met"), Kind.NOT_MET: _("It is not met"),
    Kind.TERMINATION_REVIEW: _("Begin a termination review"), Kind.KEEP: _("They stay"), Kind.END: _("We part"),
    Kind.NO_MEASURE: _("No measure"),
}  # fmt: skip
