"""Settings of an installation. Everything a firm decides for itself lives in the database, not here."""

import os
from datetime import timedelta
from pathlib import Path

from suki.base.assets import static_version
from suki.config.databases import database_settings, secret_key

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SUKI_DATA") or Path.cwd() / "data")

DEBUG = os.environ.get("SUKI_DEBUG") == "1"
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("SUKI_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("SUKI_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "suki.base",
    "suki.apps.company",
    "suki.apps.people",
    "suki.apps.catalog",
    "suki.apps.accounts",
    "suki.apps.ledger",
    "suki.apps.prospecting",
    "suki.apps.touchpoints",
    "suki.apps.deals",
    "suki.apps.proposals",
    "suki.apps.orders",
    "suki.apps.billing",
    "suki.apps.credits",
    "suki.apps.quotas",
    "suki.apps.compensation",
    "suki.apps.rewards",
    "suki.apps.standing",
    "suki.flows",
    "suki.exchange",
    "suki.desk",
    "suki.reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "suki.base.security.BrowserPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "suki.base.serving.AssetsMiddleware",
    "suki.base.maintenance.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "suki.base.languages.PersonLanguageMiddleware",
    "suki.apps.company.zone.FirmsZoneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "suki.base.toasts.ToastMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "suki.base.history.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "suki.config.urls"
WSGI_APPLICATION = "suki.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "suki.base.appearance.appearance",
                "suki.base.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "suki.base.templatetags.ui",
                "suki.base.templatetags.ui_marks",
                "suki.base.templatetags.ui_formats",
                "suki.base.templatetags.ui_forms",
                "suki.base.templatetags.ui_lists",
                "suki.base.templatetags.ui_charts",
                "suki.base.templatetags.ui_editing",
            ],
        },
    }
]

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGTRIGGER_MIGRATIONS = True

AUTH_USER_MODEL = "base.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

ACCOUNT_ADAPTER = "suki.apps.people.identity.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "suki.apps.people.identity.forms.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SUKI_PROXIES", "0"))
MFA_ADAPTER = "suki.apps.people.identity.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "suki.apps.people.identity.forms.CodeForm",
    "reauthenticate": "suki.apps.people.identity.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "suki.apps.people.identity.lockout.refused"
AXES_USERNAME_CALLABLE = "suki.apps.people.identity.lockout.account_of"
AXES_CLIENT_IP_CALLABLE = "suki.apps.people.identity.lockout.address_of"
AXES_SENSITIVE_PARAMETERS = ["code", "credential", "present"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_remembered"},
}

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("vi", "Tiếng Việt"),
    ("id", "Bahasa Indonesia"),
    ("fil", "Filipino"),
]
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/dev/" if DEBUG else f"/static/{static_version()}/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 3600
CSRF_FAILURE_VIEW = "suki.base.views.csrf_refused"
STORED_FILES = DATA / "files"

PROCRASTINATE_ON_APP_READY = "suki.base.jobs.on_app_ready"
PROCRASTINATE_IMPORT_PATHS = ["suki.config.schedule"]

SILENCED_SYSTEM_CHECKS = ["fields.W342"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("SUKI_LOG", "WARNING")},
}
