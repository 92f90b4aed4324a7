"""The officers' side."""

from django.urls import include, path

urlpatterns = [
    path("", include("confide.disclosure.urls")),
    path("", include("confide.retention.urls")),
    path("", include("confide.casework.urls")),
    path("", include("confide.desk.urls")),
    path("", include("confide.team.urls")),
]
