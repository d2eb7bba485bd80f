"""Knowledge competitions as officers prepare and lead them."""

from django.urls import path

from outreach.views import competition_acts as acts
from outreach.views import competitions

app_name = "outreach_competitions"
urlpatterns = [
    path("", competitions.competition_list, name="list"),
    path("new/", competitions.new, name="new"),
    path("<uuid:competition_id>/", competitions.competition, name="competition"),
    path("<uuid:competition_id>/edit/", competitions.edit, name="edit"),
    path("<uuid:competition_id>/questions/", competitions.add_questions, name="add_questions"),
    path("<uuid:competition_id>/poster/", competitions.poster, name="poster"),
    path("<uuid:competition_id>/open/", acts.open_for_teams, name="open"),
    path("<uuid:competition_id>/start/", acts.start, name="start"),
    path("<uuid:competition_id>/close/", acts.close, name="close"),
    path("<uuid:competition_id>/cancel/", acts.cancel, name="cancel"),
    path("questions/<uuid:competition_question_id>/ask/", acts.ask, name="ask"),
    path("questions/<uuid:competition_question_id>/close/", acts.close_question, name="close_question"),
    path("questions/<uuid:competition_question_id>/remove/", acts.remove_question, name="remove_question"),
    path("teams/<uuid:team_id>/hide/", acts.hide, name="hide"),
    path("teams/<uuid:team_id>/show/", acts.show, name="show"),
]
