"""What there is for whoever is not signed in on the officers' side: one page at every address."""

from confide.team.urls import doorstep

urlpatterns = doorstep

handler400 = "confide.web.errors.bad_request"
handler403 = "confide.web.errors.forbidden"
handler404 = "confide.web.errors.not_found"
handler500 = "confide.web.errors.server_error"
