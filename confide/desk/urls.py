"""The desk and the case."""

from django.urls import path

from confide.desk import views

urlpatterns = [
    path("desk/", views.desk),
    path("cases/<str:ref>/", views.case),
]
