"""The twins' addresses: those of the pages that they are the twins of."""

from django.urls import path

from bench.plain import views

urlpatterns = [
    path("", views.sign_in),
    path("memory/", views.memory),
    path("desk/", views.desk),
    path("search/", views.search),
    path("cases/new/", views.new_case),
    path("cases/<str:ref>/", views.case),
    path("cases/<str:ref>/documents/", views.documents),
]
