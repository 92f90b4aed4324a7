"""The command as a host runs it, which can be made to die at the nth call of a function.

`python -m tests.retention.host [--dies module.function:N | --room BYTES] COMMAND…`: with
`--room` no file grows larger than that, as on a full disk.
"""

import os
import resource
import signal
import sys
from importlib import import_module
from typing import Any


def dies_at(named: str) -> None:
    """Have this process killed before the nth call of a function."""
    place, _, nth = named.partition(":")
    module, *names = place.split(".")
    owner: Any = import_module(module)
    for name in names[:-1]:
        owner = getattr(owner, name)
    real, calls = getattr(owner, names[-1]), [0]

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == int(nth):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    setattr(owner, names[-1], dying)


def main() -> int:
    """Run one command."""
    words = sys.argv[1:]
    if words[0] == "--dies":
        dies_at(words[1])
        words = words[2:]
    if words[0] == "--room":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(words[1]), resource.RLIM_INFINITY))
        words = words[2:]
    from confide.site.command import main as confide

    return confide(words)


if __name__ == "__main__":
    sys.exit(main())
