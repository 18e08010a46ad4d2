"""Production's settings, and what can cut the power at a marked point. Only servers that a test starts with this module load it."""

from arcane_site.settings import *  # noqa: F403
from arcane_site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.power_cut.PowerCutConfig"]
