"""The public side."""

from django.urls import include, path

from confide.web import errors

urlpatterns = [path("", include("confide.frontdoor.urls"))]

# Django's own would be handed the request; ours are the same bytes whatever was asked for.
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
