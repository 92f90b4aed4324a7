"""The public pages: nothing is asked of a visitor, and nobody is looked up. (CONF-3, HOUR-1)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confide.frontdoor import queries
from confide.web import clock
from confide.web.audience import audience


@audience("public")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The promise, whether somebody is there now, who helps, and three ways in."""
    shown = queries.front(at=clock.now())
    return render(request, "frontdoor/pages/front.html", {"front": shown})


@audience("public")
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """When the office is open and the phone answered, and when not."""
    shown = queries.hours(at=clock.now())
    return render(request, "frontdoor/pages/hours.html", {"hours": shown})


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
