"""Quotas for the tests: Ana's first quarter, in Clara's team, and somebody above Clara."""

from datetime import date
from decimal import Decimal

import pytest

FIRST, END = date(2026, 1, 1), date(2026, 4, 1)


@pytest.fixture
def quarter(clara, ana):
    """A quota of Ana's that Clara has proposed."""
    from suki.apps.quotas.actions import set_quota

    return set_quota(
        actor=clara, subject=ana.person, first=FIRST, end=END, amount=Decimal(90_000), currency="EUR"
    )


@pytest.fixture
def acknowledged(clara, ana, quarter):
    """The same quota, which Ana has acknowledged."""
    from suki.apps.quotas.actions import acknowledge_quotas, communicate_quotas

    communicate_quotas(actor=clara, quotas=[quarter])
    acknowledge_quotas(actor=ana, quotas=[quarter])
    return quarter


@pytest.fixture
def petra(entity):
    """Runs the firm: sees and sets every quota."""
    from tests.cast import _somebody

    return _somebody("Petra Lang", "Geschäftsführerin", "senior_management")


@pytest.fixture
def north(clara, ana, bayu):
    """Clara's team: Ana and Bayu."""
    from suki.apps.people.actions import found_team, join_team
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    team = found_team(actor=SYSTEM, name="North")
    join_team(actor=SYSTEM, person=clara.person, team=team, since=LONG_AGO, is_lead=True)
    for user in (ana, bayu):
        join_team(actor=SYSTEM, person=user.person, team=team, since=LONG_AGO)
    return team
