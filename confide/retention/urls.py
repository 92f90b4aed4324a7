"""A case's destruction, and the certificates of those that were."""

from django.urls import path

from confide.retention.views import certificates, destruction

urlpatterns = [
    path("cases/<str:ref>/destruction/", destruction.destruction),
    path("cases/<str:ref>/destruction/by-hand/", destruction.by_hand),
    path("certificates/", certificates.certificates),
    path("certificates/<str:number>/", certificates.certificate),
    path("certificates/<str:number>/certificate.pdf", certificates.on_paper),
]
