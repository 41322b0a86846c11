"""The way to pages of plans."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

Crumbs = list[tuple[Any, str]]


def crumbs(plan: Any = None) -> Crumbs:
    """The list, and the plan below which a page stands."""
    way: Crumbs = [(_("Pay plans"), reverse("pay_plans"))]
    return [*way, (plan.name, reverse("pay_plan", args=[plan.pk]))] if plan is not None else way
