"""What developers read; in both languages."""

from django.urls import path

from nssf_portal.api.views.developers import home

app_name = "developers"
urlpatterns = [path("", home, name="home")]
