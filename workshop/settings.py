"""Every value comes from the environment; nonsense is refused loudly.

With nothing set the site runs embedded: SQLite, no broker, files under var/.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from workshop import storage

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _own_secret() -> str:
    """The secret of an embedded site: made on its first run, kept beside its data."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)  # from its first byte on
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


DEBUG = False
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Workshop")
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _own_secret()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL must look like https://host, not {SITE_URL!r}.")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
if DEMO and _site.hostname not in ("127.0.0.1", "localhost", "::1"):
    raise ImproperlyConfigured(
        "DEMO lets anyone sign in as anyone: SITE_URL must be a loopback name."
    )
ALLOWED_HOSTS = list(LOOPBACK) if DEMO else env.list("ALLOWED_HOSTS", default=[_site.hostname])

# Who may create a workshop besides administrators: "*", an "@domain", or a whole address.
WORKSHOP_CREATORS = env.list("WORKSHOP_CREATORS", default=["*"] if DEMO else [])

INSTALLED_APPS = [
    "workshop",
    "submissions",
    "reviews",
    "schedule",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "workshop.middleware.clock",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "workshop.middleware.private_unless_said",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "workshop.viewing.viewing",
    "workshop.middleware.refusals",
    "workshop.middleware.no_file_for_other_sites",
]

ROOT_URLCONF = "workshop.urls"
WSGI_APPLICATION = "workshop.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workshop.context.site",
            ],
            "builtins": ["workshop.templatetags.words"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
# Letters are plain text: the same templates folder, nothing escaped.
TEMPLATES.append(
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "letters",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"autoescape": False, "builtins": ["workshop.templatetags.words"]},
    }
)
FORM_RENDERER = "workshop.forms.Renderer"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'workshop.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    # After the database was started anew, nobody's page fails.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True


def _database_after(broker: str) -> str:
    """The next database of the same Redis: emptying the cache must not empty the queue."""
    url = urlsplit(broker)
    number = url.path.strip("/") or "0"
    # The address itself is not shown: there is a password in it.
    if url.scheme not in ("redis", "rediss") or not url.hostname or not number.isdecimal():
        raise ImproperlyConfigured("REDIS_URL must look like redis://:password@host:6379/0.")
    return urlunsplit(url._replace(path=f"/{int(number) + 1}"))


REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", default="") or _database_after(REDIS_URL),
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A lost broker must not hold up a page: the wake-up is dropped, the sweep finds the letter.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "workshop.tasks.sweep", "schedule": 30}}
# There is no last time to be remembered, so nothing is written to a file. Beat answers whether it
# is well, but keeps silent when it has not looked at its schedule for twice so many seconds.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 30
CELERY_BEAT_ENABLE_REMOTE_CONTROL = True

MAIL_DIR = VAR_DIR / "mail"
EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <letters@{_site.hostname}>"
)
if env.str("EMAIL_URL", default="") and not DEMO:
    vars().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 20

STORAGES = {
    # A demo stays on this machine.
    "default": storage.chosen({} if DEMO else os.environ, VAR_DIR / "files"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "submissions.uploads.SizeCap",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MAX_PAPER_BYTES = env.int("MAX_PAPER_MB", default=20) * 1_000_000

AUTH_USER_MODEL = "workshop.User"
AUTHENTICATION_BACKENDS = ["workshop.accounts.Backend"]
PASSWORD_HASHERS = ["workshop.accounts.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "workshop.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
# How often, for one client (ip) and one e-mail address, code or account (key, user). A university
# is one client; a demo has its machine to itself. The shares of one client at one address
# (send_code_here, login_failed) are far below the address's own: nobody can use that up alone.
ACCOUNT_RATE_LIMITS = {
    "send_code_here": "1000/m/key" if DEMO else "5/h/key",
    "send_code": "1000/m/ip" if DEMO else "30/m/ip,100/h/key",
    "try_code": "1000/m/ip" if DEMO else "60/m/ip,5/10m/key",
    "login_failed": "1000/m/ip" if DEMO else "30/m/ip,5/5m/key",
    "try_password": "1000/m/key" if DEMO else "100/h/key",
    "reauthenticate": "10/m/user",
}
# What later apps do about the ground's steps (docs/decisions/0002): at once, when an address is
# verified, a role given or left, in its transaction; and by sweeps that look for work, each called
# with the time.
AFTER_ADDRESS_VERIFIED = [
    "submissions.authorship.bar_author",
    "reviews.conflicts.address_verified",
    "reviews.grounds.address_verified",
]
AFTER_ROLE_GIVEN = ["reviews.conflicts.detect_own"]
AFTER_ORGANIZER_LEFT = ["submissions.deciders.tell_organizers"]
SWEEPS = [
    "submissions.submit.tell_drafters",
    "submissions.inspection.inspect_waiting",
    "submissions.uploads.remove_unattached",
    "reviews.conflicts.detect_everywhere",
    "reviews.run_solving.solve_waiting",
    "reviews.invite_reminders.remind_waiting",
    "reviews.paper_texts.extract_next",
    "reviews.fitting.compare_again",
]
# As whom an organizer may look at the site: the apps that know them (docs/decisions/0009).
SEEN_AS = ["submissions.viewed", "reviews.viewed"]
# Whether a workshop has posted papers: what the navigation of its site asks of a later app.
HAS_PAPERS = "submissions.posting.has_papers"

SECURE = _site.scheme == "https"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "workshop.views.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if SECURE else 0)
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=SECURE)
if env.bool("BEHIND_PROXY", default=False) and not DEMO:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# JSON in and out, and nothing else; who may ask for what, each endpoint says itself. Not being
# among the apps, the framework brings neither pages nor static files.
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workshop.api.errors.in_words",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Workshop",
    "DESCRIPTION": "Workshops, their schedules and their posted papers, for everyone; for who is "
    "signed in, their own submissions and the papers that they review. For reading only.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
