"""Adding to a case: contacts, mails, documents, papers, next steps."""

from collections.abc import Callable
from datetime import datetime

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.casework import actions
from confide.casework.forms import BringForm, ContactForm, PaperForm, TaskForm
from confide.casework.queries import OpenCase, content_of, one_document
from confide.casework.views.typed import brought_by, mail_of, said_of, typed_in
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import attachment
from confide.web.notices import tell


@audience("caseworker")
def contacts(request: OfficersRequest, ref: str) -> HttpResponse:
    """Add a contact."""
    form = ContactForm(typed_in(request))

    def add(acting: Acting, opened: OpenCase, at: datetime) -> None:
        actions.add_contact(acting, opened, said_of(form), at=at)

    return _added(request, ref, form, add, page="add_contact", notice="contact-added")


@audience("caseworker")
def documents(request: OfficersRequest, ref: str) -> HttpResponse:
    """File a mail with what hangs on it, or a document."""
    opened = actions.read(request.acting, ref, at=clock.now())
    form = BringForm(typed_in(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if form.letter:
            actions.file_mail(request.acting, opened, *mail_of(form, form.letter), at=clock.now())
        else:
            actions.add_document(request.acting, opened, brought_by(form), at=clock.now())
        tell(request, "mail-filed" if form.letter else "document-filed")
        return redirect(f"/cases/{ref}/")
    return render(request, "casework/pages/add_document.html", {"form": form, "case": opened})


@audience("caseworker")
def papers(request: OfficersRequest, ref: str) -> HttpResponse:
    """Note a paper and where it is locked away."""
    form = PaperForm(typed_in(request))

    def add(acting: Acting, opened: OpenCase, at: datetime) -> None:
        actions.register_paper(acting, opened, **form.cleaned_data, at=at)

    return _added(request, ref, form, add, page="add_paper", notice="document-filed")


@audience("caseworker")
def document(request: OfficersRequest, ref: str, document_id: str) -> HttpResponse:
    """Hand a document to the officer as it was filed, never to be run in the browser."""
    opened = actions.read(request.acting, ref, at=clock.now())
    entry = one_document(opened, document_id)
    # A neutral name: what lies in a downloads folder must not say what it is about.
    content = b"".join(content_of(opened, entry.card))
    return attachment(content, name=f"document{entry.card.ending}")


@audience("caseworker")
def steps(request: OfficersRequest, ref: str) -> HttpResponse:
    """Add a next step."""
    form = TaskForm(typed_in(request))

    def add(acting: Acting, opened: OpenCase, at: datetime) -> None:
        actions.add_task(acting, opened, **form.cleaned_data, at=at)

    return _added(request, ref, form, add, page="add_step", notice="step-added")


@audience("caseworker")
def step_done(request: OfficersRequest, ref: str, step_id: str) -> HttpResponse:
    """Say that a step was taken."""
    now = clock.now()
    opened = actions.read(request.acting, ref, at=now)
    # Whoever pressed the button when the desk had locked by itself comes here by GET afterwards.
    if request.method != "POST":
        return redirect(f"/cases/{ref}/")
    today = timezone.localtime(now).date()
    actions.finish_task(request.acting, opened, step_id, done_on=today, at=now)
    tell(request, "step-done")
    return redirect(f"/cases/{ref}/")


def _added(
    request: OfficersRequest,
    ref: str,
    form: Form,
    add: Callable[[Acting, OpenCase, datetime], None],
    *,
    page: str,
    notice: str,
) -> HttpResponse:
    acting = request.acting
    # The case first: whoever does not sit at it gets no answer to what they typed.
    opened = actions.read(acting, ref, at=clock.now())
    if request.method == "POST" and form.is_valid():
        add(acting, opened, clock.now())
        tell(request, notice)
        return redirect(f"/cases/{ref}/")
    return render(request, f"casework/pages/{page}.html", {"form": form, "case": opened})
