"""A case's return and destruction, what its student may ask, and certificates."""

from django.urls import path

from confide.retention.views import (
    certificates,
    destruction,
    holding,
    returning,
    rights,
    seconding,
    shredding,
)

urlpatterns = [
    path("cases/<str:ref>/destruction/", destruction.destruction),
    path("cases/<str:ref>/destruction/by-hand/", destruction.by_hand),
    path("cases/<str:ref>/holds/", holding.holds),
    path("cases/<str:ref>/holds/<str:hold_id>/end/", holding.ending),
    path("cases/<str:ref>/shredding/", shredding.shredding),
    path("cases/<str:ref>/return/", returning.returning),
    path("cases/<str:ref>/return/<str:return_id>/", returning.returned),
    path("cases/<str:ref>/return/<str:return_id>/handed-over/", returning.handed_over),
    path("cases/<str:ref>/return/<str:return_id>/<str:part>/", returning.released),
    path("cases/<str:ref>/rights/", rights.rights),
    path("cases/<str:ref>/rights/access/", rights.access),
    path("cases/<str:ref>/rights/access/<str:wish_id>/extension/", rights.extension),
    path("cases/<str:ref>/rights/access/<str:wish_id>/refusal/", rights.refusal),
    path("cases/<str:ref>/rights/corrections/", rights.corrections),
    path("cases/<str:ref>/rights/restriction/", rights.restriction),
    path("cases/<str:ref>/rights/restriction/end/", rights.lifting),
    path("cases/<str:ref>/rights/objections/", rights.objections),
    path("destructions/<str:officer_id>/", seconding.seconding),
    path("certificates/", certificates.certificates),
    path("certificates/<str:number>/", certificates.certificate),
    path("certificates/<str:number>/papers/", shredding.confirmed),
    path("certificates/<str:number>/certificate.pdf", certificates.on_paper),
]
