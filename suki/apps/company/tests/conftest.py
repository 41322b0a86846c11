"""Who may change the settings, signed in."""

import pytest

from tests.cast import LONG_AGO


@pytest.fixture
def as_ada(client, entity):
    from suki.apps.people.actions import give_sign_in, hire
    from suki.base.access import SYSTEM

    person = hire(actor=SYSTEM, name="Ada Admin", title="", since=LONG_AGO, functions=["administrator"])
    client.force_login(give_sign_in(actor=SYSTEM, person=person, email="ada@habi.example", password_hash="!"))
    return client
