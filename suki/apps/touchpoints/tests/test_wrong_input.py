"""What a phone or a guessed address may not do: name contacts that one does not see, leave the calendar."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import add_contact
from suki.apps.touchpoints.models import Touchpoint
from suki.base.access import SYSTEM


def test_a_visit_sent_with_a_guessed_contact_does_not_name_it(client, ana, sonne, mond):
    hidden = add_contact(actor=SYSTEM, account=mond, name="Greta Verborgen", since=date(2020, 1, 1))
    client.force_login(ana)
    sent = {"uid": uuid4(), "account": sonne.pk, "text": "Met.", "contacts": hidden.pk}
    answer = client.post(reverse("visit_sent"), sent)
    assert answer.status_code == 422
    assert "Verborgen" not in answer.content.decode()
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "bogus"])
def test_a_tour_outside_the_calendar_is_todays(client, ana, sonne, day):
    client.force_login(ana)
    assert client.get(reverse("visits"), {"day": day}).status_code == 200
    client.post(reverse("visit_stop"), {"account": sonne.pk, "day": day})
    assert not Touchpoint.objects.exists()


def test_a_visit_before_our_time_is_refused_and_the_account_stays_readable(client, ana, sonne):
    client.force_login(ana)
    sent = {"uid": uuid4(), "account": sonne.pk, "text": "Met.", "at": "0001-01-01T00:00"}
    assert client.post(reverse("visit_sent"), sent).status_code == 422
    assert client.get(reverse("account_touchpoints", args=[sonne.pk])).status_code == 200
    assert not Touchpoint.objects.exists()
