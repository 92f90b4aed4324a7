"""Asking colleagues without saying who it is about, and advising them. (CONF-2)

An address under a case is the asker's alone; a question's own address says nothing of a case.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from confide.casework.actions import Said, add_contact, read
from confide.casework.queries import NotVisible, contacts_of
from confide.disclosure import actions, queries
from confide.disclosure.forms import ReplyForm
from confide.disclosure.queries.consultations import KEPT
from confide.disclosure.views import consultations_asking as asking
from confide.team.middleware import OfficersRequest
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: OfficersRequest) -> HttpResponse:
    """The questions I asked and those asked of me; posting asks one about no case."""
    acting, now = request.acting, clock.now()
    if request.method == "POST":
        return asking.sent(None, request)
    on = timezone.localtime(now).date()
    context = {"questions": queries.my_questions(acting, on=on)}
    return render(request, "disclosure/pages/consultations.html", context)


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficersRequest) -> HttpResponse:
    """The page for a question about no case."""
    return asking.page(None, request)


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def register_of_case(request: OfficersRequest, ref: str) -> HttpResponse:
    """My questions about one case; posting asks one."""
    acting, now = request.acting, clock.now()
    opened = read(acting, ref, at=now)
    if request.method == "POST":
        return asking.sent(opened, request)
    on = timezone.localtime(now).date()
    context = {"case": opened, "questions": queries.questions_about(acting, opened, on=on)}
    return render(request, "disclosure/pages/consultations.html", context)


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def new_of_case(request: OfficersRequest, ref: str) -> HttpResponse:
    """The page for a question about one case."""
    return asking.page(read(request.acting, ref, at=clock.now()), request)


@audience("caseworker")
@require_GET
def question(request: OfficersRequest, question_id: str) -> HttpResponse:
    """One question with its replies."""
    return _shown(request, question_id, ReplyForm(initial={"form_id": random_id()}))


@audience("caseworker")
@require_POST
def replies(request: OfficersRequest, question_id: str) -> HttpResponse:
    """Advise a colleague."""
    acting, form = request.acting, ReplyForm(request.POST)
    if not form.is_valid():
        return _shown(request, question_id, form)
    said, form_id = form.cleaned_data["said"], form.cleaned_data["form_id"]
    try:
        actions.reply(acting, question_id, said, form=form_id, at=clock.now())
        tell(request, "advice-sent")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/consultations/{question_id}/")


@audience("caseworker")
@require_POST
def read_replies(request: OfficersRequest, question_id: str) -> HttpResponse:
    """Take the replies off my desk."""
    actions.note_replies(request.acting, question_id, at=clock.now())
    tell(request, "advice-read")
    return redirect(f"/consultations/{question_id}/")


@audience("caseworker")
@require_POST
def kept(request: OfficersRequest, question_id: str, reply_id: str) -> HttpResponse:
    """Keep a colleague's advice in the record of the case that I asked about."""
    acting, now = request.acting, clock.now()
    found = queries.one_question(acting, question_id, on=timezone.localtime(now).date())
    advice = queries.kept_as(found, reply_id)
    if found.note is None or not found.note.case or advice is None:
        raise NotVisible
    opened = read(acting, found.note.case, at=now)
    if any(each.card.kind == KEPT and each.card.said == advice for each in contacts_of(opened)):
        tell(request, "nothing-changed")
    else:
        add_contact(acting, opened, Said(kind=KEPT, happened_at=now, said=advice), at=now)
        tell(request, "advice-kept")
    return redirect(f"/cases/{opened.ref}/")


@audience("caseworker")
@require_POST
def end(request: OfficersRequest, question_id: str) -> HttpResponse:
    """End my question before its time."""
    actions.end_question(request.acting, question_id, at=clock.now())
    tell(request, "question-ended")
    return redirect("/consultations/")


def _shown(request: OfficersRequest, question_id: str, form: ReplyForm) -> HttpResponse:
    on = timezone.localtime(clock.now()).date()
    found = queries.one_question(request.acting, question_id, on=on)
    context = {"question": found, "form": form}
    return render(request, "disclosure/pages/consultation.html", context)
