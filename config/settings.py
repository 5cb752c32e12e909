"""The settings: one module, safe by default, and the environment for what differs from one machine to the next.

PASSERELLE_ENV says what kind of site this is:

- `local` (nothing said): on one's own machine. Answers to the loopback names only, makes its own secret key.
- `development`: the same with Django's debug pages.
- `production`: HTTPS only, hashed static files; does not start without SECRET_KEY and ALLOWED_HOSTS of its own.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = environment.folder("VAR_DIR", default=BASE_DIR / "var")  # the only place the site itself writes to

PASSERELLE_ENV = environment.choice("PASSERELLE_ENV", "local", "development", "production")
PRODUCTION = PASSERELLE_ENV == "production"
DEBUG = PASSERELLE_ENV == "development"

if PRODUCTION:
    SECRET_KEY = environment.own_secret("SECRET_KEY")
    ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", default=[])
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS: a production site needs the names it answers to.")
else:
    SECRET_KEY = environment.local_secret("SECRET_KEY", VAR_DIR / "secret_key")
    ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

# --- Applications -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "careers",
    "pathways",
    "django_htmx",
    "csp",
    "reversion",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "config.apps.WorkshopConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Sessions, CSRF and users are lazy: a page that does not ask for them sets no cookie and sends no "Vary: Cookie".
# django_htmx has a middleware too: it is not needed, since htmx gets the same whole pages as everybody.
MIDDLEWARE = [
    "config.watching.follow",  # first: it sees what all others answer
    # An ETag for every page, and 304: outside of what adds headers, for a 304 takes back none of those the page had.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.privacy.browser_policies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.privacy.admin_referrer_policy",
    "config.limits.refuse_at_once",
    "config.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.sessions.end_long_sessions",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.outages.AnswerOutages",
    "axes.middleware.AxesMiddleware",  # last: it turns a refused login into the page that says how long to wait
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careers.context.site",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": environment.database("DATABASE_URL", default=VAR_DIR / "passerelle.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
EDITION_COPIES = VAR_DIR / "editions"  # what a restarted process serves when the database is gone

# --- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
# An address typed without a scheme is https, as Django 6 has it.
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Static files -----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Hashed names need `collectstatic` first: on one's own machine files are served from where they are written.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 3600 if PRODUCTION else 0  # for the few files without a hash in their name; the others: for ever
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Accounts: the admin is the only place with sessions and cookies --------------------------------------------------

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"  # a counsellor's cookies do not travel to the public pages
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # the default one has a cookie for "/"
CSRF_FAILURE_VIEW = "careers.views.errors.form_refused"
SESSION_COOKIE_AGE = 2 * 3600  # without doing anything; config.sessions counts it from the last page
SESSION_LONGEST = 12 * 3600  # whatever one does

# Whether nobody enters the workshop without a second factor. Whoever has one gives it anyway.
SECOND_FACTOR = environment.flag("SECOND_FACTOR", default=PRODUCTION)
OTP_TOTP_ISSUER = "Passerelle"

# Five wrong passwords for one name from one address, and that pair waits: nobody can lock out everybody else.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time to wait that was said stays true
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "careers.admin.refusals.too_many_attempts"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False  # shown by careers.admin.journal, in French and only to be read

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- What browsers may do with our pages ------------------------------------------------------------------------------

# One constant policy, without nonces: public pages are kept as bytes, and nothing in them is inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SECURE_REDIRECT_EXEMPT = [r"^sante/"]  # asked over plain http, by programs on the same machine

if PRODUCTION:
    SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
    # Only behind a proxy that ends TLS and always sets this header itself: anybody can send it.
    if environment.flag("BEHIND_TLS_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        AXES_CLIENT_IP_CALLABLE = "config.addresses.seen_by_the_proxy"
# Whether HSTS also binds the operator's other sites (subdomains, preload list) is not for this one to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- Who runs this site, for its legal page ---------------------------------------------------------------------------

LEGAL_EDITOR = environment.text("LEGAL_EDITOR")
LEGAL_HOST = environment.text("LEGAL_HOST")
CONTACT_EMAIL = environment.email("CONTACT_EMAIL")

# --- How the site calls itself ----------------------------------------------------------------------------------------

# What canonical addresses, the sitemap and the feed begin with; when nothing was said, the host a page is asked for.
SITE_URL = environment.site_url("SITE_URL")

# --- What is counted --------------------------------------------------------------------------------------------------

METRICS_DIR = environment.counting_folder("PROMETHEUS_MULTIPROC_DIR")

# --- Logs -------------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_answers": {"()": "config.privacy.WithoutAnswers"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "config.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if PRODUCTION else "line",
            "filters": ["without_answers"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Errors go to the console only: Django's default would also mail whole requests, query strings included.
        "django": {"handlers": [], "level": "INFO"},
        # A line for each response that was made; a missing page then needs no second one.
        "passerelle.responses": {"level": "INFO" if PRODUCTION else "WARNING"},
        "django.request": {"level": "ERROR" if PRODUCTION else "INFO"},
        # Anybody can ask by a name that is not ours: the line of the answer says so, and nothing of ours is at fault.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},  # refused logins, without the start of every command
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
