"""The door: the one page for whoever is not signed in, locking, and leaving."""

from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from confide.team import actions
from confide.team.forms import SignIn
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import forget_on_leaving

KEPT = "kept"
KEPT_BY = "kept_by"


@audience("public")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in at whatever address was asked for, and go on there."""
    typed = request.POST
    if "sign_in_name" not in typed or "passphrase" not in typed:
        return _door(request, SignIn(), kept=_packed(typed))
    form = SignIn(typed)
    form.is_valid()
    signed_in = actions.sign_in(typed["sign_in_name"], typed["passphrase"], at=clock.now())
    if signed_in is None:
        form.add_error(None, gettext("That name and passphrase do not open anything here."))
        return _door(request, form, kept=typed.get(KEPT, ""))
    # Words go on with whoever typed them, and with nobody else who signs in at that desk.
    theirs = typed.get(KEPT_BY, "") == signed_in.acting.pseudonym
    # Whoever holds no office has one page, and it says what still binds them.
    at_work = bool(signed_in.acting.roles)
    response = _go_on(request, typed.get(KEPT, "") if theirs else "") if at_work else redirect("/")
    _keep(response, settings.SESSION_COOKIE, signed_in.secret)
    _keep(response, settings.DESK_COOKIE, signed_in.acting.pseudonym)
    return response


@audience("signed-in")
def lock(request: OfficersRequest) -> HttpResponse:
    """Lock: what the session held cannot be opened until the passphrase is typed again."""
    # Whoever pressed the button when the desk had locked by itself comes here by GET afterwards.
    if request.method != "POST":
        return redirect("/")
    _leave(request)
    return redirect("/desk/")


@audience("signed-in")
def sign_out(request: OfficersRequest) -> HttpResponse:
    """Leave, and have the browser forget what it was shown."""
    if request.method != "POST":
        return redirect("/")
    _leave(request)
    response = redirect("/")
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Strict")
    response.delete_cookie(settings.DESK_COOKIE, samesite="Strict")
    return forget_on_leaving(response)


def _keep(response: HttpResponse, cookie: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_IS_SECURE
    response.set_cookie(cookie, value, secure=secure, httponly=True, samesite="Strict")


def _leave(request: OfficersRequest) -> None:
    secret = request.COOKIES[settings.SESSION_COOKIE]
    actions.sign_out(request.acting, secret, at=clock.now())


def _door(request: HttpRequest, form: SignIn, *, kept: str) -> HttpResponse:
    # What somebody sent from a page that had locked meanwhile goes back to their own browser, and
    # is sent again once they are in: it is nowhere on the server.
    by = request.POST.get(KEPT_BY) or request.COOKIES.get(settings.DESK_COOKIE, "")
    context = {"form": form, "kept": kept, "kept_by": by if kept else ""}
    return render(request, "team/pages/sign_in.html", context)


def _go_on(request: HttpRequest, kept: str) -> HttpResponse:
    fields = _unpacked(kept)
    if fields:
        return render(request, "team/pages/send_again.html", {"fields": fields})
    address = urlsplit(request.get_full_path())
    # One slash in front and no more: an address that begins with two belongs to somebody else.
    path = "/" + address.path.lstrip("/")
    return HttpResponseRedirect(path + (f"?{address.query}" if address.query else ""))


def _packed(typed: QueryDict) -> str:
    # Not as a query string: its percent signs would be written as %25 on the way back, and a long
    # text would grow past what a form may hold.
    fields = [(name, value) for name, values in typed.lists() for value in values]
    return msgspec.json.encode(fields).decode() if fields else ""


def _unpacked(kept: str) -> list[tuple[str, str]]:
    try:
        return msgspec.json.decode(kept, type=list[tuple[str, str]])
    except (msgspec.DecodeError, RecursionError):
        # Not of our making: nothing to send again.
        return []
