"""A case's addresses: resources, and a reference that means nothing."""

from django.urls import path

from confide.casework.views import (
    adding,
    closing,
    conflicts,
    conflicts_checks,
    opening,
    requests,
    seats,
)

urlpatterns = [
    path("cases/new/", opening.new_case),
    path("cases/<str:ref>/file/", opening.case_file),
    path("cases/<str:ref>/contacts/", adding.contacts),
    path("cases/<str:ref>/documents/", adding.documents),
    path("cases/<str:ref>/documents/<str:document_id>/", adding.document),
    path("cases/<str:ref>/papers/", adding.papers),
    path("cases/<str:ref>/steps/", adding.steps),
    path("cases/<str:ref>/steps/<str:step_id>/done/", adding.step_done),
    path("cases/<str:ref>/closure/", closing.closure),
    path("cases/<str:ref>/hand-over/", seats.hand_over),
    path("cases/<str:ref>/reopening/", closing.reopening),
    path("cases/<str:ref>/messages/", requests.messages),
    path("cases/<str:ref>/way-in/", requests.way_in),
    path("cases/<str:ref>/way-in/removal/", requests.way_in_removal),
    path("requests/<str:ref>/", requests.one_request),
    path("requests/<str:ref>/documents/<str:document_id>/", requests.request_document),
    path("requests/<str:ref>/taking/", requests.taking),
    path("cases/<str:ref>/conflict/", conflicts.conflict),
    path("cases/<str:ref>/conflict-check/", conflicts_checks.case_check),
    path("conflicts/", conflicts.my_conflicts),
    path("conflicts/<str:conflict_id>/removal/", conflicts.removal),
    path("conflict-checks/", conflicts_checks.checks),
    path("conflict-checks/new/", conflicts_checks.new_check),
    path("conflict-checks/<str:asking_id>/end/", conflicts_checks.ending),
    path("signposts/", opening.signposts),
    path("leaving/", seats.leaving),
    path("leaving/questions/", seats.question),
    path("search/", closing.search),
]
