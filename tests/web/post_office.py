"""A mail server that keeps what it is handed, and can be as bad at it as they come."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from confide.web.mail_server import Server

SENDER = "office@union.example"


@dataclass(frozen=True)
class Letter:
    """One envelope: whom it is from, everybody it is for, and what lies in it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class PostOffice:
    """What arrived, and how it behaves: `refuses` names recipients, `manner` is one of below.

    takes: as it should. hangs: says nothing until `wakes` is set. drops: hangs up on the content.
    busy: greets with a no. tempts: offers to encrypt midway, and answers a yes with a no.
    """

    manner: str = "takes"
    refuses: frozenset[str] = frozenset()
    port: int = 0
    encrypted: bool = False
    letters: list[Letter] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    wakes: threading.Event = field(default_factory=threading.Event)

    @property
    def server(self) -> Server:
        """How it is reached."""
        return Server(encrypted=self.encrypted, host="localhost", port=self.port, sender=SENDER)


@contextmanager
def opened(office: PostOffice, *, trusting: ssl.SSLContext | None = None) -> Iterator[PostOffice]:
    """The post office at work; with a context, encrypted from the first byte."""

    class Counter(_Counter):
        here = office

    with _Building(("127.0.0.1", 0), Counter) as building:
        building.context = trusting
        office.port, office.encrypted = building.server_address[1], trusting is not None
        working = threading.Thread(target=building.serve_forever, args=(0.01,))
        working.start()
        try:
            yield office
        finally:
            office.wakes.set()
            building.shutdown()
            working.join()


class _Building(socketserver.ThreadingTCPServer):
    context: ssl.SSLContext | None = None

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self.context is None:
            super().finish_request(request, client_address)
            return
        try:
            with self.context.wrap_socket(request, server_side=True) as encrypted:
                super().finish_request(encrypted, client_address)  # type: ignore[arg-type]
        except OSError:
            return


class _Counter(socketserver.StreamRequestHandler):
    here: PostOffice

    def handle(self) -> None:
        """One conversation, as RFC 5321 has it."""
        if self.here.manner == "hangs":
            self.here.wakes.wait()
        self._say("421 Not now" if self.here.manner == "busy" else "220 Good day")
        self._begin()
        while self.here.manner != "busy" and (line := self.rfile.readline()):
            said = line.decode("ascii").rstrip("\r\n")
            self.here.heard.append(said)
            verb = said.split(":")[0].split(" ")[0].upper()
            answer = getattr(self, f"_on_{verb.lower()}", self._strange)
            if answer(said) is False:
                return

    def _begin(self) -> None:
        self.sender, self.recipients = "", []

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode("ascii"))

    def _strange(self, said: str) -> None:
        self._say("500 I do not know that")

    def _on_ehlo(self, said: str) -> None:
        offers = ["250-STARTTLS"] if self.here.manner == "tempts" else []
        self._say("250-Good day to you", *offers, "250-AUTH PLAIN", "250 SIZE 100000")

    def _on_starttls(self, said: str) -> None:
        self._say("454 Rather not")

    def _on_auth(self, said: str) -> None:
        self._say("235 Come in")

    def _on_mail(self, said: str) -> None:
        self.sender = said.partition("<")[2].partition(">")[0]
        self._say("250 Yes")

    def _on_rcpt(self, said: str) -> None:
        recipient = said.partition("<")[2].partition(">")[0]
        if recipient in self.here.refuses:
            self._say("550 Nobody of that name")
            return
        self.recipients.append(recipient)
        self._say("250 Yes")

    def _on_rset(self, said: str) -> None:
        self._begin()
        self._say("250 Yes")

    def _on_data(self, said: str) -> bool | None:
        if self.here.manner == "drops":
            return False
        self._say("354 Go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        self.here.letters.append(Letter(self.sender, tuple(self.recipients), b"".join(lines)))
        self._begin()
        self._say("250 It is here")
        return None

    def _on_quit(self, said: str) -> bool:
        self._say("221 Good-bye")
        return False
