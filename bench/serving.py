"""The worker that is measured: the product's own server, in a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS = "127.0.0.1"


@contextmanager
def served() -> Iterator[int]:
    """Serve until the block ends; yields the port."""
    with socket.socket() as held:
        # Bound and never listening: the kernel gives its port to nobody who asks for any port.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((ADDRESS, 0))
        port = int(held.getsockname()[1])
        process = subprocess.Popen([sys.executable, "-m", "bench.serving", str(port)])
        try:
            _wait_for(process, port)
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        try:
            socket.create_connection((ADDRESS, port), timeout=0.2).close()
        except OSError:
            continue
        return
    raise RuntimeError(f"The server ended with {process.returncode}.")


if __name__ == "__main__":
    import django

    os.umask(0o077)
    django.setup()
    from confide.site.command.serving import serve_one

    sys.exit(serve_one(ADDRESS, int(sys.argv[1])))
