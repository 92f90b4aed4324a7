"""An officer's browser, as far as a page needs one: a connection, cookies, forms."""

import json
from http.client import HTTPConnection, HTTPResponse
from time import perf_counter
from urllib.parse import urlencode

from bench.serving import ADDRESS

_BOUNDARY = "bench-boundary-2f1c"


class NotThePage(Exception):  # noqa: N818 (it reads as what happened)
    """The answer is not the page that was to be timed."""


class Visitor:
    """One browser. `seconds` is what the last request took, until its last byte was here."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(ADDRESS, port, timeout=600)
        self._cookies: dict[str, str] = {}
        self.seconds = 0.0

    def get(self, path: str, *, shows: str = "") -> bytes:
        """Fetch a page that holds these words."""
        return self._ask("GET", path, b"", {}, 200, shows)

    def post(
        self, path: str, fields: dict[str, str], *, status: int = 302, shows: str = ""
    ) -> bytes:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), kind, status, shows)

    def send_file(self, path: str, name: str, content: bytes) -> bytes:
        """Send a form with one file."""
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        return self._ask("POST", path, body, kind, 302, "")

    def forget_session(self, name: str) -> None:
        """Be somebody who has not signed in."""
        self._cookies.pop(name, None)

    def has_session(self, name: str) -> bool:
        """Whether a door was opened."""
        return name in self._cookies

    def memory(self) -> dict[str, int]:
        """What the worker that answers holds, in kilobytes."""
        answer: dict[str, int] = json.loads(self.get("/plain/memory/"))
        return answer

    def _ask(
        self, method: str, path: str, body: bytes, kind: dict[str, str], status: int, shows: str
    ) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {**kind, "Sec-Fetch-Site": "same-origin", "Cookie": cookies}
        began = perf_counter()
        self._connection.request(method, path, body=body or None, headers=headers)
        response = self._connection.getresponse()
        answer = response.read()
        self.seconds = perf_counter() - began
        self._keep_cookies(response)
        if response.status != status or shows.encode() not in answer:
            raise NotThePage(f"{method} {path} answered {response.status}, without {shows!r}")
        return answer

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
