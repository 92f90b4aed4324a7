"""A page that is sent while what it shows is being worked out.

Each line of progress hides the one before it, by the style sheet alone, so that it works without a
script; and whoever listens to the page hears a few of them and not hundreds.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string

MARK = "<!-- here -->"
Piece = tuple[int, int] | str


def streamed(
    request: HttpRequest, shell: str, context: dict[str, Any], work: Callable[[], Iterator[Piece]]
) -> StreamingHttpResponse:
    """The page `shell`, and at its mark what the work yields: how far it is, or a piece of page."""
    before, _, behind = render_to_string(shell, context, request).partition(MARK)

    def pages() -> Iterator[str]:
        yield before
        told = -1
        for piece in work():
            if isinstance(piece, str):
                yield piece
                continue
            done, of = piece
            percent = 100 * done // max(of, 1)
            # Browsers show nothing of a page that grows by a few bytes; some wait for a kilobyte.
            if percent != told:
                told = percent
                step = {"percent": percent, "padding": " " * 1024}
                yield render_to_string("parts/progress.html", step)
        yield behind

    return StreamingHttpResponse(pages())
