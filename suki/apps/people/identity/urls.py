from django.urls import path

from suki.apps.people.identity import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.code, name="mfa_authenticate"),
    path("sign-in/passkey/", views.passkey, name="mfa_login_webauthn"),
    path("sign-in/closed/", views.closed, name="account_inactive"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("welcome/<str:who>/<str:token>/", views.welcome, name="welcome"),
    path("profile/security/", views.security, name="security"),
    path("profile/security/", views.security, name="mfa_index"),
    path("profile/security/", views.security, name="mfa_list_webauthn"),
    path("profile/security/password/", views.password, name="password"),
    path("profile/security/elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("profile/security/app/", views.app_on, name="mfa_activate_totp"),
    path("profile/security/app/off/", views.app_off, name="mfa_deactivate_totp"),
    path("profile/security/codes/", views.codes, name="mfa_view_recovery_codes"),
    path("profile/security/codes/new/", views.codes_new, name="mfa_generate_recovery_codes"),
    path("profile/security/codes/file/", views.codes_file, name="mfa_download_recovery_codes"),
    path("profile/security/passkeys/", views.passkey_add, name="mfa_add_webauthn"),
    path("profile/security/passkeys/<int:pk>/remove/", views.passkey_remove, name="mfa_remove_webauthn"),
    path("profile/security/again/", views.again, name="account_reauthenticate"),
    path("profile/security/again/code/", views.again_code, name="mfa_reauthenticate"),
    path("profile/security/again/passkey/", views.again_passkey, name="mfa_reauthenticate_webauthn"),
]
