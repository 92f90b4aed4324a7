"""The officers' picture of their work."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from confide.casework.queries import CodedRow
from confide.statistics import queries
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.web import clock
from confide.web.audience import audience
from confide.web.streaming import MARK, Piece, streamed

# So many rows are opened in the blink of an eye; above it the page says how far it is.
AT_ONCE = 5000


@audience("caseworker")
@require_safe
def figures(request: OfficersRequest) -> HttpResponseBase:
    """The work in pictures, worked out in this session and kept nowhere."""
    acting = request.acting
    if not queries.may_see(acting):
        return render(request, "statistics/pages/no_figures.html", {"may": False})
    # Asked here, where the middleware can answer for it: it cannot once a page streams.
    queries.keys_of(acting)
    rows = queries.how_many()
    if rows > AT_ONCE:
        work = partial(_worked_out, acting, rows)
        return streamed(request, "statistics/pages/figures.html", {}, work)
    pieces = _worked_out(acting, rows)
    shown = "".join(piece for piece in pieces if isinstance(piece, str))
    page = render_to_string("statistics/pages/figures.html", {}, request)
    return HttpResponse(page.replace(MARK, shown))


def _worked_out(acting: Acting, rows: int) -> Iterator[Piece]:
    keys = queries.keys_of(acting)
    tally: Counter[CodedRow] = Counter()
    for step in queries.tallied(keys):
        if isinstance(step, Counter):
            tally = step
        else:
            yield step, rows
    on = queries.local_day(clock.now())
    context = {
        "picture": queries.picture(tally, queries.counts_of(keys).values(), on=on),
        "own": queries.own_work(acting, on=on),
    }
    yield render_to_string("statistics/pages/parts/picture.html", context)
