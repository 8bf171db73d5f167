"""All settings, in one file. Everything that may differ between machines is read from the environment here, at the
top, and is listed in `.env.example` (a test compares the two)."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env

from cper import database
from cper.words.clock import month_and_day

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL = BASE_DIR / ".local"

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("CPER_DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", False)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
DATABASE_URL = env.str("DATABASE_URL", "") or database.url(database.DEMO_FOLDER)
EMAIL = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "cper@localhost")
MEDIA_ROOT = BASE_DIR / env.path("MEDIA_ROOT", LOCAL / "media")
# The address of the site, as written in mails.
CPER_SITE_URL = env.str("CPER_SITE_URL", "http://127.0.0.1:8000")
LOG_LEVEL = env.log_level("LOG_LEVEL", "INFO")
# Days of a legal delay: every day of the calendar, or working days only. The texts do not say; the ministry decides.
CPER_DAY_COUNT = env.str("CPER_DAY_COUNT", "calendar")
# Lines that a list given as a file may have: what is written in a second or two.
CPER_FILE_ROWS = env.int("CPER_FILE_ROWS", 5000)
# The follow-up's delays and dates that no text gives: days, months, or a day of the year written MM-DD. Each fills the
# row of the law that names it (docs/sources.md), until a text gives one.
CPER_PARAMETERS = {
    "CPER_TRANSMISSION_DAYS": env.int("CPER_TRANSMISSION_DAYS", 15),
    "CPER_COMMITTEE_MONTHS": env.int("CPER_COMMITTEE_MONTHS", 6),
    "CPER_TEAM_DAYS": env.int("CPER_TEAM_DAYS", 30),
    "CPER_INDICATORS_DAYS": env.int("CPER_INDICATORS_DAYS", 30),
    "CPER_OWN_SHARE_OPENS": month_and_day(env.str("CPER_OWN_SHARE_OPENS", "10-01")),
    "CPER_OWN_SHARE_DUE": month_and_day(env.str("CPER_OWN_SHARE_DUE", "03-31")),
    "CPER_EVALUATION_DUE": month_and_day(env.str("CPER_EVALUATION_DUE", "01-31")),
    "CPER_BEFORE_SIGNATURE_MONTHS": env.int("CPER_BEFORE_SIGNATURE_MONTHS", 24),
}
CPER_DUTY_HORIZON_DAYS = env.int("CPER_DUTY_HORIZON_DAYS", 366)

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}
if DEMO and not LOCAL_HOSTS.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "CPER_DEMO=1 ouvre des comptes au mot de passe public : ALLOWED_HOSTS ne peut nommer que cette machine."
    )
if CPER_DAY_COUNT not in ("calendar", "working"):
    raise ImproperlyConfigured("CPER_DAY_COUNT vaut « calendar » ou « working ».")
if DEMO and not SECRET_KEY:
    # Made once and kept, so that a restart signs nobody out.
    kept = LOCAL / "secret-key"
    if not kept.exists():
        LOCAL.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    SECRET_KEY = kept.read_text()
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY est vide : donnez-lui au moins 50 caractères tirés au hasard (.env.example)."
    )

# --- Application -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    # Ours first: our templates win over those of django.forms and of the admin.
    "negotiation.apps.NegotiationConfig",
    "monitoring.apps.MonitoringConfig",
    "cper.bench",
    "cper.demo",
    "cper.pages",
    "cper.words",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "simple_history",
    "django_fsm",
    "pgtrigger",
    "csp",
]
# What begins with a contract's signature: each is called after the commit, with its key and the day.
CPER_ONCE_SIGNED = ["monitoring.renewal.begin"]
# What an application shows where it is not known: on the first page, and beside the head of another's pages.
CPER_HOME = {"follow_up": "monitoring.beside.waiting"}
CPER_BESIDE = {"dossier": "monitoring.beside.of_dossier", "region": "monitoring.beside.of_region"}
MIDDLEWARE = [
    # What every answer carries, first: whatever is refused below carries it too.
    "cper.pages.edge.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "cper.pages.middleware.SizeMiddleware",
    "cper.pages.edge.EdgeMiddleware",
    "negotiation.failures.OutageMiddleware",
    "cper.pages.middleware.TypedMiddleware",
    "cper.pages.middleware.BoundMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "negotiation.interrupted.KeptMiddleware",  # before a stranger is sent to the sign-in page
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "cper.pages.middleware.ActorMiddleware",
    "cper.pages.middleware.OwnPasswordMiddleware",
    "negotiation.once.OnceMiddleware",  # the last: it runs the view
]
ROOT_URLCONF = "cper.urls"
WSGI_APPLICATION = "cper.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "negotiation.site.site",
                "monitoring.site.follow_up",
            ],
        },
    }
]

# --- Data ------------------------------------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=0, conn_health_checks=True)}
# A pool keeps connections open between requests; health checks let workers outlive a restart of the server. The
# ceiling is above the application server's 16 threads, so no request waits for a connection.
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 20, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
STATIC_ROOT = LOCAL / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "cper" / "root"  # robots.txt and favicon.ico, asked for by name at the root
STORAGES = {
    # Uploaded pieces have no address: a view hands them over after asking who may read them.
    "default": {"BACKEND": "cper.papers.storage.HashedStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cper.papers.uploads.UnnamedUploadHandler",
]
CPER_PIECE_MAX_BYTES = 20 * 1024 * 1024
# Form fields only: Django does not count files here. A form of a dossier is some dozens of kilobytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "negotiation.User"
AUTHENTICATION_BACKENDS = ["negotiation.accounts.MandateBackend"]
if DEMO:
    AUTHENTICATION_BACKENDS.append("negotiation.accounts.DemoBackend")
PASSWORD_HASHERS = ["negotiation.gate.GentleHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "inbox"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # offices share their computers

# --- Security --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "negotiation.interrupted.guard_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not (DEMO or DEBUG):
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    MESSAGE_STORAGE = "cper.pages.edge.SafeMessages"
else:
    SECURE_HSTS_SECONDS = 0
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    # The domain is the State's: this site cannot promise HTTPS for its other sub-domains, nor for ever in browsers.
    "security.W005",
    "security.W021",
]

# --- Language, time, mail, log ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français")]
TIME_ZONE = "Africa/Bamako"
USE_THOUSAND_SEPARATOR = False

if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = LOCAL / "mail"
else:
    vars().update(EMAIL)
    # A mail server that does not speak must not hold an act: what has not left is sent by `send_notices`.
    EMAIL_TIMEOUT = 3

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL, "propagate": True}},
}
