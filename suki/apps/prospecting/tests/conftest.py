"""The stage of the leads: rules, routes, and somebody who wins new customers."""

from __future__ import annotations

from typing import Any

import pytest


def seller(name: str, email: str, functions: tuple[str, ...] = ("sales_representative",)) -> Any:
    from suki.apps.people.actions import give_sign_in, hire
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    person = hire(actor=SYSTEM, name=name, title="", since=LONG_AGO, functions=list(functions))
    return give_sign_in(actor=SYSTEM, person=person, email=email, password_hash="!")


@pytest.fixture
def rosa(clara: Any) -> Any:
    """Rosa wins new customers and reports to Clara."""
    from suki.apps.people.actions import report_to
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    user = seller("Rosa Ilagan", "rosa@habi.example")
    report_to(actor=SYSTEM, person=user.person, manager=clara.person, since=LONG_AGO)
    return user


@pytest.fixture
def timo(clara: Any) -> Any:
    """Timo wins new customers, too, and reports to nobody."""
    return seller("Timo Brandt", "timo@habi.example")


@pytest.fixture
def marta(entity: Any) -> Any:
    """Marta does marketing."""
    return seller("Marta Nuñez", "marta@habi.example", ("marketing",))


@pytest.fixture
def lead(rosa: Any) -> Any:
    """A lead that Rosa follows up."""
    from suki.apps.prospecting.actions import enter_lead
    from suki.base.access import SYSTEM

    return enter_lead(actor=SYSTEM, name="Elbufer Tee GmbH", owner=rosa.person, email="post@elbufer.example")
