"""The public pages, each at one address that says nothing of whoever opens it. (CONF-3)"""

from django.urls import include, path

from confide.frontdoor import views

# In English as they stand here, and in Welsh below /cy/: see web/language.py.
_pages = [
    path("", views.front),
    path("who-helps/", views.who_helps),
    path("hours/", views.hours),
    path("policy/", views.policy),
    path("promises/", views.promises),
    path("emergency/", views.emergency),
    path("figures/", views.releases),
    path("figures/<int:number>/", views.release),
]
urlpatterns = [
    *_pages,
    path("cy/", include(_pages)),
    path("hours.ics", views.calendar),
    path("hours.json", views.figures),
    path("figures/<int:number>/release.<str:kind>", views.release_file),
    path("exit/", views.leave),
]
