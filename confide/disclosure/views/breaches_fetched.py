"""What goes with a breach record, handed out: the extract, and its documents, cleaned or not."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from confide.casework.actions import read
from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.queries import OpenBreach
from confide.disclosure.views import breaches_typed as sheets
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import attachment


@audience("caseworker")
@require_GET
def released(request: OfficersRequest, ref: str, breach_id: str, part: str) -> HttpResponse:
    """The extract, or a document as it was filed, as a file to keep."""
    acting, now = request.acting, clock.now()
    opened = read(acting, ref, at=now)
    fetched = actions.fetch_breach(acting, opened, breach_id, part, at=now)
    return attachment(b"".join(fetched.content), name=fetched.name)


@audience("caseworker")
@require_GET
def cleaned(request: OfficersRequest, ref: str, breach_id: str, part: str) -> HttpResponse:
    """A document without what it tells besides its content, as a file to keep."""
    acting, now = request.acting, clock.now()
    opened = read(acting, ref, at=now)
    try:
        fetched = actions.fetch_breach(acting, opened, breach_id, part, without_traces=True, at=now)
    except actions.NotCleaned:
        return _looked_at(request, opened, queries.one_breach(acting, opened, breach_id))
    return attachment(b"".join(fetched.content), name=fetched.name)


@audience("caseworker")
@require_GET
def documents(request: OfficersRequest, ref: str, breach_id: str) -> HttpResponse:
    """What each document shows besides its content; each to be had cleaned, and as it was filed."""
    acting = request.acting
    opened = read(acting, ref, at=clock.now())
    return _looked_at(request, opened, queries.one_breach(acting, opened, breach_id))


def _looked_at(request: OfficersRequest, opened: OpenCase, found: OpenBreach) -> HttpResponse:
    shown = sheets.shown(request.acting, found)
    items = [item.key for item in queries.attached_to(opened, found.card)]
    looked = list(queries.looked_at(opened, items)) if shown["may_fetch"] else []
    context = {"case": opened, **shown, "documents": looked}
    return render(request, "disclosure/pages/breach_documents.html", context)
