"""Deals for the tests: one of Ana's with Sonnenhof, and somebody who wins new customers."""

from datetime import date
from decimal import Decimal

import pytest

CREATED = date(2026, 9, 1)


@pytest.fixture
def rita(clara):
    """Sells to new customers, in Clara's team."""
    from suki.apps.people.actions import give_sign_in, hire, report_to
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    person = hire(
        actor=SYSTEM, name="Rita Vogel", title="", since=LONG_AGO, functions=["sales_representative"]
    )
    report_to(actor=SYSTEM, person=person, manager=clara.person, since=LONG_AGO)
    return give_sign_in(actor=SYSTEM, person=person, email="rita@habi.example", password_hash="!")


@pytest.fixture
def stages(entity):
    """The stages that a firm begins with."""
    from suki.apps.deals.pipelines import stages_of, usual_pipeline

    return stages_of(usual_pipeline())


@pytest.fixture
def pumps(ana, sonne):
    """An open deal of Ana's with Sonnenhof."""
    from suki.apps.deals.actions import open_deal

    return open_deal(
        actor=ana,
        name="Pumps for the spa",
        owner=ana.person,
        kind="upsell",
        account=sonne,
        value=Decimal(12_000),
        created_on=CREATED,
        expected_close=date(2026, 12, 15),
        brief="Four quiet pumps before the season.",
    )
