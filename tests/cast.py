"""The cast of the tests: `ana` and `bayu` manage accounts, `clara` leads sales, `dung` coordinates, `finn` does finance."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def entity(db: Any) -> Any:
    from suki.apps.company.actions import settle_default_entity
    from suki.base.access import SYSTEM

    return settle_default_entity(
        actor=SYSTEM, name="Habi", currency="EUR", country="DE", timezone="Europe/Berlin"
    )


@pytest.fixture
def clara(entity: Any) -> Any:
    return _somebody("Clara Sandoval", "Sales Manager", "sales_manager")


@pytest.fixture
def ana(clara: Any) -> Any:
    return _reporting_to(clara, _somebody("Ana Reyes", "Account Manager", "account_manager"))


@pytest.fixture
def bayu(clara: Any) -> Any:
    return _reporting_to(clara, _somebody("Bayu Pratama", "Account Manager", "account_manager"))


@pytest.fixture
def dung(entity: Any) -> Any:
    return _somebody("Đỗ Dung", "Điều phối kinh doanh", "sales_coordinator")


@pytest.fixture
def finn(entity: Any) -> Any:
    return _somebody("Finn Weber", "Buchhalter", "finance")


@pytest.fixture
def nobody(entity: Any) -> Any:
    """Signed in, but without any function."""
    from suki.base.models import User

    return User.objects.create_user("nobody@habi.example")


@pytest.fixture
def sonne(ana: Any) -> Any:
    """A customer that Ana has led for ever."""
    return _account("Sonnenhof GmbH", ana)


@pytest.fixture
def mond(bayu: Any) -> Any:
    """A customer that Bayu has led for ever."""
    return _account("Mondschein KG", bayu)


def _somebody(name: str, title: str, function: str) -> Any:
    from suki.apps.people.actions import give_sign_in, hire
    from suki.base.access import SYSTEM

    person = hire(actor=SYSTEM, name=name, title=title, since=LONG_AGO, functions=[function])
    first = name.split()[0].lower().replace("đ", "d").replace("ỗ", "o")
    return give_sign_in(actor=SYSTEM, person=person, email=f"{first}@habi.example", password_hash="!")


def _reporting_to(manager: Any, user: Any) -> Any:
    from suki.apps.people.actions import report_to
    from suki.base.access import SYSTEM

    report_to(actor=SYSTEM, person=user.person, manager=manager.person, since=LONG_AGO)
    return user


def _account(name: str, owner: Any) -> Any:
    from suki.apps.accounts.actions import open_account
    from suki.base.access import SYSTEM

    return open_account(
        actor=SYSTEM, name=name, since=LONG_AGO, lifecycle="customer", owner=owner.person, country="DE"
    )
