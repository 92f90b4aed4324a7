"""A disk that could not keep what it was given: from then on nothing is acknowledged. (RECD-2)

After a failed sync a system may take for written what never reached the disk, so that the next sync
succeeds and proves nothing. (PostgreSQL ends itself over it, since 2018.) So no request that was in
hand, and none that still comes, is answered as if it had been done; what was typed comes back with
the page that says so; and the process ends a moment later. Started again, it reads from the disk
what is there.
"""

import os
import sqlite3
import threading
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from confide.web.errors import new_number, unavailable

_FAULT: Final = 500
# Long enough for an answer to leave that says what happened.
_MOMENT: Final = 1.0
_PRIMARY: Final = 0xFF

_failed = threading.Event()


class Connection(sqlite3.Connection):
    """SQLite's, which notices that a commit could not be made durable, whoever passes it over."""

    def commit(self) -> None:
        """Commit, or give the process up."""
        try:
            super().commit()
        except sqlite3.Error as fault:
            # What Python itself refuses, such as a connection that was closed, has no number.
            if getattr(fault, "sqlite_errorcode", 0) & _PRIMARY == sqlite3.SQLITE_IOERR:
                _give_up()
            raise


class NothingAfterAFault:
    """Middleware around everything: once the disk failed, no answer says that anything was done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, if it can be relied on."""
        if _failed.is_set():
            return unavailable(new_number())
        response = self.get_response(request)
        if _failed.is_set() and response.status_code < _FAULT:
            return unavailable(new_number())
        return response


def _give_up() -> None:
    if not _failed.is_set():
        _failed.set()
        ending = threading.Timer(_MOMENT, os._exit, [os.EX_IOERR])
        ending.daemon = True
        ending.start()
