"""Settings. Everything that differs between machines comes from the environment; ``docs/configuration.md`` lists it."""

from ipaddress import ip_network
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from arcane_site import databases, logs
from arcane_site.npm import NpmFile

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()

# --- What the environment says -------------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SOCKETIO_ALLOWED_ORIGINS: list[str] = env.list("SOCKETIO_ALLOWED_ORIGINS", [])
DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'codex.sqlite3'}")
DATABASE_SECONDS = env.float("DATABASE_SECONDS", 0)
REDIS_URL = env.str("REDIS_URL", "")
REALTIME_TRANSPORT = env.str("REALTIME_TRANSPORT", "") or "fast"
RATE_LIMITS = env.str("RATE_LIMITS", "on") != "off"
SCENARIO_SOURCE = env.str("SCENARIO_SOURCE", "house")
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [])
METRICS_ADDRESSES: list[str] = env.list("METRICS_ADDRESSES", [])
HTTPS = env.bool("HTTPS", False)
WORKER = env.str("WORKER", "")
DRAIN_NOTICE_SECONDS = env.float("DRAIN_NOTICE_SECONDS", 1.0)
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOG_FORMAT = env.str("LOG_FORMAT", "text" if DEBUG else "json")
LOG_REQUESTS = env.bool("LOG_REQUESTS", False)

if not SECRET_KEY and DEBUG:
    SECRET_KEY = "insecure-and-only-for-debugging-on-ones-own-machine"  # noqa: S105
if not DEBUG and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("insecure")):
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or weak: set it to 50 or more random characters, or set DEBUG=on on your own machine."
    )
if "*" in SOCKETIO_ALLOWED_ORIGINS:
    raise ImproperlyConfigured("SOCKETIO_ALLOWED_ORIGINS may not hold '*': list the origins that may connect.")
if LOG_FORMAT not in logs.FORMATS:
    raise ImproperlyConfigured(f"LOG_FORMAT is json or text, not {LOG_FORMAT}.")
if REALTIME_TRANSPORT not in ("fast", "stock"):
    raise ImproperlyConfigured(f"REALTIME_TRANSPORT is fast or stock, not {REALTIME_TRANSPORT}.")
try:
    [ip_network(each) for each in TRUSTED_PROXIES if each != "unix"]
except ValueError as error:
    raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}; it lists addresses, networks like 10.0.0.0/8, or unix.") from error

# --- Django --------------------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "ninja",
    "games",
    "realtime",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "arcane_site.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "games.api.middleware.api_answers",
    "games.api.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "arcane_site.urls"
ASGI_APPLICATION = "arcane_site.asgi.application"
APPEND_SLASH = False
DEFAULT_EXCEPTION_REPORTER = "arcane_site.malformed.Reporter"
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
            ]
        },
    }
]
DATABASES = {"default": databases.configured(dict(dj_database_url.parse(DATABASE_URL)), seconds=DATABASE_SECONDS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            # The library's default is pickle, which turns a write to Redis into code that we run.
            "OPTIONS": {"SERIALIZER": "django_redis.serializers.json.JSONSerializer"},
        }
    }
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

# --- People --------------------------------------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "games.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Security ------------------------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked inside the house, without TLS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Static files --------------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "arcane_site.npm.NpmFinder",
]
FONTS = {
    "node_modules/@fontsource/grenze": ["grenze-latin-600-normal"],
    "node_modules/@fontsource/grenze-gotisch": ["grenze-gotisch-latin-600-normal"],
    "node_modules/@fontsource-variable/alegreya": [
        "alegreya-latin-wght-normal",
        "alegreya-latin-wght-italic",
        "alegreya-latin-ext-wght-normal",
    ],
    "node_modules/@fontsource/alegreya-sans": [
        "alegreya-sans-latin-500-normal",
        "alegreya-sans-latin-700-normal",
        "alegreya-sans-latin-ext-500-normal",
        "alegreya-sans-latin-ext-700-normal",
    ],
}
NPM_FILES = [
    NpmFile("vendor/socket.io.esm.min.js", "node_modules/socket.io-client/dist/socket.io.esm.min.js"),
    NpmFile("vendor/socket.io.esm.min.js.map", "node_modules/socket.io-client/dist/socket.io.esm.min.js.map"),
    NpmFile("vendor/chart.umd.min.js", "node_modules/chart.js/dist/chart.umd.min.js"),
    NpmFile("vendor/chart.umd.min.js.map", "node_modules/chart.js/dist/chart.umd.min.js.map"),
    *(NpmFile(f"vendor/fonts/{name}.woff2", f"{package}/files/{name}.woff2") for package, names in FONTS.items() for name in names),
    *(
        NpmFile(f"vendor/fonts/{name.replace('-latin', '-english')}.woff2", f"{package}/files/{name}.woff2", cut=True)
        for package, names in FONTS.items()
        for name in names
        if "-latin-ext-" not in name
    ),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "arcane_site.static.HashedModulesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- Logs ----------------------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": logs.formatter(LOG_FORMAT, WORKER)},
    "filters": {
        "once_a_minute": {"()": "arcane_site.logs.OnceAMinute"},
        "our_faults": {"()": "arcane_site.logs.OurFaults"},
        "untraced": {"()": "arcane_site.logs.Untraced"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handler would print each line a second time; refusals are answers, not warnings.
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        # Of these, our own settings may be the cause: ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS.
        "django.security.DisallowedHost": {"level": "ERROR", "filters": ["untraced", "once_a_minute"]},
        "django.security.csrf": {"level": "WARNING"},
        "django.channels.server": {"level": "ERROR"},
        "daphne": {"level": "WARNING"},
        "uvicorn": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},  # each attempt to connect; whoever waited for it says so
        "fontTools": {"level": "WARNING"},
        # What a client can make them say. At INFO the last two print payloads, and so whispers.
        "daphne.server": {"filters": ["once_a_minute"]},
        "daphne.http_protocol": {"filters": ["once_a_minute"]},
        "daphne.ws_protocol": {"filters": ["once_a_minute"]},
        "uvicorn.error": {"filters": ["our_faults", "once_a_minute"]},
        "engineio.server": {"level": "ERROR", "filters": ["once_a_minute"]},
        "socketio.server": {"level": "ERROR", "filters": ["once_a_minute"]},
    },
}
