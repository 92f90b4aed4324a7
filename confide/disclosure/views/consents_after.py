"""What becomes of a consent: less, in writing, used, on paper. (CONF-3, CONF-4)"""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from confide.casework import actions as casework
from confide.casework.actions import Brought, read
from confide.casework.forms.mail.names import clean
from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import Less
from confide.disclosure.forms import LessForm, UseForm, WithdrawForm, WritingForm
from confide.disclosure.views.consents_shown import one_page, writing_form
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import attachment
from confide.web.notices import tell


@audience("caseworker")
def less(request: OfficersRequest, ref: str, consent_id: str) -> HttpResponse:
    """The student agrees to less; posting puts that in the place of what they agreed to."""
    opened = read(request.acting, ref, at=clock.now())
    whole = queries.whole_consent(opened, consent_id, on=request.acting.on)
    typed, entry = request.POST if request.method == "POST" else None, whole.entry
    if typed is None and not whole.live:
        return redirect(f"/cases/{ref}/consents/{consent_id}/")
    form = LessForm(typed, case=opened, entry=entry, initial={"form_id": random_id()})
    if typed is not None and form.is_valid():
        return _narrowed(request, opened, consent_id, form)
    context = {"case": opened, "entry": entry, "form": form}
    return render(request, "disclosure/pages/consent_less.html", context)


@audience("caseworker")
def writing(request: OfficersRequest, ref: str, consent_id: str) -> HttpResponse:
    """The paper came back: what was said is in writing from now on."""
    now = clock.now()
    acting = request.acting
    opened = read(acting, ref, at=now)
    # Whoever pressed the button when the desk had locked by itself comes here by GET afterwards.
    if request.method != "POST":
        return redirect(f"/cases/{ref}/consents/{consent_id}/")
    form = writing_form(opened, request.POST, request.FILES)
    if not form.is_valid():
        context = one_page(opened, consent_id, WithdrawForm(), at=now, writing=form)
        return render(request, "disclosure/pages/consent.html", context)
    # Asked before anything is filed: a form that is sent twice must not file its paper twice.
    written = queries.one_consent(opened, consent_id).card.replaced_by
    if not written:
        paper = _filed(acting, opened, form, at=now)
        written = actions.put_in_writing(acting, opened, consent_id, document=paper, at=now)
        tell(request, "consent-written")
    return redirect(f"/cases/{ref}/consents/{written}/")


@audience("caseworker")
def uses(request: OfficersRequest, ref: str, consent_id: str) -> HttpResponse:
    """Note that somebody is told that the student comes here, or asked, before it is done."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)
    if request.method != "POST":
        return redirect(f"/cases/{ref}/consents/{consent_id}/")
    form = UseForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    actions.note_use(request.acting, opened, consent_id, **form.cleaned_data, at=now)
    tell(request, "consent-used")
    return redirect(f"/cases/{ref}/consents/{consent_id}/")


@audience("caseworker")
@require_GET
def sheet(request: OfficersRequest, ref: str, consent_id: str) -> HttpResponse:
    """The consent on paper, for the student to sign."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)
    paper = actions.print_consent(request.acting, opened, consent_id, at=now)
    return attachment(paper, name="sheet.pdf")


def _narrowed(
    request: OfficersRequest, opened: OpenCase, consent_id: str, form: LessForm
) -> HttpResponse:
    typed = form.cleaned_data
    left = Less(kept=typed.get("kept", []), until_on=typed["until_on"], words=typed["words"])
    try:
        actions.narrow_consent(
            request.acting,
            opened,
            consent_id,
            left,
            form=typed["form_id"],
            at=clock.now(),
        )
        tell(request, "consent-narrowed")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{opened.ref}/consents/{typed['form_id']}/")


def _filed(acting: Acting, opened: OpenCase, form: WritingForm, *, at: datetime) -> str:
    """The signed paper's id in the case: filed now, or there already."""
    typed = form.cleaned_data
    if typed["document"]:
        return str(typed["document"])
    if typed["writing"]:
        return casework.register_paper(
            acting, opened, name=gettext("Signed agreement"), kept_where=typed["writing"], at=at
        )
    file = typed["file"]
    brought = Brought(name=clean(file.name), media_type=file.content_type or "", sealed=file.sealed)
    return casework.add_document(acting, opened, brought, at=at)
