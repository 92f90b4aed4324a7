"""The public pages, each at one address that says nothing of whoever opens it. (CONF-3)"""

from django.urls import include, path

from confide.frontdoor.views import own, public

# In English as they stand here, and in Welsh below /cy/: see web/language.py.
_pages = [
    path("", public.front),
    path("who-helps/", public.who_helps),
    path("hours/", public.hours),
    path("policy/", public.policy),
    path("promises/", public.promises),
    path("emergency/", public.emergency),
    path("figures/", public.releases),
    path("figures/<int:number>/", public.release),
]
urlpatterns = [
    *_pages,
    path("cy/", include(_pages)),
    path("hours.ics", public.calendar),
    path("hours.json", public.figures),
    path("figures/<int:number>/release.<str:kind>", public.release_file),
    path("exit/", own.leave),
    # The student's whole way has this one address, whatever is done there.
    path("write/", own.way),
]
