"""An inspector's first page, at /inspect/."""

from django.urls import path

from compliance.views import today

app_name = "today"
urlpatterns = [path("", today.home, name="home")]
