"""The public pages, each at one address that says nothing of whoever opens it. (CONF-3)"""

from django.urls import path

from confide.frontdoor import views

urlpatterns = [
    path("", views.front),
    path("hours/", views.hours),
    path("promises/", views.promises),
    path("emergency/", views.emergency),
]
