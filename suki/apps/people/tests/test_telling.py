"""A person's history is told in words, in the reader's language."""

from datetime import date

import pytest
from django.utils import translation

from suki.apps.people.actions import give_function
from suki.apps.people.telling import told
from suki.base.access import SYSTEM, Function
from suki.base.history import events_about


@pytest.fixture
def leading(ana):
    give_function(actor=SYSTEM, person=ana.person, function=Function.SALES_MANAGER, since=date(2026, 3, 1))
    return ana


def test_what_happened_is_a_sentence(leading):
    said = [each["what"] for each in told(events_about(leading.person), leading)]
    assert "Has the function sales manager from 1 Mar 2026 on" in said
    assert any(text.startswith("Reports to Clara Sandoval from ") for text in said)
    assert not any("None" in text or "function given" in text for text in said)


def test_it_is_told_in_the_readers_language(leading):
    with translation.override("de"):
        said = [each["what"] for each in told(events_about(leading.person), leading)]
    assert "Hat ab 01.03.2026 die Funktion Vertriebsleiter" in said


def test_the_page_tells_it(client, leading):
    client.force_login(leading, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/people/{leading.person.pk}/history/").content.decode()
    assert "Has the function sales manager" in page
    assert "function given" not in page
