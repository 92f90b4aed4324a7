"""Every address of the officers' side, with a made-up reference where one belongs."""

import re
from collections.abc import Iterator
from importlib import import_module

from django.urls import URLPattern, URLResolver


def _walk(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + re.sub(r"<\w+:\w+>", "a" * 26, str(pattern.pattern))


OFFICERS = tuple(_walk(import_module("confide.site.urls.officers").urlpatterns))
# What whoever is signed in may do, in office or not, with an invitation or keys of their own.
OPEN_TO_INVITATIONS = ("/", "/keys/", "/lock/", "/sign-out/")
