"""The twins' pages: the product's views without what only the product has."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bench.plain import actions, queries
from bench.plain.middleware import COOKIE
from bench.plain.models import Document, Door, Session
from confide.casework.forms import (
    BringForm,
    ContactForm,
    OpenCaseForm,
    PaperForm,
    SearchForm,
    TaskForm,
)
from confide.casework.models.folding import fold
from confide.casework.views.typed import typed_in
from confide.vault.epochs import sync_folder
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience


@audience("public")
def memory(_request: HttpRequest) -> HttpResponse:
    """How much memory this worker holds, and held at most, in kilobytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    stated = dict(line.split(":", 1) for line in lines)
    return JsonResponse({name: int(stated[name].split()[0]) for name in ("VmRSS", "VmHWM")})


@audience("public")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by Django's own password hash."""
    doors = Door.objects.filter(officer__sign_in_name=request.POST["sign_in_name"])
    door = doors.first()
    if door is None or not check_password(request.POST["passphrase"], door.password):
        return HttpResponse(status=403)
    secret = secrets.token_urlsafe(32)
    Session.objects.create(
        id=queries.lookup(secret), officer_id=door.officer_id, seen_at=clock.now()
    )
    response = redirect("/desk/")
    response.set_cookie(COOKIE, secret, httponly=True, samesite="Strict")
    return response


@audience("caseworker")
def desk(request: HttpRequest) -> HttpResponse:
    """My desk."""
    on = timezone.localtime(clock.now()).date()
    asked: Any = request
    look = queries.desk_by_database if asked.by_database else queries.desk_read_alike
    mine = look(asked.acting, on=on, page=1)
    return render(request, "desk/pages/desk.html", {"desk": mine, "today": on})


@audience("caseworker")
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """A case."""
    on = timezone.localtime(clock.now()).date()
    opened = queries.case_for(request.acting, ref)  # type: ignore[attr-defined]
    context = {
        "whole": queries.whole_case(opened, on=on),
        "case": opened,
        "today": on,
        "may_decide": True,
        "contact_form": ContactForm(auto_id="contact_%s"),
        "bring_form": BringForm(auto_id="bring_%s"),
        "paper_form": PaperForm(auto_id="paper_%s"),
        "step_form": TaskForm(auto_id="step_%s"),
    }
    return render(request, "desk/pages/case.html", context)


@audience("caseworker")
def search(request: HttpRequest) -> HttpResponse:
    """Search."""
    asked: Any = request
    form = SearchForm(typed_in(request))
    look = queries.search_by_database if asked.by_database else queries.search_read_alike
    found = look(asked.acting, form.cleaned_data["words"]) if form.is_valid() else None
    return render(request, "casework/pages/search.html", {"form": form, "found": found})


@audience("caseworker")
def documents(request: HttpRequest, ref: str) -> HttpResponse:
    """File a document: its bytes beside the database, durable before its row."""
    acting = request.acting  # type: ignore[attr-defined]
    opened = queries.case_for(acting, ref)
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    Document.objects.create(
        case=opened,
        name=file.name or "",
        media_type=file.content_type or "",
        size=file.size or 0,
        by=acting.officer.pseudonym,
        added_at=clock.now(),
        stored_as=_stored(file),
        folded=fold(file.name or ""),
    )
    return redirect(f"/cases/{ref}/")


@audience("caseworker")
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case with its first contact and its next step."""
    acting = request.acting  # type: ignore[attr-defined]
    form = OpenCaseForm(typed_in(request), held={settings.POLICY.first_scheme: acting.post})
    if not form.is_valid():
        return HttpResponse(status=400)
    typed = form.cleaned_data
    ref = actions.open_case(typed, acting.officer)
    return redirect(f"/cases/{ref}/")


def _stored(file: UploadedFile) -> str:
    folder = Path(settings.DATA) / "plain-files"
    folder.mkdir(exist_ok=True)
    name = random_id()
    with (folder / name).open("xb") as stored:
        for chunk in file.chunks():
            stored.write(chunk)
        stored.flush()
        os.fsync(stored.fileno())
    sync_folder(folder)
    return name
