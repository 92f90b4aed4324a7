"""The steps of asking: writing, seeing what is marked, sending. (CONF-2)

Nothing is kept between the steps: the sheet carries what was typed, in its fields and never in an
address, and each step checks it anew.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import ToAsk
from confide.disclosure.forms import CheckedForm, QuestionForm
from confide.disclosure.queries import Mark
from confide.team.middleware import OfficersRequest
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.notices import tell


def page(opened: OpenCase | None, request: OfficersRequest) -> HttpResponse:
    """One step of asking: the sheet, or what is marked on it."""
    if "check" in request.POST or "take" in request.POST or "put" in request.POST:
        return _checked(request, opened, request.POST)
    initial = {**typed_in(request.POST), "form_id": request.POST.get("form_id") or random_id()}
    return _sheet(request, opened, _form(request, opened, initial=initial))


def sent(opened: OpenCase | None, request: OfficersRequest) -> HttpResponse:
    """Send a question that was checked."""
    form = _form(request, opened, request.POST)
    if not form.is_valid():
        return _sheet(request, opened, form)
    marks = _marks(request, opened, form.cleaned_data["question"])
    checked = CheckedForm(request.POST, marks=marks)
    if request.POST.getlist("seen") != [mark.key for mark in marks]:
        return _shown(request, opened, form, marks, stale=True)
    if not checked.is_valid():
        return _shown(request, opened, form, marks, checked=checked)
    try:
        question_id = _ask(request, opened, form, checked)
    except actions.NotAsChecked:
        return _shown(request, opened, form, marks, stale=True)
    return redirect(f"/consultations/{question_id}/")


def typed_in(posted: QueryDict) -> dict[str, Any]:
    """What was typed, good or not, to be shown again."""
    named = {name: posted[name] for name in ("question", "days") if name in posted}
    return {**named, "to": posted.getlist("to")} if "to" in posted else named


def _checked(request: OfficersRequest, opened: OpenCase | None, posted: QueryDict) -> HttpResponse:
    form = _form(request, opened, posted)
    if not form.is_valid():
        return _sheet(request, opened, form)
    question, taken = form.cleaned_data["question"], set(posted.getlist("take"))
    marks = _marks(request, opened, question)
    # Ticks are places in the text that was shown; they mean nothing in another.
    if "put" in posted and posted.getlist("seen") == [mark.key for mark in marks]:
        ticked = [mark for mark in marks if mark.key in taken]
        changed = posted.copy()
        changed["question"] = queries.with_replacements(question, ticked)
        form = _form(request, opened, changed)
        marks = _marks(request, opened, str(changed["question"])) if form.is_valid() else marks
    # At first all are ticked; what was left unticked once stays so.
    all_of_them = [] if "put" in posted else [mark.key for mark in marks]
    checked = CheckedForm(initial={"take": all_of_them}, marks=marks)
    return _shown(request, opened, form, marks, checked=checked)


def _marks(request: OfficersRequest, opened: OpenCase | None, question: str) -> tuple[Mark, ...]:
    acting = request.acting
    return queries.marks_in(acting, opened, question, on=_today())


def _shown(
    request: OfficersRequest,
    opened: OpenCase | None,
    form: QuestionForm,
    marks: Sequence[Mark],
    **more: Any,
) -> HttpResponse:
    people, typed = _colleagues(request, opened), form.cleaned_data
    context = {
        "case": opened,
        "checked": CheckedForm(marks=marks),
        "marks": marks,
        "pieces": list(queries.pieces(typed["question"], marks)),
        "carried": _carried(form, marks),
        "asked": [people[each] for each in typed["to"]],
        "ends_on": form.ends_on,
        "place": _place(opened),
        **more,
    }
    return render(request, "disclosure/pages/consultation_checked.html", context)


def _sheet(request: OfficersRequest, opened: OpenCase | None, form: QuestionForm) -> HttpResponse:
    context = {
        "case": opened,
        "form": form,
        "place": _place(opened),
        "anybody": _colleagues(request, opened),
    }
    return render(request, "disclosure/pages/consultation_new.html", context)


def _carried(form: QuestionForm, marks: Sequence[Mark]) -> list[tuple[str, str]]:
    typed = form.cleaned_data
    return [
        ("form_id", typed["form_id"]),
        ("question", typed["question"]),
        *(("to", each) for each in typed["to"]),
        ("days", typed["days"]),
        *(("seen", mark.key) for mark in marks),
    ]


def _form(
    request: OfficersRequest,
    opened: OpenCase | None,
    posted: QueryDict | None = None,
    *,
    initial: Mapping[str, Any] | None = None,
) -> QuestionForm:
    return QuestionForm(
        posted,
        initial=initial,
        colleagues=_colleagues(request, opened),
        on=_today(),
        destroy_on=opened.row.destroy_on if opened else None,
    )


def _ask(
    request: OfficersRequest, opened: OpenCase | None, form: QuestionForm, checked: CheckedForm
) -> str:
    acting = request.acting
    to_ask = _to_ask(request, opened, form, checked)
    try:
        question_id = actions.ask_colleagues(acting, opened, to_ask, at=clock.now())
        tell(request, "question-sent")
        return question_id
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    before = queries.question_typed_on(acting, to_ask.form, on=_today())
    return before.id if before else ""


def _to_ask(
    request: OfficersRequest, opened: OpenCase | None, form: QuestionForm, checked: CheckedForm
) -> ToAsk:
    typed = form.cleaned_data
    offered = queries.whom_to_consult(request.acting, opened, on=_today())
    return ToAsk(
        question=typed["question"],
        colleagues=[each for each in offered if each.pseudonym in typed["to"]],
        ends_on=form.ends_on,
        reason=checked.cleaned_data["reason"],
        seen=frozenset(request.POST.getlist("seen")),
        form=typed["form_id"],
    )


def _colleagues(request: OfficersRequest, opened: OpenCase | None) -> dict[str, str]:
    acting = request.acting
    offered = queries.whom_to_consult(acting, opened, on=_today())
    return {each.pseudonym: each.name for each in offered}


def _place(opened: OpenCase | None) -> str:
    return f"/cases/{opened.ref}/consultations/" if opened else "/consultations/"


def _today() -> date:
    return timezone.localtime(clock.now()).date()
