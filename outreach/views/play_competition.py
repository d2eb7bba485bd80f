"""A competition on people's own telephones and on the wall: join a team, answer in time, watch the board."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.workflow import NotPossible
from outreach import quiz_codes, scoring
from outreach.enums import CompetitionState
from outreach.forms_quiz import CodeForm, TeamForm
from outreach.models import Competition, CompetitionQuestion, TeamAnswer, TeamPhone
from outreach.services import competing, playing, quizzing

FOLDER = "outreach/play"
S = CompetitionState
_SPARE = timedelta(seconds=1)


def find(code: str) -> Competition:
    """The competition of this code; 404 for a code of ours that does not exist."""
    found = quiz_codes.competition_of(code)
    if found is None:
        raise Http404
    return found


@login_not_required
@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """For telephones that cannot read the QR code: type the letters."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        if quiz_codes.competition_of(form.cleaned_data["code"]):
            return redirect("outreach_play:join", form.cleaned_data["code"])
        form.add_error("code", _("No competition has this code. Look at the wall again."))
    return render(request, f"{FOLDER}/enter.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Tap a team that is there, or type the name of a new one."""
    found = find(code)
    device = quiz_codes.device_of(request, found.activity)
    if playing.phone_of(found, device) or found.state not in playing.JOINED:
        return redirect("outreach_play:now", code)
    form = TeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and device and form.is_valid():
        return _join(request, found, device, form.cleaned_data["name"], code)
    teams = found.teams.filter(hidden_at__isnull=True)
    context = {"form": form, "competition": found, "activity": found.activity, "teams": teams, "code": code}
    answer = render(request, f"{FOLDER}/join.html", context, status=422 if form.errors else 200)
    return quiz_codes.remember(request, answer)


def _join(request: HttpRequest, found: Competition, device: str, name: str, code: str) -> HttpResponse:
    if not within_limit("competition.joins_per_address", client_address(request), default=600):
        return render(request, f"{FOLDER}/too_many.html", status=429)
    try:
        playing.join(found, device=device, name=name)
    except NotPossible as why:
        messages.error(request, str(why))
        return redirect("outreach_play:join", code)
    return redirect("outreach_play:now", code)


def _mine(request: HttpRequest, found: Competition) -> TeamPhone | None:
    return playing.phone_of(found, quiz_codes.device_of(request, found.activity))


@login_not_required
@never_cache
@require_safe
def now(request: HttpRequest, code: str) -> HttpResponse:
    """What this telephone has before it; it asks again by itself."""
    found = find(code)
    phone = _mine(request, found)
    if phone is None:
        known = found.state not in playing.JOINED
        return redirect("outreach_play:board" if known else "outreach_play:join", code)
    if found.state != S.RUNNING:
        return render(request, f"{FOLDER}/now.html", _context(found, phone, code, playing.Now()))
    moment = playing.now_of(phone)
    answer = render(request, f"{FOLDER}/now.html", _context(found, phone, code, moment))
    if moment.to_answer:  # its time runs: the page comes back when it is over, also without a script
        answer["Refresh"] = str(moment.seconds_left + int((competing.GRACE + _SPARE).total_seconds()))
    return answer


def _context(found: Competition, phone: TeamPhone, code: str, moment: playing.Now) -> dict[str, Any]:
    asked = moment.asked
    over = asked is not None and competing.is_over(asked)
    return {
        "competition": found,
        "activity": found.activity,
        "phone": phone,
        "code": code,
        "now": moment,
        "over": over,
        "choices": _choices(asked),
        "right": _right(asked) if over else None,
        "board": scoring.board(found) if found.state == S.CLOSED else [],
    }


def _choices(asked: CompetitionQuestion | None) -> list:
    return quizzing.mixed(asked.question.choices.all(), asked.pk) if asked else []


def _right(asked: CompetitionQuestion | None) -> Any:
    return next((one for one in asked.question.choices.all() if one.is_right), None) if asked else None


@login_not_required
@never_cache
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """One tap is the answer; the first one stands."""
    found = find(code)
    phone = _mine(request, found)
    here = redirect("outreach_play:now", code)
    if phone is None:
        return here
    asked = playing.latest(found.pk)
    if asked is None or str(asked.pk) != request.POST.get("asked"):
        messages.info(request, _("That question is over. This is the next one."))
        return here
    choice = next((one for one in asked.question.choices.all() if str(one.pk) == request.POST.get("choice")), None)
    if choice is None:
        return here
    try:
        playing.answer(phone, asked, choice)
    except playing.TooLate as why:
        messages.error(request, str(why))
    return here


@login_not_required
@never_cache
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """For the wall: the question, how many answered, then the right answer and who leads."""
    found = find(code)
    return render(request, f"{FOLDER}/board.html", board_context(found) | {"code": code})


def board_context(found: Competition) -> dict[str, Any]:
    asked = playing.latest(found.pk) if found.state in (S.RUNNING, S.CLOSED) else None
    over = asked is not None and competing.is_over(asked)
    scores = scoring.board(found)
    rounds = sorted({number for score in scores for number in score.rounds})
    return {
        "competition": found,
        "activity": found.activity,
        "asked": asked,
        "seconds_left": playing.Now(asked).seconds_left,
        "over": over,
        "choices": [(one, one.is_right and over) for one in _choices(asked)],
        "answered": TeamAnswer.objects.filter(asked=asked).count() if asked else 0,
        "phones": sum(score.phones for score in scores),
        "scores": [(score, [score.rounds.get(number, 0) for number in rounds]) for score in scores],
        "rounds": rounds,
        "why": asked.question.why if asked and over else "",
        "join_code": quiz_codes.join_code(found),
        "qr": quiz_codes.qr(quiz_codes.join_address(found), _("Code to join")),
    }
