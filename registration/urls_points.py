"""The finder of offices, desks and stops."""

from django.urls import path

from registration.views import points

urlpatterns = [path("", points.finder, name="points")]
