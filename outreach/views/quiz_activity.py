"""The quiz of one activity: its questions, its two codes, what people knew before and after."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.names import place_name
from outreach import awareness, quiz_codes
from outreach.enums import QuizMoment
from outreach.forms_quiz import ChooseForm
from outreach.models import Activity
from outreach.scope import may
from outreach.services import quizzing
from outreach.views.quiz import FOLDER, READ, tell


def seen(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    return get_object_or_404(Activity.objects.visible_to(request.user), pk=activity_id)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(READ)
def activity_quiz(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Choose the questions; later read what came of them."""
    activity = seen(request, activity_id)
    why_not = quizzing.why_not_choose(activity)
    asked = quizzing.questions_of(activity)
    works = may(request.user, Permission.WORK_OUTREACH, activity.place_code)
    ticked = [one.pk for one in asked or quizzing.proposed(activity)]
    given = request.POST if request.method == "POST" else None
    form = ChooseForm(given, questions=quizzing.in_use(), initial={"questions": ticked})
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["questions"])
        done = _("Chosen. Now print the codes.") if chosen else _("No question is asked at this activity.")
        tell(request, lambda: quizzing.choose(activity, chosen, by=request.user), done)
        return redirect("outreach_quiz:activity", activity.pk)
    context = {
        "activity": activity,
        "place": place_name(activity.place_code),
        "asked": asked,
        "proposed": not asked,
        "why_not": why_not,
        "may_choose": works and not why_not,
        "form": form,
        "measured": awareness.whole([activity]),
        "both": awareness.both_times(activity),
        "opens": quizzing.opens_at(activity),
        "closes": quizzing.closes_at(activity),
        "links": _links(activity) if asked else [],
        "least": awareness.smallest(),
    }
    return render(request, f"{FOLDER}/activity.html", context, status=422 if form.errors else 200)


def _links(activity: Activity) -> list[tuple[Any, str]]:
    return [(moment.label, quiz_codes.quiz_address(activity, moment)) for moment in QuizMoment]


@require_safe
@require_permission(READ)
def poster(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Two codes for the wall, to be printed: one before, one after."""
    activity = seen(request, activity_id)
    if not quizzing.questions_of(activity):
        return redirect("outreach_quiz:activity", activity.pk)
    codes = [(word, url, quiz_codes.qr(url, str(word))) for word, url in _links(activity)]
    context = {"activity": activity, "place": place_name(activity.place_code), "codes": codes}
    return render(request, f"{FOLDER}/poster.html", context)
