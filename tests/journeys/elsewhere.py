"""The rest of the web, as far as somebody leaves to it: one harmless page, on this machine.

It stands under the name of the page that *Exit this page* leads to, with a certificate of its own
making, and remembers with which headers somebody came.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "www.bbc.co.uk"
ADDRESS = f"https://{NAME}/weather"


@dataclass
class Elsewhere:
    """Where it listens, and what it heard."""

    port: int
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def arguments(self) -> list[str]:
        """What a Chromium is started with, so that it finds this place under its name."""
        return [
            f"--host-resolver-rules=MAP {NAME} 127.0.0.1:{self.port}",
            "--ignore-certificate-errors",
        ]


@contextmanager
def elsewhere(folder: Path) -> Iterator[Elsewhere]:
    """Serve it while the test runs."""
    heard: list[tuple[str, dict[str, str]]] = []

    class Harmless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            page = b"<!doctype html><title>Weather</title><h1>Sunny</h1>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Harmless)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Elsewhere(server.server_address[1], heard)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "elsewhere.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
