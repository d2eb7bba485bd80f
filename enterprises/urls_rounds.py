"""Rounds of requests to confirm data, under /desk/registry/rounds/."""

from django.urls import path

from enterprises.views import rounds

app_name = "rounds"
urlpatterns = [
    path("", rounds.home, name="home"),
    path("new/", rounds.new, name="new"),
    path("<uuid:round_id>/", rounds.one, name="round"),
    path("<uuid:round_id>/act/", rounds.act, name="act"),
    path("<uuid:round_id>/letters.pdf", rounds.letters, name="letters"),
    path("requests/<uuid:request_id>/", rounds.asked, name="request"),
]
