"""What goes out with every page, so that nothing of it stays, loads, frames or leaks. (CONF-3)

Nothing is kept by a browser or a proxy, no other site learns where somebody came from, and no
script, style or form of anybody else's can run. The only answers that may be kept are the theme's
own files, which are the same for everybody and named by what is in them.
"""

from collections.abc import Callable, Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
# For a file somebody else made: no script, form, plug-in or origin of ours, should it be shown.
ISOLATED: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"

_UNUSED: Final = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
]

ALWAYS: Final[dict[str, str]] = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    # Left out, the server would put its own name here.
    "Server": "",
    # Browsers heed it over https only, so it harms no demonstration on the loopback.
    "Strict-Transport-Security": "max-age=63072000",
}
NEVER: Final = ("ETag", "Last-Modified", "X-Powered-By")
FOREVER: Final = "public, max-age=31536000, immutable"


class SafeHeaders:
    """Middleware that has the last word on every answer's headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with our headers and without the ones that tell too much."""
        response = self.get_response(request)
        for name in NEVER:
            del response[name]
        for name, value in ALWAYS.items():
            response[name] = value
        if getattr(response, "isolated", False):
            response["Content-Security-Policy"] = ISOLATED
        if getattr(response, "shared", False):
            response["Access-Control-Allow-Origin"] = "*"
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
        if getattr(response, "same_for_everybody", False):
            response["Cache-Control"] = FOREVER
        return response


def attachment(content: bytes, *, name: str) -> HttpResponse:
    """A file to keep, never to show: sent as plain bytes under a name that says nothing.

    A browser that guesses types could run a picture as a page; so the type is the one that is never
    shown, and the answer is isolated from this site besides.
    """
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{_plain(name)}"'
    response.isolated = True  # type: ignore[attr-defined]
    return response


def sent_while_made(content: Iterator[bytes], *, name: str) -> HttpResponseBase:
    """The same for a file that is made while it is sent, and is nowhere whole."""
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{_plain(name)}"'
    response.isolated = True  # type: ignore[attr-defined]
    return response


def shared_with_other_sites(response: HttpResponse) -> HttpResponse:
    """Let the scripts of any site read an answer that is the same bytes for everybody."""
    response.shared = True  # type: ignore[attr-defined]
    return response


def forget_on_leaving(response: HttpResponse) -> HttpResponse:
    """Have the browser drop what it holds of this site, when somebody signs out."""
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _plain(name: str) -> str:
    """Letters, digits, dots and hyphens only: nothing here can end the header or the quotes."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in name)
    return kept.lstrip(".-") or "file"
