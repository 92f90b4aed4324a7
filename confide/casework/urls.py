"""A case's addresses: resources, and a reference that means nothing."""

from django.urls import path

from confide.casework.views import adding, closing, opening

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
    path("cases/<str:ref>/reopening/", closing.reopening),
    path("signposts/", opening.signposts),
    path("search/", closing.search),
]
