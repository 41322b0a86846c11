"""What is said of a lead, checked before anything is written: one sentence for each problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from suki.apps.prospecting.models import Lead
from suki.kernel.errors import BadInput, Problem

LONGEST_NUMBER = 9
"""Nobody employs more people than fit into so many figures."""


def checked_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, trimmed; refuses all that is wrong with them at once."""
    given = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    given["name"] = given.get("name") or given.get("contact_name", "")
    problems = (
        [] if given["name"] else [Problem("name", _("A lead needs the name of a company or of a person."))]
    )
    for name, value in given.items():
        longest = getattr(Lead._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and longest and len(value) > longest:
            sentence = _("At most {longest} characters fit here; there are {count}.")
            problems.append(Problem(name, sentence.format(longest=longest, count=len(value))))
    employees = given.get("employees")
    if isinstance(employees, int) and len(str(employees)) > LONGEST_NUMBER:
        sentence = _("At most {longest} characters fit here; there are {count}.")
        problems.append(
            Problem("employees", sentence.format(longest=LONGEST_NUMBER, count=len(str(employees))))
        )
    email = given.get("email")
    if email and not _is_address(email):
        problems.append(Problem("email", _("“{text}” is no mail address.").format(text=email)))
    if problems:
        raise BadInput(problems)
    return given


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
