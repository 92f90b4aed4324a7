"""Answers of few lengths. (CONF-3)

Whoever watches the line sees how long an answer is, encrypted or not. A page whose content is one
person's is filled up with blanks after its end to the next of a few lengths, so that what may be in
it tells next to nothing; the proxy must not compress it, or the blanks would be gone.
"""

from typing import Final

from django.http import HttpResponse

# The least holds every page of the student's way that is the same for everybody, and a drawer with
# little in it; then each is twice the one before.
LEAST: Final = 28 * 1024


def padded(response: HttpResponse) -> HttpResponse:
    """The same page, as long as every other of its size. What leads on, or is a file, stays."""
    content = bytes(response.content)
    if not content or getattr(response, "isolated", False):
        return response
    response.content = content + b" " * (_length(len(content)) - len(content))
    return response


def _length(content: int) -> int:
    length = LEAST
    while length < content:
        length *= 2
    return length
