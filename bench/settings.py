"""The product's settings, with the plain-text twin beside it and nothing else changed."""

from confide.site import settings as _product
from confide.site.settings import *  # noqa: F403

INSTALLED_APPS = [*_product.INSTALLED_APPS, "bench.plain"]
MIDDLEWARE = [
    "bench.plain.middleware.EitherDoor" if each.endswith(".WhoIsActing") else each
    for each in _product.MIDDLEWARE
]
