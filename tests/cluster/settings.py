"""Production's settings, and what can plant a bug or count tasks. Only servers that a test starts with this module load it."""

from arcane_site.settings import *  # noqa: F403
from arcane_site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cluster.apps.TestedConfig"]
