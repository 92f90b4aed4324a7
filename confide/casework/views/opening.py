"""Opening a case, and setting its file right."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from confide.casework import actions
from confide.casework.forms import ChangeFileForm, OpenCaseForm
from confide.casework.queries import OpenCase, raises_doubts, remit_in, scheme_of
from confide.casework.views.typed import first_of, initial_of, opening_of, typed_in
from confide.policy.eligibility import NO_BASIS, asks_whether_woman
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting, places
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def new_case(request: OfficersRequest) -> HttpResponse:
    """Open a case on one page."""
    acting = request.acting
    if not acting.undertaking_signed:
        return redirect("/undertaking/")
    if request.POST.get("eligibility") == NO_BASIS:
        # Before anything that was typed is looked at: whoever is not helped leaves no trace here.
        return redirect("/signposts/")
    form = OpenCaseForm(typed_in(request), held=acting.held)
    if request.method == "POST" and form.is_valid():
        ref = actions.open_case(acting, opening_of(form), first=first_of(form), at=clock.now())
        tell(request, "case-opened")
        return redirect(f"/cases/{ref}/")
    return render(request, "casework/pages/new_case.html", {"form": form})


@audience("officer")
@require_GET
def signposts(request: HttpRequest) -> HttpResponse:
    """Who else can help somebody who is not this officer's to help. (ELIG-1)

    The page is the same for everybody, and asking for it leaves nothing: no row, and no entry.
    """
    on = timezone.localtime(clock.now()).date()
    terms = settings.POLICY
    several = len(terms.schemes) > 1
    context = {"places": places(on=on), "signposts": terms.signposts, "several": several}
    return render(request, "casework/pages/signposts.html", context)


@audience("caseworker")
def case_file(request: OfficersRequest, ref: str) -> HttpResponse:
    """Set right who the student is, how to reach them, or what it is about."""
    acting = request.acting
    opened = actions.read(acting, ref, at=clock.now())
    asks = asks_whether_woman(remit_in(acting, scheme_of(opened.file)))
    now = initial_of(opened.file)
    form = ChangeFileForm(typed_in(request), initial=now, asks_whether_woman=asks)
    if request.method == "POST" and form.is_valid() and _changed(acting, opened, form):
        tell(request, "case-changed")
        doubts = "conflict/" if raises_doubts(acting, before=opened) else ""
        return redirect(f"/cases/{ref}/{doubts}")
    newer = actions.read(acting, ref, at=clock.now()) if form.non_field_errors() else None
    context = {"form": form, "case": opened, "newer": newer}
    return render(request, "casework/pages/case_file.html", context)


def _changed(acting: Acting, opened: OpenCase, form: ChangeFileForm) -> bool:
    typed, began_with = opening_of(form), form.cleaned_data["began_with"]
    at = clock.now()
    try:
        actions.change_file(acting, opened, typed, began_with=began_with, at=at)
    except actions.ChangedMeanwhile:
        form.begin_again(with_changes=actions.read(acting, opened.ref, at=at).file.changes)
        return False
    return True
