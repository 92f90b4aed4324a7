"""Requests that nobody has taken, messages with a student, and their way in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.casework import actions
from confide.casework.forms import MessageForm, WayInForm
from confide.casework.queries import (
    added_to,
    can_write_to,
    content_of,
    documents_of,
    one_document,
    request_for,
    standing,
    way_in_of,
)
from confide.casework.views.typed import typed_in
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import attachment
from confide.web.notices import tell


@audience("caseworker")
def one_request(request: OfficersRequest, ref: str) -> HttpResponse:
    """What a student asked, before anybody takes it; whoever took it has it as a case."""
    if standing(request.acting, ref).seated:
        return redirect(f"/cases/{ref}/")
    asked = actions.read_request(request.acting, ref, at=clock.now())
    context = {
        "asked": asked,
        "file": asked.case.file,
        "added": added_to(asked),
        "documents": documents_of(asked.case),
    }
    return render(request, "casework/pages/request.html", context)


@audience("caseworker")
def request_document(request: OfficersRequest, ref: str, document_id: str) -> HttpResponse:
    """A file that came with a request, never to be run in the browser."""
    asked = actions.read_request(request.acting, ref, at=clock.now())
    entry = one_document(asked.case, document_id)
    content = b"".join(content_of(asked.case, entry.card))
    return attachment(content, name=f"document{entry.card.ending}")


@audience("caseworker")
def taking(request: OfficersRequest, ref: str) -> HttpResponse:
    """Take it: from now on it opens to this officer alone."""
    # Pressed twice, it is theirs by now.
    if standing(request.acting, ref).seated:
        return redirect(f"/cases/{ref}/")
    asked = request_for(request.acting, ref)
    if request.method != "POST":
        return redirect(f"/requests/{ref}/")
    actions.take_request(request.acting, asked, at=clock.now())
    tell(request, "request-taken")
    return redirect(f"/cases/{ref}/")


@audience("caseworker")
def messages(request: OfficersRequest, ref: str) -> HttpResponse:
    """Write to the student."""
    now = clock.now()
    opened = actions.read(request.acting, ref, at=now)
    form = MessageForm(typed_in(request))
    can_write = can_write_to(opened, on=timezone.localtime(now).date())
    if can_write and request.method == "POST" and form.is_valid():
        actions.reply(request.acting, opened, form.cleaned_data["words"], at=now)
        tell(request, "message-sent")
        return redirect(f"/cases/{ref}/#messages")
    context = {"form": form, "case": opened, "can_write": can_write}
    return render(request, "casework/pages/message.html", context)


@audience("caseworker")
def way_in(request: OfficersRequest, ref: str) -> HttpResponse:
    """The student's way in: hand over a card, whose words are shown once."""
    opened = actions.read(request.acting, ref, at=clock.now())
    form = WayInForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        words = actions.give_way_in(request.acting, opened, **form.cleaned_data, at=clock.now())
        return render(request, "casework/pages/card.html", {"words": words.split(), "case": opened})
    context = {"form": form, "case": opened, "has_one": way_in_of(opened)}
    return render(request, "casework/pages/way_in.html", context)


@audience("caseworker")
def way_in_removal(request: OfficersRequest, ref: str) -> HttpResponse:
    """Take the student's way in back."""
    opened = actions.read(request.acting, ref, at=clock.now())
    if request.method == "POST":
        actions.take_way_back(request.acting, opened, at=clock.now())
        tell(request, "way-taken-back")
    return redirect(f"/cases/{ref}/way-in/")
