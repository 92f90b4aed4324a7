"""The officers' doorstep, their own pages, and the steward's."""

from django.urls import path, re_path

from confide.team.views import doorstep as door
from confide.team.views import own, stewards

urlpatterns = [
    path("", own.begin),
    path("keys/", own.make_keys),
    path("you/", own.you),
    path("undertaking/", own.undertaking),
    path("lock/", door.lock),
    path("sign-out/", door.sign_out),
    path("officers/", stewards.officers),
    path("officers/new/", stewards.appoint),
    path("terms/<str:term_id>/end/", stewards.end_term),
    path("ledger/", stewards.ledger),
]

doorstep = [re_path("", door.sign_in)]
