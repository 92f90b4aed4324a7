"""What every page may say of itself: whose service it is, who is signed in, what just happened."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from confide.web import language
from confide.web.notices import shown


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context that the base pages need."""
    return {
        "acting": getattr(request, "acting", None),
        "notice": shown(request),
        "idle_minutes": settings.POLICY.idle_lock_minutes,
        "union": settings.POLICY.union.name,
        "exits": settings.SIDE == "public",
        "home": language.start(request.path),
        "counterpart": language.counterpart(request.path),
    }
