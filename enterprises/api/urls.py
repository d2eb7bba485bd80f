"""Taken into /api/v1/ (nssf_portal.api.routes)."""

from django.urls import path

from enterprises.api import counts

app_name = "enterprises_api"
urlpatterns = [path("counts", counts.CountsView.as_view(), name="counts")]
