"""Somebody who asks for pages over plain HTTP, and looks at every byte of the answer."""

import http.client
import re
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

# What an answer may tell that no page decides: when it was given.
_CHANGES = {"date"}


@dataclass(frozen=True)
class Answer:
    """Everything that came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """One header's value, or nothing."""
        return dict(self.headers).get(name, "")


@dataclass
class Visitor:
    """A program that behaves like a browser: it says where a form comes from, and keeps cookies."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, **typed: str) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(typed).encode(), kind)

    def upload(self, path: str, name: str, content: bytes, **typed: str) -> Answer:
        """Send a file."""
        edge = "edge-of-a-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in typed.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content]
        body = b"".join([*parts, f"\r\n--{edge}--\r\n".encode()])
        return self.ask(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
        )

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask anything."""
        host = urlsplit(self.address).netloc
        own = {"Sec-Fetch-Site": "same-origin", "Host": host}
        if self.cookies:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        # Closed whatever comes: a service may end in the middle of an answer.
        with closing(http.client.HTTPConnection(host)) as connection:
            connection.request(method, path, body or None, {**own, **(headers or {})})
            with connection.getresponse() as got:
                answer = Answer(got.status, _steady(got.getheaders()), got.read())
        for name, value in got.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        return answer

    def sign_in(self, name: str, passphrase: str) -> "Visitor":
        """Sign in at the door."""
        self.post("/", sign_in_name=name, passphrase=passphrase)
        assert self.cookies, f"{name} was not let in"
        return self

    def enrol(self, name: str, invitation: str) -> str:
        """Come with an invitation, make keys, sign in with them. Answers the passphrase."""
        self.sign_in(name, invitation)
        page = self.get("/keys/").body.decode()
        made = re.search(r'class="passphrase">([^<]+)<', page)
        assert made, page
        self.post("/keys/", which="made", made=made[1], again=made[1])
        self.cookies.clear()
        self.sign_in(name, made[1])
        return made[1]

    def _keep(self, header: str) -> None:
        name, _, rest = header.partition("=")
        value = rest.partition(";")[0].strip('"')
        if value:
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)


def _steady(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    kept = ((name.lower(), value) for name, value in headers)
    return tuple(sorted(pair for pair in kept if pair[0] not in _CHANGES))
