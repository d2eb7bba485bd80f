"""An employer's staff at stops, and a registration day at its own place, under /employer/."""

from django.urls import path

from registration.views import employer_stops as views

app_name = "employer_stops"
_STOPS = "<uuid:enterprise_id>/stops/"

urlpatterns = [
    path(_STOPS, views.home, name="home"),
    path(_STOPS + "ask/", views.ask, name="ask"),
    path(_STOPS + "<uuid:stop_id>/book/", views.book, name="book"),
    path(_STOPS + "<uuid:stop_id>/cancel/", views.cancel, name="cancel"),
]
