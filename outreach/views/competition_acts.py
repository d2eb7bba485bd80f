"""The acts of who leads a competition: each a POST, each back to its page."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from outreach.models import Competition, CompetitionQuestion, Team
from outreach.services import competing
from outreach.views.competitions import get_competition, seen_by
from outreach.views.quiz import tell

works = require_permission(Permission.WORK_OUTREACH)


def _done(request: HttpRequest, of: Competition, act: Callable[[], Any], words: str) -> HttpResponse:
    tell(request, lambda: act() or True, words)
    return redirect("outreach_competitions:competition", of.pk)


def _question(request: HttpRequest, pk: uuid.UUID) -> CompetitionQuestion:
    rows = CompetitionQuestion.objects.filter(competition__in=seen_by(request.user)).select_related("competition")
    return get_object_or_404(rows, pk=pk)


def _team(request: HttpRequest, pk: uuid.UUID) -> Team:
    rows = Team.objects.filter(competition__in=seen_by(request.user)).select_related("competition")
    return get_object_or_404(rows, pk=pk)


@require_POST
@works
def open_for_teams(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    found = get_competition(request, competition_id)
    act = lambda: competing.open_for_teams(found, by=request.user)  # noqa: E731
    return _done(request, found, act, _("Teams can join now: show the code."))


@require_POST
@works
def start(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    found = get_competition(request, competition_id)
    act = lambda: competing.start(found, by=request.user)  # noqa: E731
    return _done(request, found, act, _("It has begun. Ask the first question."))


@require_POST
@works
def close(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    found = get_competition(request, competition_id)
    return _done(request, found, lambda: competing.close(found, by=request.user), _("The result stands."))


@require_POST
@works
def cancel(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    found = get_competition(request, competition_id)
    return _done(request, found, lambda: competing.cancel(found, by=request.user), _("Cancelled."))


@require_POST
@works
def ask(request: HttpRequest, competition_question_id: uuid.UUID) -> HttpResponse:
    asked = _question(request, competition_question_id)
    act = lambda: competing.ask(asked, by=request.user)  # noqa: E731
    return _done(request, asked.competition, act, _("Asked: the time runs."))


@require_POST
@works
def close_question(request: HttpRequest, competition_question_id: uuid.UUID) -> HttpResponse:
    asked = _question(request, competition_question_id)
    act = lambda: competing.close_question(asked, by=request.user)  # noqa: E731
    return _done(request, asked.competition, act, _("Closed: the board shows the right answer."))


@require_POST
@works
def remove_question(request: HttpRequest, competition_question_id: uuid.UUID) -> HttpResponse:
    asked = _question(request, competition_question_id)
    act = lambda: competing.remove_question(asked, by=request.user)  # noqa: E731
    return _done(request, asked.competition, act, _("Taken out."))


@require_POST
@works
def hide(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    team = _team(request, team_id)
    act = lambda: competing.hide(team, by=request.user)  # noqa: E731
    return _done(request, team.competition, act, _("The board shows a number instead of the name."))


@require_POST
@works
def show(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    team = _team(request, team_id)
    act = lambda: competing.show(team, by=request.user)  # noqa: E731
    return _done(request, team.competition, act, _("The name is shown again."))
