"""Things done at the same moment, each on connections of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread, local
from typing import Any

import pytest
from django.db import connections

__all__ = ["meeting_after", "together"]


def together(*works: Callable[[], object]) -> list[object]:
    """Do them at once. What each answered, or the exception that it met."""
    ended: list[object] = [None] * len(works)

    def do(number: int, work: Callable[[], object]) -> None:
        try:
            ended[number] = work()
        except Exception as met:
            ended[number] = met
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@contextmanager
def meeting_after(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, many: int = 2
) -> Iterator[None]:
    """Hold each thread after its first call of a function until all of them have made theirs.

    So all have asked the policy before any of them changes anything.
    """
    real, barrier, mine = getattr(module, name), Barrier(many, timeout=60), local()

    def asked(*args: Any, **kwargs: Any) -> Any:
        answer = real(*args, **kwargs)
        if not getattr(mine, "met", False):
            mine.met = True
            barrier.wait()
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(module, name, asked)
        yield
