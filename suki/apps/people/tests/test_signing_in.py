"""Signing in: password, lock after wrong tries, codes from an app, recovery codes, passkeys, one-time links."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from suki.apps.people.identity.actions import close_sign_in, drop_second_factors, give_link
from suki.apps.people.models import Person
from suki.base.access import SYSTEM, Function
from suki.base.models import User
from suki.kernel.errors import NotAllowed, RuleBroken

PASSWORD = "four quiet carabaos"


@pytest.fixture
def at_home(ana, client):
    ana.set_password(PASSWORD)
    ana.save()
    return client


def sign_in(client, password=PASSWORD, email="ana@habi.example", **more):
    return client.post(reverse("sign_in"), {"login": email, "password": password}, **more)


def is_in(client):
    return client.get(reverse("security")).status_code == 200


def code_now(secret, step=0):
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def set_up_app(client):
    """Turn codes on as a person does, and give back the secret of the app."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code class=\"num\">([A-Z2-7]+)</code>", page)[1]
    assert client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}).status_code == 302
    return secret


def test_mail_address_and_password_lead_in_and_to_where_one_was_going(at_home):
    answer = sign_in(at_home, email="Ana@HABI.example ")
    assert answer.status_code == 302
    assert is_in(at_home)


def test_the_language_of_the_person_is_spoken_from_then_on(at_home, ana):
    User.objects.filter(pk=ana.pk).update(language="de")
    sign_in(at_home)
    assert at_home.session["language"] == "de"


def test_a_wrong_password_says_how_many_tries_are_left(at_home):
    answer = sign_in(at_home, "not it")
    assert answer.status_code == 422
    assert "do not go together. 4 tries are left." in answer.content.decode()
    assert not is_in(at_home)


def test_after_five_wrong_tries_even_the_right_password_waits(at_home):
    answers = [
        sign_in(at_home, f"wrong {number}", email=email)
        for number, email in enumerate(["ana@habi.example", "ANA@habi.example"] * 3)
    ]
    assert [answer.status_code for answer in answers[:4]] == [422] * 4
    assert answers[-1].status_code == 429
    resting = sign_in(at_home)
    assert resting.status_code == 429
    assert "Wait 15 minutes" in resting.content.decode()
    assert not is_in(at_home)


def test_another_address_is_not_locked_with_it(at_home):
    for number in range(6):
        sign_in(at_home, f"wrong {number}")
    assert sign_in(at_home, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_the_right_password_forgets_the_wrong_tries(at_home):
    sign_in(at_home, "wrong")
    sign_in(at_home)
    assert not AccessAttempt.objects.exists()


def test_nobody_can_sign_up(client, db):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/sign-up/").status_code == 404


def test_a_house_without_people_leads_to_its_first_run(client, db):
    assert client.get(reverse("sign_in")).url == reverse("first_run")


def test_a_code_from_the_app_is_asked_for_after_the_password(at_home):
    sign_in(at_home)
    secret = set_up_app(at_home)
    at_home.post(reverse("sign_out"))
    assert sign_in(at_home).url == reverse("mfa_authenticate")
    assert not is_in(at_home)
    wrong = at_home.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "That code is not right" in wrong.content.decode()
    at_home.post(reverse("mfa_authenticate"), {"code": code_now(secret, step=1)})
    assert is_in(at_home)


def test_a_code_counts_once(at_home):
    sign_in(at_home)
    secret = set_up_app(at_home)
    code = code_now(secret, step=1)
    for _ in range(2):
        at_home.post(reverse("sign_out"))
        sign_in(at_home)
        last = at_home.post(reverse("mfa_authenticate"), {"code": code})
    assert last.status_code == 422
    assert not is_in(at_home)


def test_wrong_codes_lock_as_wrong_passwords_do(at_home):
    sign_in(at_home)
    secret = set_up_app(at_home)
    at_home.post(reverse("sign_out"))
    sign_in(at_home)
    for number in range(5):
        last = at_home.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    assert last.status_code == 429
    at_home.post(reverse("mfa_authenticate"), {"code": code_now(secret, step=1)})
    assert not is_in(at_home)


def test_the_secret_of_the_app_is_sealed_in_the_database(at_home):
    sign_in(at_home)
    secret = set_up_app(at_home)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept


def test_a_recovery_code_signs_in_once(at_home):
    sign_in(at_home)
    set_up_app(at_home)
    page = at_home.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.search(r"<li><code>([^<]+)</code>", page)[1]
    at_home.post(reverse("sign_out"))
    sign_in(at_home)
    at_home.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(at_home)
    at_home.post(reverse("sign_out"))
    sign_in(at_home)
    assert at_home.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422


def test_second_factors_are_changed_only_after_the_password_is_given_again(at_home):
    sign_in(at_home)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert at_home.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))


def test_the_page_for_a_passkey_brings_its_options_and_no_script_of_its_own(at_home):
    sign_in(at_home)
    at_home.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = at_home.get(reverse("mfa_add_webauthn")).content.decode()
    assert '"publicKey"' in page
    assert "js/passkey.js" in page


def test_the_options_to_sign_in_by_passkey_are_given_to_anybody(at_home):
    answer = at_home.get(reverse("mfa_login_webauthn"), headers={"x-requested-with": "XMLHttpRequest"})
    assert "challenge" in answer.json()["request_options"]["publicKey"]


def test_a_changed_password_signs_out_everywhere_else(at_home):
    elsewhere = Client()
    for client in (at_home, elsewhere):
        sign_in(client)
    changed = {"present": PASSWORD, "password": "five loud carabaos"}
    assert at_home.post(reverse("password"), changed).status_code == 302
    assert is_in(at_home)
    assert not is_in(elsewhere)


def test_a_changed_password_needs_the_present_one_and_has_to_be_rare(at_home):
    sign_in(at_home)
    for present, chosen in (("guessed", "five loud carabaos"), (PASSWORD, "password12"), (PASSWORD, "short")):
        assert at_home.post(reverse("password"), {"present": present, "password": chosen}).status_code == 422
    assert User.objects.get(email="ana@habi.example").check_password(PASSWORD)


def test_signing_out_everywhere_else_leaves_this_place(at_home):
    elsewhere = Client()
    for client in (at_home, elsewhere):
        sign_in(client)
    at_home.post(reverse("sign_out_elsewhere"))
    assert is_in(at_home)
    assert not is_in(elsewhere)


def test_a_one_time_link_lets_somebody_choose_a_password_once(client, ana):
    link = give_link(actor=SYSTEM, person=ana.person)
    assert client.get(link).status_code == 200
    assert client.post(link, {"password": "short"}).status_code == 422
    assert client.post(link, {"password": "five loud carabaos"}).status_code == 302
    assert client.get(link).status_code == 410
    assert sign_in(client, "five loud carabaos").status_code == 302


def test_a_link_that_was_changed_or_is_too_old_is_over(client, ana, settings):
    link = give_link(actor=SYSTEM, person=ana.person)
    assert client.get(link[:-3] + "xx/").status_code == 410
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.post(link, {"password": "five loud carabaos"}).status_code == 410
    assert not User.objects.get(pk=ana.pk).check_password("five loud carabaos")


def test_a_link_gives_a_first_sign_in_to_who_has_none(client, ana):
    lan = Person.objects.create(name="Lan Pham", email="lan@habi.example")
    client.post(give_link(actor=SYSTEM, person=lan), {"password": "five loud carabaos"})
    lan.refresh_from_db()
    assert lan.user.email == "lan@habi.example"
    assert lan.user.check_password("five loud carabaos")


def test_two_people_cannot_sign_in_with_one_mail_address(ana):
    lan = Person.objects.create(name="Lan Pham", email="ana@habi.example")
    with pytest.raises(RuleBroken, match="Somebody already signs in"):
        give_link(actor=SYSTEM, person=lan)
    lan.refresh_from_db()
    assert lan.user is None


def test_only_an_administrator_gives_links_and_takes_second_factors_away(clara, ana):
    with pytest.raises(NotAllowed):
        give_link(actor=clara, person=ana.person)
    with pytest.raises(NotAllowed):
        drop_second_factors(actor=clara, person=ana.person)


def test_a_closed_sign_in_ends_at_once(at_home, ana):
    sign_in(at_home)
    _administrator()
    close_sign_in(actor=SYSTEM, person=ana.person)
    assert not is_in(at_home)
    assert sign_in(at_home, follow=True).status_code == 403


def test_the_last_administrator_cannot_be_closed_out(ana):
    only = _administrator()
    with pytest.raises(RuleBroken, match="only administrator"):
        close_sign_in(actor=SYSTEM, person=only.person)
    assert User.objects.get(pk=only.pk).is_active


def _administrator():
    from suki.apps.people.actions import give_sign_in, hire
    from tests.cast import LONG_AGO

    person = hire(actor=SYSTEM, name="Ada", title="", since=LONG_AGO, functions=[Function.ADMINISTRATOR])
    return give_sign_in(actor=SYSTEM, person=person, email="ada@habi.example", password_hash="!")
