"""One telling with its copies: fetched, printed, made again, handed over; and whose one is. (P8)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from confide.casework.actions import read
from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.forms import AnotherForm, HandedForm, MarkForm
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
@require_GET
def telling(request: OfficersRequest, ref: str, telling_id: str) -> HttpResponse:
    """One telling, and its copies while it may still be told."""
    opened = read(request.acting, ref, at=clock.now())
    return _telling(request, opened, telling_id)


@audience("caseworker")
@require_POST
def copies(request: OfficersRequest, ref: str, telling_id: str) -> HttpResponse:
    """Make another copy, with a mark of its own."""
    now, acting = clock.now(), request.acting
    opened = read(acting, ref, at=now)
    form = AnotherForm(request.POST)
    if not form.is_valid():
        return _telling(request, opened, telling_id, another=form)
    typed = form.cleaned_data
    try:
        actions.copy_again(acting, opened, telling_id, typed["how"], after=typed["after"], at=now)
        tell(request, "copy-made")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{ref}/tellings/{telling_id}/")


@audience("caseworker")
@require_GET
def to_print(request: OfficersRequest, ref: str, telling_id: str, copy_id: str) -> HttpResponse:
    """A copy as its reader sees it, as a page to print."""
    now, acting = clock.now(), request.acting
    opened = read(acting, ref, at=now)
    extract = actions.show_to_print(acting, opened, telling_id, copy_id, at=now)
    back = f"/cases/{ref}/tellings/{telling_id}/"
    return render(
        request, "disclosure/pages/telling_print.html", {"extract": extract, "back": back}
    )


@audience("caseworker")
@require_POST
def handing(request: OfficersRequest, ref: str, telling_id: str, copy_id: str) -> HttpResponse:
    """Note on which day a copy was handed over."""
    now, acting = clock.now(), request.acting
    opened = read(acting, ref, at=now)
    form = _handed(opened, telling_id, copy_id, request.POST)
    if not form.is_valid():
        return _telling(request, opened, telling_id, handed=(copy_id, form))
    actions.note_handing(acting, opened, telling_id, copy_id, form.cleaned_data["day"], at=now)
    tell(request, "copy-handed-over")
    return redirect(f"/cases/{ref}/tellings/{telling_id}/")


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: OfficersRequest) -> HttpResponse:
    """Whose copy is this? Looked for in the officer's own cases alone."""
    form = MarkForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        acting = request.acting
        context["found"] = actions.whose_copy(acting, form.cleaned_data["mark"], at=clock.now())
        context["asked"] = True
    return render(request, "disclosure/pages/marks.html", context)


def _telling(
    request: HttpRequest,
    opened: OpenCase,
    telling_id: str,
    *,
    another: AnotherForm | None = None,
    handed: tuple[str, HandedForm] | None = None,
) -> HttpResponse:
    entry = queries.one_telling(opened, telling_id)
    on, card = timezone.localtime(clock.now()).date(), entry.card
    context = {
        "case": opened,
        "entry": entry,
        "consent": queries.one_consent(opened, card.consent),
        "gate": queries.gate(opened, queries.asked_in(card), on=on),
        "another": another or AnotherForm(initial={"after": len(card.copies)}),
        "copies": [(each, _form_for(opened, entry.id, each.id, handed)) for each in card.copies],
    }
    return render(request, "disclosure/pages/telling.html", context)


def _form_for(
    opened: OpenCase, telling_id: str, copy_id: str, handed: tuple[str, HandedForm] | None
) -> HandedForm:
    if handed is not None and handed[0] == copy_id:
        return handed[1]
    return _handed(opened, telling_id, copy_id, None)


def _handed(opened: OpenCase, telling_id: str, copy_id: str, typed: Any) -> HandedForm:
    card = queries.one_telling(opened, telling_id).card
    made = next((each.made_at for each in card.copies if each.id == copy_id), None)
    if made is None:
        raise NotVisible
    on = timezone.localtime(clock.now()).date()
    made_on = timezone.localtime(made).date()
    return HandedForm(typed, made_on=made_on, on=on, prefix=f"copy-{copy_id}")
