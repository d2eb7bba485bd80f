"""Competitions as officers prepare and lead them; the acts stand in `competition_acts`."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.places.names import place_name
from outreach import quiz_codes
from outreach.enums import ActivityState, CompetitionState
from outreach.forms_quiz import CompetitionForm, NewCompetitionForm, RoundForm
from outreach.models import Activity, Competition
from outreach.scope import may
from outreach.services import competing, quizzing
from outreach.views.play_competition import board_context
from outreach.views.quiz import READ, tell

S = CompetitionState
WORK = Permission.WORK_OUTREACH
ASK = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "outreach/competitions"
TAGS = {S.DRAFTED: "progress", S.OPEN: "waits", S.RUNNING: "waits", S.CLOSED: "ok", S.CANCELLED: "none"}
_PAGE = 25


def seen_by(user: User) -> QuerySet[Competition]:
    """Competitions at activities that the person may see."""
    return Competition.objects.filter(activity__in=Activity.objects.visible_to(user)).select_related("activity")


def get_competition(request: HttpRequest, competition_id: uuid.UUID) -> Competition:
    return get_object_or_404(seen_by(request.user), pk=competition_id)


def state_word(one: Competition) -> str:
    """What a person says of its state."""
    return _("finished") if one.state == S.CLOSED else str(one.get_state_display())


@require_safe
@require_permission(READ)
def competition_list(request: HttpRequest) -> HttpResponse:
    """The newest first: state, teams, questions."""
    rows = seen_by(request.user).annotate(
        n_teams=Count("teams", distinct=True), n_questions=Count("questions", distinct=True)
    )
    page = Paginator(rows.order_by("-activity__starts_at", "pk"), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, TAGS[S(one.state)], state_word(one), place_name(one.activity.place_code)) for one in page],
        "may_make": request.user.has_permission(WORK),
    }
    return render(request, f"{FOLDER}/list.html", context)


def possible(user: User) -> QuerySet[Activity]:
    """Activities of one's places that may get a competition: those of its type first."""
    rows = Activity.objects.filter(in_places(user, WORK, "place_code"), competition__isnull=True)
    rows = rows.filter(state__in=(ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.HELD))
    return rows.order_by("-type__is_competition", "starts_at", "pk")


@ASK
@require_permission(WORK)
def new(request: HttpRequest) -> HttpResponse:
    """A competition at an activity that is planned."""
    activities = possible(request.user)
    chosen = request.GET.get("activity", "")
    known = seen_by(request.user).filter(activity=chosen).first() if _is_key(chosen) else None
    if known:
        return redirect("outreach_competitions:competition", known.pk)
    form = NewCompetitionForm(request.POST or None, activities=activities, initial={"activity": chosen})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        words = {"seconds": given["seconds"], "prizes": given["prizes"], "by": request.user}
        if made := tell(request, lambda: competing.create(given["activity"], **words), _("Now choose its questions.")):
            return redirect("outreach_competitions:add_questions", made.pk)
    context = {"form": form, "none": not activities.exists()}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@ASK
@require_permission(WORK)
def edit(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    """Seconds and prizes, until it begins."""
    found = get_competition(request, competition_id)
    form = CompetitionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("seconds", "prizes")}
        tell(request, lambda: competing.write(found, by=request.user, **given), _("Saved."))
        return redirect("outreach_competitions:competition", found.pk)
    context = {"form": form, "competition": found}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)


@ASK
@require_permission(WORK)
def add_questions(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    """Tick questions of the bank for one round."""
    found = get_competition(request, competition_id)
    if found.state not in competing.PREPARED:
        messages.info(request, _("It has begun: nothing of it is changed any more."))
        return redirect("outreach_competitions:competition", found.pk)
    free = quizzing.in_use().exclude(pk__in=found.questions.values("question"))
    form = RoundForm(request.POST or None, questions=free)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        where = {"in_round": given["round"], "points": given["points"], "by": request.user}
        act = lambda: competing.add_questions(found, list(given["questions"]), **where)  # noqa: E731
        tell(request, act, _("Added."))
        return redirect("outreach_competitions:competition", found.pk)
    context = {"form": form, "competition": found, "none": not free.exists()}
    return render(request, f"{FOLDER}/questions.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(READ)
def competition(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    """Where it stands, and the one next step."""
    found = get_competition(request, competition_id)
    questions = list(
        found.questions.select_related("question").annotate(n=Count("answers")).order_by("round", "order", "pk")
    )
    code = quiz_codes.join_code(found)
    next_one = next((one for one in questions if one.state == "waiting"), None)
    context: dict[str, Any] = board_context(found) | {
        "tag": TAGS[S(found.state)],
        "state_word": state_word(found),
        "questions": questions,
        "next_one": next_one,
        "left": sum(one.state == "waiting" for one in questions),
        "code": code,
        "place": place_name(found.activity.place_code),
        "works": may(request.user, WORK, found.activity.place_code),
        "prepared": found.state in competing.PREPARED,
        "unconfirmed": sum(not one.question.confirmed for one in questions),
    }
    return render(request, f"{FOLDER}/competition.html", context)


@require_safe
@require_permission(READ)
def poster(request: HttpRequest, competition_id: uuid.UUID) -> HttpResponse:
    """The code for the wall, to be printed."""
    found = get_competition(request, competition_id)
    if found.state not in (S.OPEN, S.RUNNING):
        return redirect("outreach_competitions:competition", found.pk)
    url = quiz_codes.join_address(found)
    context = {"competition": found, "activity": found.activity, "code": quiz_codes.join_code(found), "url": url}
    return render(request, f"{FOLDER}/poster.html", context | {"qr": quiz_codes.qr(url, _("Code to join"))})
