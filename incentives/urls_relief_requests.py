"""Requests for relief as officers work on them, and the reasons; included in the addresses of relief."""

from django.urls import path

from incentives.views import relief as views
from incentives.views import relief_reasons as reasons

urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/<uuid:relief_id>/", views.one, name="request"),
    path("requests/<uuid:relief_id>/propose/", views.propose, name="request_propose"),
    path("requests/<uuid:relief_id>/refuse/", views.refuse, name="request_refuse"),
    path("requests/<uuid:relief_id>/decide/", views.decide, name="request_decide"),
    path("requests/<uuid:relief_id>/papers/<uuid:relief_document_id>/", views.paper, name="request_paper"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/new/", reasons.new, name="reason_new"),
    path("reasons/<uuid:reason_id>/", reasons.edit, name="reason"),
]
