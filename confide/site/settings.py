"""The settings of one running service.

Everything a host may choose comes from these environment variables; everything a union may
choose comes from `policy.toml`. Neither can loosen a clause.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent

DATA = Path(os.environ.get("CONFIDE_DATA", PACKAGE.parent / ".data")).resolve()
SIDE = os.environ.get("CONFIDE_SIDE", "officers")
DEMONSTRATION = (DATA / "DEMONSTRATION").exists()

DEBUG = False
SECRET_KEY = "unused: nothing in the product is signed with it"  # noqa: S105
ALLOWED_HOSTS = os.environ.get("CONFIDE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = f"confide.site.urls.{SIDE}"
WSGI_APPLICATION = "confide.site.wsgi.application"
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.forms",
    "confide.vault",
    "confide.ledger",
]
