"""The command as a host runs it, which can be made to die at the nth call of a function.

`python -m tests.retention.host [--dies module.function:N | --ended module.function:N |
--skips module.function | --room BYTES] COMMAND…`: with `--ended` it is told to end there; with
`--room` no file grows larger than that, as on a full disk; with `--skips` that function does
nothing, as if somebody had forgotten it.
"""

import os
import pkgutil
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

ENDS = {"--dies": signal.SIGKILL, "--ended": signal.SIGTERM}


def put(named: str, instead: Callable[[Any], Any]) -> None:
    """Put something in a function's place: the service's own, as soon as the service is there."""
    import django

    def replace() -> None:
        place, _, name = named.rpartition(".")
        owner = pkgutil.resolve_name(place)
        setattr(owner, name, instead(getattr(owner, name)))

    if not named.startswith("confide."):
        replace()
        return
    real = django.setup

    def set_up() -> None:
        real()
        replace()

    django.setup = set_up


def dying(nth: int, by: int = signal.SIGKILL) -> Callable[[Any], Any]:
    """A function before whose nth call the process is killed, or told to end."""
    calls = [0]

    def instead(real: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            calls[0] += 1
            if calls[0] == nth:
                os.kill(os.getpid(), by)
            return real(*args, **kwargs)

        return call

    return instead


def nothing(_real: Any) -> Any:
    """A function that does nothing."""
    return lambda *_args, **_kwargs: []


def main() -> int:
    """Run one command."""
    words = sys.argv[1:]
    if words[0] in ENDS:
        named, _, nth = words[1].partition(":")
        put(named, dying(int(nth), ENDS[words[0]]))
        words = words[2:]
    while words[0] == "--skips":
        put(words[1], nothing)
        words = words[2:]
    if words[0] == "--room":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(words[1]), resource.RLIM_INFINITY))
        words = words[2:]
    from confide.site.command import main as confide

    return confide(words)


if __name__ == "__main__":
    sys.exit(main())
