"""The public pages: nothing is asked of a visitor, and nobody is looked up. (CONF-3, HOUR-1)"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confide.frontdoor import queries
from confide.frontdoor.queries import timetable
from confide.statistics import queries as statistics
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import attachment, shared_with_other_sites


@audience("public")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The promise, whether somebody is there now, who helps, and three ways in."""
    shown = queries.front(at=clock.now())
    return render(request, "frontdoor/pages/front.html", {"front": shown})


@audience("public")
@require_safe
def who_helps(request: HttpRequest) -> HttpResponse:
    """Who helps this year, in what each does, and whom the Women's Officer represents."""
    shown = queries.front(at=clock.now())
    return render(request, "frontdoor/pages/who_helps.html", {"front": shown})


@audience("public")
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """When the office is open and the phone answered, and when not."""
    shown = queries.hours(at=clock.now())
    return render(request, "frontdoor/pages/hours.html", {"hours": shown})


@audience("public")
@require_safe
def calendar(_request: HttpRequest) -> HttpResponse:
    """The hours as a calendar to subscribe to."""
    return HttpResponse(timetable.calendar(), content_type="text/calendar; charset=utf-8")


@audience("public")
@require_safe
def figures(_request: HttpRequest) -> HttpResponse:
    """The hours as figures, for the union's own site."""
    return shared_with_other_sites(JsonResponse(timetable.figures(at=clock.now())))


@audience("public")
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The confidentiality policy in plain words."""
    shown = queries.policy(at=clock.now())
    return render(request, "frontdoor/pages/policy.html", {"policy": shown})


@audience("public")
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Every clause that is kept, with what keeps it, and those that are still to come."""
    shown = queries.promises(at=clock.now())
    return render(request, "frontdoor/pages/promises.html", {"promises": shown})


@audience("public")
@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """Whom to ring, what to say, what to write down: a sheet that needs no database."""
    shown = queries.sheet()
    return render(request, "frontdoor/pages/emergency.html", {"sheet": shown})


@audience("public")
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release of figures there ever was."""
    context = {"releases": queries.releases(), "sheet": queries.sheet()}
    return render(request, "frontdoor/pages/figures.html", context)


@audience("public")
@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    """One release: its plots, its tables, and how they were protected."""
    context = {"release": statistics.one_release(number), "methods": statistics.methods()}
    return render(request, "frontdoor/pages/release.html", context)


@audience("public")
@require_safe
def release_file(_request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The same to take away."""
    if kind not in statistics.KINDS:
        raise Http404
    content = statistics.made(statistics.one_release(number), kind)
    return attachment(content, name=f"figures-{number}.{kind}")
