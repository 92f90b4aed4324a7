"""A disk that could not keep what it was given: from then on nothing is acknowledged. (RECD-2)

After a failed sync a system may take for written what never reached the disk, so that the next sync
succeeds and proves nothing. (PostgreSQL ends itself over it, since 2018.) So no request that was in
hand, and none that still comes, is answered as if it had been done: the page says that nothing was
kept, and to send it again (in an emergency with every word typed, see `disclosure.middleware`).
The process ends a moment later. Started again, it reads from the disk what is there.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from confide.web.errors import new_number, unavailable

_FAULT: Final = 500
# Long enough for an answer to leave that says what happened.
_MOMENT: Final = 1.0
_PRIMARY: Final = 0xFF
_SYNCS: Final = (sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC)

_failed = threading.Event()


class Connection(sqlite3.Connection):
    """SQLite's, which notices that what it wrote is not durable, whoever passes that over."""

    def commit(self) -> None:
        """Commit, or give the process up."""
        try:
            super().commit()
        except sqlite3.Error as fault:
            if _code(fault) & _PRIMARY == sqlite3.SQLITE_IOERR:
                _give_up()
            raise

    def cursor(self, factory: type[sqlite3.Cursor] = sqlite3.Cursor) -> sqlite3.Cursor:  # type: ignore[override]
        """A cursor whose statements are watched too: outside a transaction each is a commit."""
        return super().cursor(_watched(factory))


@cache
def _watched(kind: type[sqlite3.Cursor]) -> type[sqlite3.Cursor]:
    """Cursors of that kind, that notice a sync which failed.

    A write that failed is no such thing: SQLite undoes it, and nobody took it for kept.
    """

    class Watched(kind):  # type: ignore[misc, valid-type]
        def execute(self, *statement: Any) -> Any:
            with _noticed():
                return super().execute(*statement)

        def executemany(self, *statement: Any) -> Any:
            with _noticed():
                return super().executemany(*statement)

    return Watched


@contextmanager
def _noticed() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        if _code(fault) in _SYNCS:
            _give_up()
        raise


def _code(fault: sqlite3.Error) -> int:
    # What Python itself refuses, such as a connection that was closed, has no number.
    return getattr(fault, "sqlite_errorcode", 0)


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
