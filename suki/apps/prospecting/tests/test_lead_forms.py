"""Forms on websites: what strangers send becomes a lead once; what machines send does not."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from django.core.signing import Signer, TimestampSigner, b62_encode
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from suki.apps.prospecting.embedding.actions import change_lead_form, make_lead_form
from suki.apps.prospecting.embedding.asking import TRAP
from suki.apps.prospecting.models import Lead, LeadForm
from suki.base.access import SYSTEM
from suki.base.history import events_about
from suki.base.limiting import is_within
from suki.kernel.errors import NotAllowed

SAID = {
    "contact_name": "Elena Sarmiento",
    "email": "elena@kape.example",
    "name": "Kape Bundok",
    "consent": "on",
}


@pytest.fixture
def form(marta):
    return make_lead_form(
        actor=marta, name="Landing page", language="de", asks=["name", "message"], thanks="Danke!"
    )


def token_of(form, age=timedelta(minutes=1)):
    """A token of a page that was drawn a while ago."""
    drawn = b62_encode(int((timezone.now() - age).timestamp()))
    unsigned = f"{secrets.token_urlsafe(12)}:{drawn}"
    return Signer(salt=f"suki.lead-form.{form.key}").sign(unsigned)


def send(form, client=None, **said):
    client = client or Client(enforce_csrf_checks=True)
    return client.post(
        reverse("public_lead_form", args=[form.key]), {"token": token_of(form), **SAID, **said}
    )


def test_a_stranger_sees_the_form_in_its_language_inside_any_website(form):
    answer = Client().get(reverse("public_lead_form", args=[form.key]), headers={"Accept-Language": "fil"})
    shown = answer.content.decode()
    assert '<html lang="de"' in shown
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert "htmx" not in shown


def test_nothing_else_may_stand_in_somebody_elses_website(form):
    answer = Client().get("/sign-in/")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_what_a_stranger_sends_becomes_a_lead_with_the_words_of_the_consent(form, rosa):
    answer = send(form, message="Ein Angebot bitte")

    lead = Lead.objects.get()
    assert "Danke!" in answer.content.decode()
    assert (lead.name, lead.source, lead.language, lead.form) == ("Kape Bundok", "form", "de", form)
    consent = events_about(lead).get(name="consent given")
    assert "Habi" in consent.facts["words"]
    assert consent.actor is None


def test_a_post_that_came_twice_is_one_lead(form):
    token = token_of(form)
    for _each in range(2):
        assert send(form, token=token).status_code == 200
    assert Lead.objects.count() == 1


def test_without_consent_nothing_is_kept(form):
    said = {**SAID, "token": token_of(form)}
    del said["consent"]
    assert Client().post(reverse("public_lead_form", args=[form.key]), said).status_code == 422
    assert not Lead.objects.exists()


def test_a_machine_is_thanked_and_forgotten(form):
    assert "Danke!" in send(form, **{TRAP: "Main Street 1"}).content.decode()
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda form: "",
        lambda form: "forged:1:2",
        lambda form: token_of(form, timedelta(days=2)),
        lambda form: token_of(form, timedelta()),
        lambda form: TimestampSigner(salt="suki.lead-form.other").sign("x"),
    ],
    ids=["none", "forged", "old", "of this very moment", "of another form"],
)
def test_a_token_that_does_not_fit_makes_no_lead_but_a_new_token(form, make):
    answer = send(form, token=make(form))
    assert answer.status_code == 422
    assert "Elena Sarmiento" in answer.content.decode()
    assert not Lead.objects.exists()


def test_too_much_from_one_address_is_refused_and_other_addresses_are_not(form):
    here = Client(REMOTE_ADDR="203.0.113.7")
    answers = [send(form, here).status_code for _each in range(6)]
    assert answers == [200] * 5 + [422]
    assert send(form, Client(REMOTE_ADDR="203.0.113.8")).status_code == 200
    assert Lead.objects.count() == 6


def test_a_limit_counts_anew_when_its_time_is_over(db):
    assert [is_within("x", "somebody", most=1, seconds=60) for _each in range(2)] == [True, False]
    assert is_within("x", "somebody else", most=1, seconds=60)
    assert [is_within("y", "somebody", most=1, seconds=0) for _each in range(2)] == [True, True]


def test_nobody_finds_a_form_by_guessing_and_a_closed_one_takes_nothing(form):
    assert Client().get(reverse("public_lead_form", args=["guessed"])).status_code == 404
    change_lead_form(actor=SYSTEM, form=form, name="Landing page", is_open=False)
    assert Client().get(reverse("public_lead_form", args=[form.key])).status_code == 410
    assert send(form).status_code == 410
    assert not Lead.objects.exists()


def test_what_is_wrong_is_said_in_the_forms_language_and_what_was_typed_stays(form):
    answer = send(form, email="nobody")
    assert answer.status_code == 422
    assert "nobody" in answer.content.decode()
    assert not Lead.objects.exists()


def test_a_signed_in_colleague_lends_the_form_no_right(form, rosa):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa)
    send(form, client)
    assert events_about(Lead.objects.get()).filter(actor__isnull=False).count() == 0


def test_a_form_is_made_and_changed_in_the_settings(marta, rosa):
    client = Client()
    client.force_login(marta)
    told = {"name": "Fair", "language": "vi", "asks": ["name", "phone"], "thanks": "", "is_open": "on"}
    client.post(reverse("new_lead_form"), told)
    made = LeadForm.objects.get(name="Fair")
    assert (made.asks, len(made.key) > 20) == (["name", "phone"], True)
    assert made.key in client.get(reverse("settings_lead_forms")).content.decode()
    client.post(reverse("change_lead_form", args=[made.pk]), {**told, "name": "Expo", "is_open": ""})
    made.refresh_from_db()
    assert (made.name, made.is_open) == ("Expo", False)
    with pytest.raises(NotAllowed):
        make_lead_form(actor=rosa, name="Mine")
    assert LeadForm.objects.count() == 1
