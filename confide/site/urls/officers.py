"""The officers' side."""

from django.urls import include, path

urlpatterns = [
    path("", include("confide.disclosure.urls")),
    path("", include("confide.retention.urls")),
    path("", include("confide.statistics.urls")),
    path("", include("confide.casework.urls")),
    path("", include("confide.desk.urls")),
    path("", include("confide.team.urls")),
]

handler400 = "confide.web.errors.bad_request"
handler403 = "confide.web.errors.forbidden"
handler404 = "confide.web.errors.not_found"
handler500 = "confide.web.errors.server_error"
