"""Who is acting: opens the session at the start of every officers' request. (CONF-3, RECD-2)

Nobody signed in is given a map of the house with one door on it: whatever the address, the answer
is the sign-in page, byte for byte.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from confide.team.queries import Acting, acting_with
from confide.vault import sessions
from confide.web import clock, notices

DOORSTEP = "confide.site.urls.doorstep"


class OfficersRequest(HttpRequest):
    """What a view for officers is asked: its audience let nobody in who is not at work."""

    acting: Acting


class NoFiles(FileUploadHandler):
    """Lets every file pass by: nothing that a stranger sends is kept."""

    def new_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Skip it."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing arrives here."""

    def file_complete(self, file_size: int) -> None:
        """Nothing is complete."""


class WhoIsActing:
    """Sets `request.acting`, and leads to the door whoever is not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the session, answer, and keep the notice that the next page is to say."""
        # PostgreSQL takes no text with a NUL in it; this way such an address is one that leads
        # nowhere, like any other.
        request.path_info = request.path_info.replace("\x00", "\ufffd")
        secret = request.COOKIES.get(settings.SESSION_COOKIE, "")
        request.acting, request.notice_id = _resume(secret)  # type: ignore[attr-defined]
        if request.acting is None:  # type: ignore[attr-defined]
            request.urlconf = DOORSTEP  # type: ignore[attr-defined]
            request.upload_handlers = [NoFiles(request)]
        response = self.get_response(request)
        told = notices.told(request)
        if told:
            # What was done is done, though nothing can be written any more to say so.
            with suppress(DatabaseError):
                sessions.leave_notice(secret, told)
        return response


def _resume(secret: str) -> tuple[Acting | None, str]:
    now = clock.now()
    resumed = sessions.resume(secret, at=now, idle_minutes=settings.POLICY.idle_lock_minutes)
    if resumed is None:
        return None, ""
    on = timezone.localtime(now).date()
    return acting_with(resumed.unlocked, started_at=resumed.began_at, on=on), resumed.notice
