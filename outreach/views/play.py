"""The quiz on people's own telephones: one question a page, no name, the same telephone counts once."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.places.names import place_name
from outreach import door, quiz_codes
from outreach.enums import QuizMoment
from outreach.forms_quiz import AnswerForm
from outreach.models import Activity, QuizAnswer, QuizQuestion
from outreach.services import attending, quizzing

FOLDER = "outreach/play"


@login_not_required
@never_cache
@require_safe
def quiz(request: HttpRequest, token: str) -> HttpResponse:
    """A code that does not say which quiz: the clock does."""
    activity = quiz_codes.activity_of(token)
    if activity is None:
        return _unknown(request)
    return redirect(f"outreach_play:{quizzing.moment_by_clock(activity)}", token)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def before(request: HttpRequest, token: str) -> HttpResponse:
    return _questions(request, token, QuizMoment.BEFORE)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest, token: str) -> HttpResponse:
    return _questions(request, token, QuizMoment.AFTER)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, f"{FOLDER}/unknown.html", status=404)


def _questions(request: HttpRequest, token: str, moment: QuizMoment) -> HttpResponse:
    """The next question of this telephone, or thanks."""
    activity = quiz_codes.activity_of(token)
    if activity is None:
        return _unknown(request)
    device = quiz_codes.device_of(request, activity)
    asked = quizzing.questions_of(activity)
    done = quizzing.answered_by(activity, moment, device)
    left = [one for one in asked if one.pk not in done]
    if asked and not left:
        return _thanks(request, activity, asked, moment, device)
    if not asked or not quizzing.is_open(activity, moment):
        return _closed(request, activity, moment, token)
    if moment == QuizMoment.BEFORE and quizzing.too_late_for_before(activity, device):
        return redirect("outreach_play:after", token)
    if request.method == "POST":
        return _answer(request, activity, asked, moment, token)
    return _ask(request, activity, left[0], (len(asked) - len(left) + 1, len(asked)), moment)


def _ask(
    request: HttpRequest, activity: Activity, question: QuizQuestion, step: tuple[int, int], moment: str,
    form: AnswerForm | None = None,
) -> HttpResponse:  # fmt: skip
    form = form or AnswerForm(question=question, choices=_choices(question, activity))
    context = {"form": form, "activity": activity, "moment": moment, "step": step[0], "steps": step[1]}
    answer = render(request, f"{FOLDER}/question.html", context, status=422 if form.errors else 200)
    return quiz_codes.remember(request, answer)


def _choices(question: QuizQuestion, activity: Activity) -> list:
    return quizzing.mixed(question.choices.all(), activity.pk)


def _answer(
    request: HttpRequest, activity: Activity, asked: list[QuizQuestion], moment: str, token: str
) -> HttpResponse:  # fmt: skip
    """Take one answer in; the page is then asked for anew and shows what is next."""
    here = redirect(f"outreach_play:{moment}", token)
    device = quiz_codes.device_of(request, activity)
    question = next((one for one in asked if str(one.pk) == request.POST.get("question")), None)
    if question is None or not device:
        return here  # an old page, or a telephone without its value: the page gives it one
    form = AnswerForm(request.POST, question=question, choices=_choices(question, activity))
    if not form.is_valid():
        return _ask(request, activity, question, (asked.index(question) + 1, len(asked)), moment, form)
    if not within_limit("quiz.answers_per_address", client_address(request), default=6_000):
        return render(request, f"{FOLDER}/too_many.html", status=429)
    try:
        quizzing.answer(activity, question=question, choice=form.choice, moment=moment, device=device)
    except quizzing.QuizClosed:
        return _closed(request, activity, moment, token)
    return here


def _thanks(
    request: HttpRequest, activity: Activity, asked: list[QuizQuestion], moment: str, device: str
) -> HttpResponse:  # fmt: skip
    """Before: come back after. After: what is right, and why. Both lead on to registering and to reading."""
    rows = QuizAnswer.objects.filter(activity=activity, moment=moment, device=device).select_related("choice")
    given = {row.question_id: row.choice for row in rows}
    answers = [(one, given.get(one.pk), next(c for c in one.choices.all() if c.is_right)) for one in asked]
    context = {
        "activity": activity,
        "moment": moment,
        "answers": answers if moment == QuizMoment.AFTER else [],
        "right": sum(mine is not None and mine.is_right for _question, mine, _right in answers),
        "count": len(asked),
        "door": _door(request, activity),
    }
    return render(request, f"{FOLDER}/thanks.html", context)


def _door(request: HttpRequest, activity: Activity) -> str:
    """The code of the door at which this telephone was counted: what it begins to register is of the activity."""
    device = door.device_of(request.COOKIES.get(door.COOKIE, ""), activity)
    return door.token_of(activity) if activity.door_digest and attending.at_door(activity, device) else ""


def _closed(request: HttpRequest, activity: Activity, moment: str, token: str) -> HttpResponse:
    """Too early, over, or nothing is asked here: which, and where to go."""
    other = QuizMoment.AFTER if moment == QuizMoment.BEFORE else QuizMoment.BEFORE
    asks = activity.questions.exists()
    context = {
        "activity": activity,
        "place": place_name(activity.place_code),
        "asks": asks,
        "early": quizzing.is_early(activity, moment),
        "opens": quizzing.opens_at(activity) if moment == QuizMoment.BEFORE else activity.starts_at,
        "other": other if asks and quizzing.is_open(activity, other) else None,
        "token": token,
        "word": _("before the activity") if moment == QuizMoment.BEFORE else _("after the activity"),
    }
    return render(request, f"{FOLDER}/closed.html", context)
