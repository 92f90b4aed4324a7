"""The settings of one running service.

Everything a host may choose comes from five environment variables: where the data lies
(`CONFIDE_DATA`), which side this process serves (`CONFIDE_SIDE`: officers or public), a
PostgreSQL beyond one machine (`CONFIDE_DATABASE`), the host names (`CONFIDE_HOSTS`), and the mail
server that officers are written to by (`CONFIDE_MAIL`).
Everything a union may choose comes from `policy.toml` beside its data. Neither loosens a clause.
"""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from confide.policy import terms
from confide.web import disk, mail_server
from confide.web.errors import LOGGING as QUIET_LOGGING

PACKAGE = Path(__file__).resolve().parent.parent

DATA = Path(os.environ.get("CONFIDE_DATA", PACKAGE.parent / ".data")).resolve()
SIDE = os.environ.get("CONFIDE_SIDE", "officers")
DEMONSTRATION = (DATA / "DEMONSTRATION").exists()

_OWN_POLICY = DATA / "policy.toml"
POLICY_FILE = _OWN_POLICY if _OWN_POLICY.exists() else PACKAGE / "site" / "policy.toml"
POLICY: terms.Terms = terms.parse(POLICY_FILE.read_text(encoding="utf-8"))

DEBUG = False
# Django insists on a key. Nothing of ours is signed with it: sessions, grants and checkpoints
# have keys of their own, so that a leaked settings file opens nothing.
SECRET_KEY = "nothing-is-signed-with-this"  # noqa: S105
ALLOWED_HOSTS = os.environ.get("CONFIDE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = f"confide.site.urls.{SIDE}"
WSGI_APPLICATION = "confide.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]

INSTALLED_APPS = [
    "confide.vault",
    "confide.ledger",
    "confide.web",
    "confide.team",
    "confide.casework",
    "confide.disclosure",
    "confide.statistics",
    "confide.retention",
    "confide.frontdoor",
    "confide.desk",
]

_EVERY_SIDE = [
    "confide.web.headers.SafeHeaders",
    "confide.web.assets.Built",
    "confide.web.language.ByAddress",
    "confide.web.crosssite.RefuseCrossSite",
    "confide.web.errors.OtherWay",
]
# Before it only what still has words for somebody whose request a broken disk undid.
_FIRST = ["confide.disclosure.middleware.EmergencyFirst"] if SIDE == "officers" else []
_IF_THE_DISK_KEEPS = ["confide.web.disk.NothingAfterAFault"]
_OFFICERS = [
    "confide.team.middleware.WhoIsActing",
    "confide.site.middleware.Refusals",
]
# Last: it reads what is sent, and for whom files are kept is asked before that.
_LARGE = ["confide.web.large.OneLargeAtATime"]
MIDDLEWARE = (
    _EVERY_SIDE + _FIRST + _IF_THE_DISK_KEEPS + (_OFFICERS if SIDE == "officers" else []) + _LARGE
)

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE, PACKAGE / "web" / "pages"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "confide.web.pages_context.everywhere",
            ],
            "libraries": {
                "confide": "confide.web.templatetags.confide",
                "terms": "confide.web.templatetags.terms",
            },
        },
    },
]
FORM_RENDERER = "confide.web.forms.Renderer"

# NORMAL may lose the last commits at a power cut, hence FULL; EXTRA for the shred keys, whose
# deletion must be durable too. `secure_delete` overwrites what was deleted with zeros.
_SQLITE: dict[str, Any] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
_DATA_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
_KEYS_PRAGMAS = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON;"


def _sqlite(name: str, pragmas: str) -> dict[str, Any]:
    path = DATA / name
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {**_SQLITE, "init_command": pragmas, "factory": disk.Connection},
        "TEST": {"NAME": DATA / f"test-{name}"},
    }


def _postgresql(conninfo: str) -> dict[str, Any]:
    parts = conninfo_to_dict(conninfo)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "confide"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {"connect_timeout": "5", **parts},
    }


_CONNINFO = os.environ.get("CONFIDE_DATABASE", "")
DATABASES = {
    "default": _postgresql(_CONNINFO) if _CONNINFO else _sqlite("confide.sqlite3", _DATA_PRAGMAS),
    "keys": _sqlite("keys.sqlite3", _KEYS_PRAGMAS),
}
DATABASE_ROUTERS = ["confide.vault.router.KeysRouter"]

# Invented officers have invented addresses, which may be somebody's: nobody is written to.
MAIL = None if DEMONSTRATION else mail_server.read(os.environ.get("CONFIDE_MAIL", ""))

FILE_UPLOAD_HANDLERS = ["confide.vault.uploads.SealingUploadHandler"]
# Whatever fits into the fields of any page of ours fits in here too, so nothing typed is ever lost
# to this limit; `web.large` bounds what many of them take together.
DATA_UPLOAD_MAX_MEMORY_SIZE = 7 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# `Secure` and the `__Host-` prefix are dropped only for a demonstration on the loopback, and its
# two sides have cookies of different names because browsers share cookies between ports.
SESSION_COOKIE = f"confide-demonstration-{SIDE}" if DEMONSTRATION else "__Host-confide"
# Whose desk it was, by pseudonym, so that what was typed before a lock goes on with nobody else.
DESK_COOKIE = f"{SESSION_COOKIE}-desk"
SESSION_COOKIE_IS_SECURE = not DEMONSTRATION

STATIC_URL = "/static/"
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = QUIET_LOGGING
