"""A command that is told to end removes and stops first what must not outlive it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
# What a shell adds to the number of the signal that ended a command.
_BY_SIGNAL: Final = 128


def end_in_order() -> None:
    """From now on a process that is told to end leaves by `SystemExit`: every `finally` runs."""
    for each in _ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _end)


@contextmanager
def not_now() -> Iterator[None]:
    """Whoever ends this process meanwhile is heard afterwards.

    What is started inside has to `listen_again` by itself.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def listen_again() -> None:
    """Be told to end from now on, in a process that was started while nothing was heard."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _end(number: int, _frame: FrameType | None) -> None:
    # Told twice, it is not kept from what it does first.
    for each in _ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(_BY_SIGNAL + number)
