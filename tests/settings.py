"""The settings under test: production's, but for what only costs time or needs a server.

In the tests' own process static files keep their plain names. The servers that tests start are given no module of settings: they run
with production's.
"""

import os
import secrets

os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(60))
if "REDIS_URLS" in os.environ and "PYTEST_XDIST_WORKER" in os.environ:
    # Some tests empty Redis or stop it, and channels have no database: each process that runs tests has one of its own.
    os.environ["REDIS_URL"] = os.environ["REDIS_URLS"].split()[int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))]

from arcane_site.settings import *  # noqa: F403
from arcane_site.settings import DATABASES, STATIC_ROOT, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of its absence

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: a database in memory has other locks, and a single connection.
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
