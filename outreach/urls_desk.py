"""The officers' first page of outreach."""

from django.urls import path

from outreach.views import desk

app_name = "outreach"

urlpatterns = [path("", desk.desk, name="desk")]
