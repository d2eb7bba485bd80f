"""The first page of incentives, at /incentives/."""

from django.urls import path

from incentives.views import desk as views

app_name = "incentives"
urlpatterns = [path("", views.desk, name="desk")]
