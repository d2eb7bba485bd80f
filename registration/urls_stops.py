"""Mobile units and their stops, under /outreach/stops/: planned by outreach, worked by the team."""

from django.urls import path

from registration.views import stop_units as units
from registration.views import stops as views
from registration.views import stops_team as team

app_name = "outreach_stops"
_STOP = "<uuid:stop_id>/"

urlpatterns = [
    path("", views.stops, name="list"),
    path("new/", views.new, name="new"),
    path("routes/", units.routes, name="routes"),
    path("units/", units.units, name="units"),
    path("units/<uuid:unit_id>/", units.unit, name="unit"),
    path("bookings/<uuid:booking_id>/came/", team.came, name="came"),
    path(_STOP, views.stop_page, name="stop"),
    path(_STOP + "move/", views.move, name="move"),
    path(_STOP + "cancel/", views.cancel, name="cancel"),
    path(_STOP + "team/", views.team, name="team"),
    path(_STOP + "team/leave/", views.leave, name="leave"),
    path(_STOP + "day/", team.day, name="day"),
    path(_STOP + "day/walk-in/", team.walk_in, name="walk_in"),
    path(_STOP + "register/", team.register, name="register"),
    path(_STOP + "cards/", team.cards, name="cards"),
]
