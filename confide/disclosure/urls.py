"""The addresses of consents and tellings: resources of a case, and nothing typed ever in them."""

from django.urls import path

from confide.disclosure.views import breaches, consents, consents_after, enquiries, tellings
from confide.policy.consent import AUTHORITY, CONTACT

urlpatterns = [
    path("danger/", breaches.danger),
    path("enquiries/", enquiries.enquiries),
    path("breaches/<str:breach_id>/", breaches.asked),
    path("cases/<str:ref>/breaches/", breaches.register),
    path("cases/<str:ref>/breaches/new/", breaches.new_breach),
    path("cases/<str:ref>/breaches/<str:breach_id>/", breaches.breach),
    path("cases/<str:ref>/breaches/<str:breach_id>/corrections/", breaches.corrections),
    path("cases/<str:ref>/breaches/<str:breach_id>/colleague/", breaches.told),
    path("cases/<str:ref>/breaches/<str:breach_id>/others/", breaches.others),
    path("cases/<str:ref>/breaches/<str:breach_id>/<str:part>/", breaches.released),
    path("cases/<str:ref>/consents/", consents.register),
    path("cases/<str:ref>/consents/new/", consents.new_consent),
    path("cases/<str:ref>/consents/new/contact/", consents.new_consent, {"kind": CONTACT}),
    path("cases/<str:ref>/consents/new/authority/", consents.new_consent, {"kind": AUTHORITY}),
    path("cases/<str:ref>/consents/sheet/", consents.proposal),
    path("cases/<str:ref>/consents/<str:consent_id>/", consents.consent),
    path("cases/<str:ref>/consents/<str:consent_id>/withdrawal/", consents.withdrawal),
    path("cases/<str:ref>/consents/<str:consent_id>/renewal/", consents.renewal),
    path("cases/<str:ref>/consents/<str:consent_id>/less/", consents_after.less),
    path("cases/<str:ref>/consents/<str:consent_id>/writing/", consents_after.writing),
    path("cases/<str:ref>/consents/<str:consent_id>/uses/", consents_after.uses),
    path("cases/<str:ref>/consents/<str:consent_id>/sheet/", consents_after.sheet),
    path("cases/<str:ref>/tellings/", tellings.register),
    path("cases/<str:ref>/tellings/new/", tellings.new_telling),
    path("cases/<str:ref>/tellings/<str:telling_id>/", copies.telling),
    path("cases/<str:ref>/tellings/<str:telling_id>/copies/", copies.copies),
    path("cases/<str:ref>/tellings/<str:telling_id>/<str:part>/", tellings.released),
    path("cases/<str:ref>/tellings/<str:telling_id>/<str:copy_id>/print/", copies.to_print),
    path("cases/<str:ref>/tellings/<str:telling_id>/<str:copy_id>/handed-over/", copies.handing),
    path("tellings/marks/", copies.marks),
]
