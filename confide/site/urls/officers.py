"""The officers' side."""

from django.urls import include, path

urlpatterns = [
    path("", include("confide.casework.urls")),
    path("", include("confide.team.urls")),
]
