"""Certificates, which tell no name: for caseworkers and stewards alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from confide.casework.queries import standing, without_caseworker
from confide.policy import access
from confide.retention import queries
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience


@audience("officer")
def certificates(request: HttpRequest) -> HttpResponse:
    """Every certificate, and how many cases go within thirty days."""
    coming = queries.coming(queries.local_day(clock.now()))
    left = without_caseworker()
    context = {"certificates": queries.certificates(), "coming": coming, "left": left}
    return render(request, "retention/pages/certificates.html", context)


@audience("officer")
def certificate(request: OfficersRequest, number: str) -> HttpResponse:
    """One certificate, and what the ledger holds of it."""
    certified = queries.certificate(number)
    context = {
        "certificate": certified,
        "evidence": queries.evidence(certified),
        "papers": queries.papers_of(certified.case),
        "may_confirm": access.may_keep_desk(standing(request.acting)),
    }
    return render(request, "retention/pages/certificate.html", context)


@audience("officer")
def on_paper(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The same to print or to give to the student. The file's name says nothing."""
    certified = queries.certificate(number)
    content = queries.printed(certified, queries.evidence(certified))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="document.pdf"'
    return response
