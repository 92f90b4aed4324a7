"""The addresses of consents and tellings: resources of a case, and nothing typed ever in them."""

from django.urls import path

from confide.disclosure.views import consents, tellings

urlpatterns = [
    path("cases/<str:ref>/consents/", consents.register),
    path("cases/<str:ref>/consents/new/", consents.new_consent),
    path("cases/<str:ref>/consents/<str:consent_id>/", consents.consent),
    path("cases/<str:ref>/consents/<str:consent_id>/withdrawal/", consents.withdrawal),
    path("cases/<str:ref>/tellings/", tellings.register),
    path("cases/<str:ref>/tellings/new/", tellings.new_telling),
    path("cases/<str:ref>/tellings/<str:telling_id>/", tellings.telling),
    path("cases/<str:ref>/tellings/<str:telling_id>/<str:part>/", tellings.released),
]
