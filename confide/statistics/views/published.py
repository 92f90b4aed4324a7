"""Releases as everybody may have them: a page, a paper, and sheets."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confide.statistics import queries
from confide.web.audience import audience
from confide.web.headers import attachment


@audience("caseworker")
@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    """One release as it was published."""
    shown = queries.one_release(number)
    return render(
        request, "statistics/pages/release.html", {"release": shown, "methods": queries.methods()}
    )


@audience("caseworker")
@require_safe
def sheet(request: HttpRequest, number: int, kind: str) -> HttpResponse:  # noqa: ARG001
    """The same to take away: `kind` is csv, xlsx, ods or pdf."""
    if kind not in queries.KINDS:
        raise Http404
    content = queries.made(queries.one_release(number), kind)
    return attachment(content, name=f"figures-{number}.{kind}")
