"""The public roll of honour."""

from django.urls import path

from incentives.views import honour

app_name = "honour"
urlpatterns = [path("", honour.roll, name="roll")]
