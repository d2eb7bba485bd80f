"""Jurors and the committee: what waits for them, one sheet a candidate, one vote an award."""

from django.urls import path

from incentives.views import jury

app_name = "jury"
urlpatterns = [
    path("", jury.home, name="home"),
    path("<uuid:cycle_id>/", jury.cycle, name="cycle"),
    path("<uuid:cycle_id>/candidates/<uuid:candidate_id>/", jury.sheet, name="sheet"),
    path("<uuid:cycle_id>/candidates/<uuid:candidate_id>/tie/", jury.declare, name="declare"),
    path("awards/<uuid:award_id>/", jury.vote, name="vote"),
]
