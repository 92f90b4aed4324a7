"""An officer's own pages: where to begin, keys, passphrase, undertaking."""

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.policy import keys, office
from confide.team import actions
from confide.team.forms import Mail, NewPassphrase, Undertake
from confide.team.middleware import OfficersRequest
from confide.team.queries import signed_by, terms_of
from confide.vault import words
from confide.web import clock, mail
from confide.web.audience import audience
from confide.web.notices import tell


@audience("signed-in")
def begin(request: OfficersRequest) -> HttpResponse:
    """Lead to what this officer can do next, or say that their term has ended."""
    acting = request.acting
    if not acting.officer.enrolled:
        return redirect("/keys/")
    if acting.is_steward:
        return redirect("/officers/")
    if acting.in_office:
        return redirect("/desk/" if acting.undertaking_signed else "/undertaking/")
    on = timezone.localtime(clock.now()).date()
    decision = office.may_hold_office(terms_of(acting.officer), office.CASEWORKER, on)
    signed = sorted(signed_by(acting.officer), key=_signed_on)
    context = {"decision": decision, "signed": signed, "bound": office.stays_bound(signed, on)}
    return render(request, "team/pages/out_of_office.html", context)


@audience("signed-in")
def make_keys(request: OfficersRequest) -> HttpResponse:
    """Make keys of one's own in place of the invitation, or choose another passphrase."""
    acting = request.acting
    typed = request.POST if request.method == "POST" else None
    made = {"made": words.make_passphrase()}
    form = NewPassphrase(typed, initial=made, enrolled=acting.officer.enrolled)
    if request.method == "POST" and form.is_valid():
        chosen, at = form.cleaned_data["passphrase"], clock.now()
        if acting.officer.enrolled:
            present = form.cleaned_data["present"]
            actions.change_passphrase(acting, chosen, present=present, at=at)
        else:
            actions.enrol(acting, chosen, at=at)
        return redirect("/")
    decision = keys.may_enrol(acting.officer.enrolled)
    context = {"form": form, "made": form["made"].value(), "new": decision}
    return render(request, "team/pages/keys.html", context)


@audience("officer")
def you(request: OfficersRequest) -> HttpResponse:
    """An officer's own page: where they are written to, and the way to another passphrase."""
    acting = request.acting
    kept = {"address": acting.officer.mail}
    form = Mail(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        actions.set_mail(acting, form.cleaned_data["address"], at=clock.now())
        tell(request, "mail-set")
        return redirect("/you/")
    context = {"form": form, "sends": mail.is_set_up()}
    return render(request, "team/pages/you.html", context)


@audience("caseworker")
def undertaking(request: OfficersRequest) -> HttpResponse:
    """Read the undertaking, and sign it before the first case. (CONF-5)"""
    acting = request.acting
    # A box left unticked sends nothing at all, which is an answer too.
    form = Undertake(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.sign_undertaking(acting, at=clock.now())
        tell(request, "undertaking-signed")
        return redirect("/desk/")
    union = settings.POLICY.union
    before = [each for each in signed_by(acting.officer) if each.version != union.policy_version]
    context = {"form": form, "union": union, "before": max(before, key=_signed_on, default=None)}
    return render(request, "team/pages/undertaking.html", context)


def _signed_on(each: office.UndertakingFact) -> date:
    return each.signed_on
