"""What there is for whoever is not signed in on the officers' side: one page at every address."""

from confide.team.urls import doorstep

urlpatterns = doorstep
