"""Figures: the officers' picture, and releases on their way."""

from django.urls import path

from confide.statistics.views import pictures, published, releases

urlpatterns = [
    path("figures/", pictures.figures),
    path("figures/quarters/<str:quarter>/closure/", releases.closure),
    path("figures/releases/", releases.listed),
    path("figures/releases/new/", releases.new),
    path("figures/releases/<str:proposal_id>/", releases.proposal),
    path("figures/releases/<str:proposal_id>/check/", releases.check),
    path("figures/releases/<str:proposal_id>/stop/", releases.stop),
    path("figures/releases/<str:proposal_id>/proposal/", releases.propose),
    path("figures/releases/<str:proposal_id>/publication/", releases.publish),
    path("figures/releases/<str:proposal_id>/withdrawal/", releases.withdraw),
    path("figures/published/<int:number>/", published.release),
    path("figures/published/<int:number>/release.<str:kind>", published.sheet),
]
