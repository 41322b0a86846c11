"""Suki speaks each person's language: the browser's before signing in, one's own afterwards, wherever one signs in."""

import re

import pytest

PASSWORD = "a sentence that nobody guesses"


@pytest.fixture
def minh(ana):
    """Ana, who reads Vietnamese and signs in with a password."""
    ana.language = "vi"
    ana.set_password(PASSWORD)
    ana.save()
    return ana


def _spoken(answer):
    tongue = re.search(r'<html[^>]* lang="([a-z]+)"', answer.content.decode())
    return answer["Content-Language"], tongue and tongue[1]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("de-AT,de;q=0.9", "de"), ("fil-PH,fil;q=0.9,en;q=0.8", "fil"), ("nl-NL,nl;q=0.9", "en"), ("", "en")],
)
def test_a_stranger_is_answered_in_the_language_of_the_browser(client, ana, asked, spoken):
    answer = client.get("/sign-in/", headers={"accept-language": asked})
    assert _spoken(answer) == (spoken, spoken)
    assert "Accept-Language" in answer["Vary"]


def test_a_choice_made_before_signing_in_beats_the_browser(client, ana):
    client.post("/language/", {"language": "id"})
    assert _spoken(client.get("/sign-in/", headers={"accept-language": "de"})) == ("id", "id")


def test_after_signing_in_the_own_language_is_spoken(client, minh):
    client.post("/language/", {"language": "de"})
    client.post("/sign-in/", {"login": minh.email, "password": PASSWORD})
    assert _spoken(client.get("/people/")) == ("vi", "vi")


def test_a_choice_made_later_is_kept_with_the_person(client, minh):
    client.post("/sign-in/", {"login": minh.email, "password": PASSWORD})
    client.post("/language/", {"language": "fil"})
    minh.refresh_from_db()
    assert minh.language == "fil"
    assert _spoken(client.get("/people/")) == ("fil", "fil")


def test_a_language_that_suki_does_not_speak_changes_nothing(client, minh):
    client.post("/sign-in/", {"login": minh.email, "password": PASSWORD})
    client.post("/language/", {"language": "nl"})
    minh.refresh_from_db()
    assert minh.language == "vi"
    assert _spoken(client.get("/people/")) == ("vi", "vi")


def test_a_refused_form_speaks_filipino(client, ana):
    answer = client.post("/sign-in/", {"login": "", "password": ""}, headers={"accept-language": "fil"})
    assert "I-enter ang email address at password mo." in answer.content.decode()
