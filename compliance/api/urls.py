"""Taken into /api/v1/ (nssf_portal.api.routes)."""

from django.urls import path

from compliance.api import declarations, payments

app_name = "compliance_api"
urlpatterns = [
    path("declarations", declarations.DeclarationsView.as_view(), name="declarations"),
    path("payments", payments.PaymentsView.as_view(), name="payments"),
]
