"""The product's settings with nothing but the ledger installed, for processes of a test's own."""

from confide.site.settings import *  # noqa: F403

INSTALLED_APPS = ["confide.ledger"]
DATABASE_ROUTERS: list[str] = []
MIDDLEWARE: list[str] = []
