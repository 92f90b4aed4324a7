"""`confide serve`: finish what the night left, then serve. (RECD-5)"""

import os
import socket
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from confide.site.command.ending import end_in_order, not_now
from confide.site.command.preparing import prepare
from confide.site.command.trouble import Trouble

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_TARGET = "confide.site.wsgi:application"
# Seconds for what is being answered when a side is told to end.
_LONGEST_END = 10


def run(arguments: Namespace) -> int:
    """Serve one side in this process, or both in two."""
    ports = {"public": arguments.public_port, "officers": arguments.officers_port}
    _keep_demonstration_here(arguments.data, arguments.address)
    if arguments.side == "both":
        prepare(arguments.data)
        catch_up()
        return serve_both(arguments.data, arguments.address, ports)
    prepare(arguments.data, side=arguments.side)
    catch_up()
    return serve_one(arguments.address, ports[arguments.side])


def _keep_demonstration_here(folder: Path, address: str) -> None:
    # A demonstration's cookies go without https, which is safe on the loopback and nowhere else.
    if (folder / "DEMONSTRATION").exists() and address not in LOOPBACK:
        raise Trouble("A demonstration is served on this machine only: leave out --address.")


def catch_up() -> None:
    """Destroy what should have gone while the server was off, before anything is shown."""
    from confide.retention import actions
    from confide.retention.queries.restoring import known_destroyed, risen
    from confide.vault.epochs import EpochFault
    from confide.web import clock

    at = clock.now()
    try:
        # Whoever put an older copy of the data back by other means than `confide restore` did not
        # destroy anew what was destroyed since.
        again = actions.replay({}, at=at)
        caught = actions.resume(at)
    except EpochFault as fault:
        raise Trouble(
            f"{fault} Nothing is served before what was ordered is destroyed. Restore the folder "
            "`epochs` together with keys.sqlite3."
        ) from None
    if again:
        print(
            f"confide: Cases that had come back and were destroyed again: {again}.",
            file=sys.stderr,
        )
    if left := max(caught.failed, len(risen(known_destroyed()))):
        print(
            f"confide: Cases of which not everything could be removed: {left}. Look whether all "
            "in the data folder belongs to this user. The next night tries again.",
            file=sys.stderr,
        )
    if caught.refused:
        print(
            f"confide: {caught.refused.why()} {caught.refused.what_instead()} "
            "Until then nothing is destroyed: confide nightly --date-is-right",
            file=sys.stderr,
        )


def serve_both(folder: Path, address: str, ports: dict[str, int]) -> int:
    """Serve each side in a process of its own: they share nothing but the data.

    One that ends takes the other along, so that whoever started this one sees it end; and when
    this one is told to end, both do.
    """
    for port in ports.values():
        check_port(address, port)
    end_in_order()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        # Between its start and its place in the list, a side would be forgotten.
        with not_now():
            processes += (_start(folder, address, side, port) for side, port in ports.items())
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        # One that a signal ended has a number below 0, and failed as well.
        return int(any(process.poll() for process in processes))
    except SystemExit:
        # Told to end: that is no failure.
        return 0
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def serve_one(address: str, port: int) -> int:
    """Serve the side that was prepared."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    check_port(address, port)
    server = Granian(
        _TARGET,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=32,
        # The server would configure logging anew: it gets ours, which prints no value.
        log_access=False,
        log_level=LogLevels.critical,
        log_dictconfig=dict(settings.LOGGING),
        websockets=False,
        # Told to end while it starts, a worker may not hear it, and would be waited for for ever.
        workers_kill_timeout=_LONGEST_END,
    )
    server.serve()
    return 0


def check_port(address: str, port: int) -> None:
    """Say so if a port is taken, before anything starts."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError:
            raise Trouble(
                f"Port {port} on {address} is taken or not allowed. Stop what uses it, or choose "
                "another with --public-port or --officers-port."
            ) from None


def _start(folder: Path, address: str, side: str, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "confide.site.command.one_side"]
    known = {"CONFIDE_DATA": str(folder), "CONFIDE_SIDE": side}
    return subprocess.Popen(  # noqa: S603
        [*command, address, str(port)], env={**os.environ, **known}
    )
