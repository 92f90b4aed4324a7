"""The theme's own files: one sheet of style, one script, the fonts, and the mark.

They are built by `npm run build` into `static/built`, each under a name that holds the fingerprint
of its bytes. All of them are read once at the start and answered from memory by exact name, so that
no request ever becomes a path on the disk, and the pages look right while a database is down.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

BUILT: Final = Path(__file__).resolve().parent / "static" / "built"
PREFIX: Final = "/static/"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the theme, as it goes out."""

    content: bytes
    content_type: str
    brotli: bytes | None


@cache
def manifest() -> Mapping[str, str]:
    """From a plain name ("theme.css") to the name with its fingerprint."""
    try:
        names: dict[str, str] = json.loads((BUILT / "names.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ImproperlyConfigured(
            "The theme is not built yet. In the project's folder run `npm ci` and `npm run build`."
        ) from None
    return names


@cache
def assets() -> Mapping[str, Asset]:
    """Every file of the theme by its address."""
    return {f"{PREFIX}{name}": _read(BUILT / name) for name in manifest().values()}


def address(name: str) -> str:
    """The address of one of the theme's files."""
    return f"{PREFIX}{manifest()[name]}"


class Built:
    """Middleware that answers for the theme's files, and leaves everything else alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The file, if it is one."""
        if not request.path.startswith(PREFIX) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        asset = assets().get(request.path)
        return self.get_response(request) if asset is None else _answer(asset, request)


def _answer(asset: Asset, request: HttpRequest) -> HttpResponse:
    squeezed = asset.brotli is not None and "br" in request.headers.get("Accept-Encoding", "")
    # Compressing is safe here and nowhere else: these bytes hold no secret and no one's words.
    content = asset.brotli if squeezed and asset.brotli is not None else asset.content
    response = HttpResponse(content, content_type=asset.content_type)
    response["Vary"] = "Accept-Encoding"
    if squeezed:
        response["Content-Encoding"] = "br"
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


def _read(path: Path) -> Asset:
    squeezed = path.with_name(f"{path.name}.br")
    return Asset(
        content=path.read_bytes(),
        content_type=TYPES[path.suffix],
        brotli=squeezed.read_bytes() if squeezed.exists() else None,
    )
