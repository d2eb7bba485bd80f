"""Stops for everybody, under /stops/: where, when, a time to book."""

from django.urls import path

from registration.views import stops_public as views

app_name = "stops"
urlpatterns = [
    path("", views.stops, name="public"),
    path("booked/", views.booked, name="booked"),
    path("booking/", views.my_booking, name="booking"),
    path("<uuid:stop_id>/", views.stop, name="stop"),
    path("<uuid:stop_id>/book/", views.book, name="book"),
]
