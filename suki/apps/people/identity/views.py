"""Screens of signing in and of the safety of one's own sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from suki.apps.company.models import LegalEntity
from suki.apps.people.identity import actions
from suki.apps.people.identity.browsers import browser_name
from suki.apps.people.identity.forms import ChangePasswordForm, NewPasswordForm
from suki.apps.people.identity.links import user_behind
from suki.base.access import Can, open_screen, screen
from suki.base.models import User
from suki.base.toasts import toast


class SignIn(LoginView):
    """The sign-in page; a house without people leads to its first run."""

    template_name = "identity/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not User.objects.exists():
            return redirect("first_run")
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        company = LegalEntity.objects.filter(is_default=True).values_list("name", flat=True).first()
        return super().get_context_data(**kwargs) | {"company": company}


class Code(AuthenticateView):
    """After the password: a code from the app, a recovery code, or a passkey."""

    template_name = "identity/code.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


open_ones = {
    "sign_in": SignIn.as_view(),
    "sign_out": LogoutView.as_view(),
    "code": Code.as_view(),
    "passkey": LoginWebAuthnView.as_view(),
}
sign_in, sign_out, code, passkey = (open_screen(view) for view in open_ones.values())


@open_screen
@never_cache
def closed(request: HttpRequest) -> HttpResponse:
    """For somebody whose sign-in an administrator has closed."""
    return render(request, "identity/closed.html", status=403)


@open_screen
@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """Behind a one-time link: choose a password, then sign in with it."""
    user = user_behind(who, token)
    if user is None:
        return render(request, "identity/link_over.html", status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.take_link(user=user, password=form.cleaned_data["password"])
        toast(request, _("Your password is kept. Sign in with it."))
        return redirect("sign_in")
    page = {"form": form, "user_behind": user}
    return render(request, "identity/welcome.html", page, status=422 if form.errors else 200)


@screen(Can.SIGN_IN)
def security(request: HttpRequest) -> HttpResponse:
    """How I sign in, with what second factor, and where I am signed in now."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    app = next((each for each in factors if each.type == Authenticator.Type.TOTP), None)
    codes = next((each for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
    here = request.session.session_key
    sessions = [
        {"browser": browser_name(each.user_agent), "row": each, "is_here": each.session_key == here}
        for each in UserSession.objects.purge_and_list(request.user)
    ]
    page = {
        "app": app,
        "passkeys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "sessions": sorted(sessions, key=lambda each: not each["is_here"]),
    }
    return render(request, "identity/security.html", page)


@screen(Can.SIGN_IN)
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password."""
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_password(actor=request.user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, request.user)
        actions.sign_out_elsewhere(actor=request.user, here=request.session.session_key)
        toast(request, _("Your password is changed. Everywhere else you have to sign in again."))
        return redirect("security")
    return render(request, "identity/password.html", {"form": form}, status=422 if form.errors else 200)


@screen(Can.SIGN_IN)
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End my sessions on other devices."""
    actions.sign_out_elsewhere(actor=request.user, here=request.session.session_key)
    toast(request, _("You are signed in here only."))
    return redirect("security")


class AddPasskey(AddWebAuthnView):
    """A passkey that signs in without a password."""

    template_name = "identity/passkey_add.html"


def _own(view: Any) -> Any:
    return never_cache(screen(Can.SIGN_IN)(view))


app_on = _own(ActivateTOTPView.as_view(template_name="identity/app_on.html"))
app_off = _own(DeactivateTOTPView.as_view(template_name="identity/app_off.html"))
codes = _own(ViewRecoveryCodesView.as_view(template_name="identity/codes.html"))
codes_new = _own(GenerateRecoveryCodesView.as_view(template_name="identity/codes_new.html"))
codes_file = _own(DownloadRecoveryCodesView.as_view(template_name="identity/codes.txt"))
passkey_add = _own(AddPasskey.as_view())
passkey_remove = _own(RemoveWebAuthnView.as_view(template_name="identity/passkey_remove.html"))
again = _own(ReauthenticateView.as_view(template_name="identity/again.html"))
again_code = _own(CodeAgainView.as_view(template_name="identity/again.html"))
again_passkey = _own(ReauthenticateWebAuthnView.as_view(template_name="identity/again_passkey.html"))
