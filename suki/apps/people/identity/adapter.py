"""How the sign-in library behaves in this house: closed to strangers, no mail, our words, sealed secrets."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.people.identity.lockout import address_of
from suki.base.languages import CODES

_SAID = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": "",
    "mfa/messages/totp_activated.txt": gettext_lazy("Codes from your app are asked for from now on."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Codes are no longer asked for."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Recovery codes are made; older ones are void."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; tries are counted by `django-axes`; afterwards Suki speaks the person's language."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy(
            "This sign-in has been closed. Ask an administrator to open it again."
        ),
        "email_password_mismatch": gettext_lazy("Mail address and password do not go together."),
        "incorrect_password": gettext_lazy("That is not your password."),
        "too_many_login_attempts": gettext_lazy("Too many wrong tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by account and address in the database, for all processes together."""

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        if user.language in CODES:
            request.session["language"] = user.language

    def add_message(self, request: Any, level: int, message_template: Any = None, message_context: Any = None,
                    extra_tags: str = "", message: Any = None) -> None:  # fmt: skip
        said = message or _SAID.get(message_template, "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Suki does not send mail of its own accord: an administrator hands out one-time links."""

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        found = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in found]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed with the key of the installation, which no table holds."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code is not right or no longer valid. Enter the one shown now."),
    }

    def get_totp_issuer(self) -> str:
        return "Suki"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Suki"}

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


def _seal() -> Fernet:
    key = hashlib.sha256(b"suki second factors" + str(settings.SECRET_KEY).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
