"""Forms of signing in and of choosing a password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.people.identity import lockout


class SignInForm(LoginForm):
    """Mail address and password; says how many tries are left."""

    def clean(self) -> Any:
        try:
            return super().clean()
        except ValidationError as wrong:
            email = str(self.cleaned_data.get("login", ""))
            left = lockout.tries_left(self.request, email)
            raise ValidationError(f"{wrong.message} {lockout.tries_left_sentence(left)}") from None


class CodeForm(AuthenticateForm):
    """The one-time code after the password; wrong ones count as wrong passwords do."""

    def clean_code(self) -> str:
        return _counted(self, super().clean_code)


class CodeAgainForm(ReauthenticateForm):
    """A one-time code before something that matters."""

    def clean_code(self) -> str:
        return _counted(self, super().clean_code)


class NewPasswordForm(forms.Form):
    """A password that nobody guesses; no rules but length and rarity."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
        help_text=gettext_lazy("At least ten characters. A sentence is easy to remember and hard to guess."),
    )

    def __init__(self, *args: Any, user: Any = None, **options: Any) -> None:
        self.user = user
        super().__init__(*args, **options)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    """The present password, so that an open screen is not enough to take an account over."""

    field_order = ("present", "password")
    present = forms.CharField(
        label=gettext_lazy("Present password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        strip=False,
    )

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise ValidationError(_("That is not your password."))
        return present


def _counted(form: Any, check: Any) -> str:
    from allauth.core import context

    request, email = context.request, form.user.email
    if lockout.is_resting(request, email):
        raise ValidationError(lockout.resting_sentence())
    try:
        code: str = check()
    except ValidationError:
        lockout.count_wrong_code(request, email)
        raise
    return code
