"""Courses of officials (plan 4.3) for who teaches; one's own certificate for everybody."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents import services as documents
from nssf_portal.ui.acts import did
from outreach import forms_trainings as forms
from outreach import presenting_trainings as presenting
from outreach.enums import CourseKind, EnrolmentState
from outreach.models import Activity, Course, CourseSession, Enrolment
from outreach.refreshers import due, soon_days
from outreach.scope import may
from outreach.services import certificates
from outreach.services import trainings as services

FOLDER = "outreach/trainings"
TEACH = Permission.TEACH
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 30


@require_safe
@require_permission(TEACH)
def courses(request: HttpRequest) -> HttpResponse:
    """What is taught, to whom, how often, how many passed."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in CourseKind.values else ""
    page = Paginator(presenting.courses(kind), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "chips": [("", _("All"), not kind), *((k.value, k.label, k == kind) for k in CourseKind)],
        "due": due(request.user).count(),
        "tab": "courses",
        "today": timezone.localdate(),
    }
    return render(request, f"{FOLDER}/courses.html", context)


@_ASK
@require_permission(TEACH)
def course_new(request: HttpRequest) -> HttpResponse:
    return _course_form(request, None)


@_ASK
@require_permission(TEACH)
def course_edit(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    return _course_form(request, get_object_or_404(Course, pk=course_id))


def _course_form(request: HttpRequest, found: Course | None) -> HttpResponse:
    given = Course.objects.get(pk=found.pk) if found else None
    form = forms.CourseForm(request.POST or None, instance=given)
    if request.method == "POST" and form.is_valid():
        kept = services.keep_course(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The course is saved."))
        return redirect("outreach_trainings:course", kept.pk)
    context = {"form": form, "course": found, "tab": "courses"}
    return render(request, f"{FOLDER}/course_form.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(TEACH)
def course(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """One course: its facts, its sessions, who needs it again."""
    found = get_object_or_404(Course, pk=course_id)
    seen = Activity.objects.visible_to(request.user).filter(course_session__course=found)
    counted = seen.annotate(
        people=Count("enrolments"), passed=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.PASSED))
    )
    context = {
        "course": found,
        "page": Paginator(counted.order_by("-starts_at", "id"), _PAGE).get_page(request.GET.get("page")),
        "due": due(request.user).filter(course=found).count(),
        "retired": bool(found.retired_on and found.retired_on <= timezone.localdate()),
        "tab": "courses",
    }
    return render(request, f"{FOLDER}/course.html", context)


@require_POST
@require_permission(TEACH)
def course_retire(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Not given any more from today, or given again."""
    found = get_object_or_404(Course, pk=course_id)
    on = None if found.retired_on else timezone.localdate()
    done = _("The course is not given any more.") if on else _("The course is given again.")
    did(request, lambda: services.retire(found, on=on, by=request.user), done)
    return redirect("outreach_trainings:course", found.pk)


@require_safe
@require_permission(TEACH)
def refreshers(request: HttpRequest) -> HttpResponse:
    """Who passed a course so long ago that it should be taken again."""
    rows = due(request.user).select_related("course", "user", "institution", "activity")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [presenting.row(one) for one in page], "days": soon_days(), "tab": "refreshers"}
    return render(request, f"{FOLDER}/refreshers.html", context)


def _activity(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related("type", "office", "reported_by")
    return get_object_or_404(rows, pk=activity_id)


@require_safe
@require_permission(TEACH)
def session(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One session: who is invited, who came, who passed; the next step for each."""
    return _session_page(request, _activity(request, activity_id))


def _session_page(request: HttpRequest, found: Activity, status: int = 200, **bound: Any) -> HttpResponse:
    given = CourseSession.objects.filter(activity=found).select_related("course").first()
    people = list(found.enrolments.select_related("course", "user", "institution", "assessed_by", "activity"))
    teaches = may(request.user, TEACH, found.place_code)
    context = {
        "activity": found,
        "session": given,
        "rows": [_person(one, request) for one in people],
        "open_ones": any(one.assessed_at is None for one in people),
        "teaches": teaches,
        "why_not": services.why_nobody_yet(found),
        "may_enrol": teaches and given is not None and found.state in services.TAKES_PEOPLE,
        "may_give": teaches and not people and found.state not in services.OVER,
        "give_form": forms.GiveForm(),
        "enrol_form": forms.EnrolForm(),
        "passed": sum(one.state == EnrolmentState.PASSED for one in people),
        "tab": "courses",
    }
    return render(request, f"{FOLDER}/session.html", context | bound, status=status)


def _person(one: Enrolment, request: HttpRequest) -> dict[str, Any]:
    row = presenting.row(one)
    own = one.user_id == request.user.pk
    again = one.state in (EnrolmentState.ATTENDED, EnrolmentState.FAILED)
    waits = one.state == EnrolmentState.PASSED and not (one.certificate_km_id and one.certificate_en_id)
    return row | {"own": own, "may_assess": again and not own, "waits": waits}


@require_POST
@require_permission(TEACH)
def give(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    found, form = _activity(request, activity_id), forms.GiveForm(request.POST)
    if not form.is_valid():
        return _session_page(request, found, 422, give_form=form)
    done = _("The course is chosen. Now invite who takes part.")
    did(request, lambda: services.give(found, form.cleaned_data["course"], by=request.user), done)
    return redirect("outreach_trainings:session", found.pk)


@require_POST
@require_permission(TEACH)
def enrol(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    found, form = _activity(request, activity_id), forms.EnrolForm(request.POST)
    if not form.is_valid():
        return _session_page(request, found, 422, enrol_form=form)
    key = form.cleaned_data["submission_id"]
    act = lambda: services.enrol(found, form.participant, by=request.user, submission_id=key)  # noqa: E731
    did(request, act, _("The participant is on the list."))
    return redirect("outreach_trainings:session", found.pk)


@require_POST
@require_permission(TEACH)
def came(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """The ticked ones were there, or were not."""
    found = _activity(request, activity_id)
    ticked = [key for key in request.POST.getlist("people") if _is_key(key)]
    chosen = list(found.enrolments.filter(pk__in=ticked).select_related("activity"))
    if not chosen:
        messages.error(request, _("Tick at least one person."))
        return redirect("outreach_trainings:session", found.pk)
    there = request.POST.get("act") != "absent"
    done = _("Written down: they were there.") if there else _("Written down: they were not there.")
    did(request, lambda: services.write_down(chosen, came=there, by=request.user), done)
    return redirect("outreach_trainings:session", found.pk)


def _is_key(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _enrolment(request: HttpRequest, enrolment_id: uuid.UUID) -> Enrolment:
    rows = Enrolment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("course", "user", "activity", "institution"), pk=enrolment_id)


@_ASK
@require_permission(TEACH)
def assess(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """The mark of one person, by somebody else."""
    found = _enrolment(request, enrolment_id)
    form = forms.MarkForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mark = form.cleaned_data.get("mark")
        did(request, lambda: services.assess(found, mark=mark, by=request.user), _("The assessment is written down."))
        return redirect("outreach_trainings:session", found.activity_id)
    context = {"form": form, **presenting.row(found), "own": found.user_id == request.user.pk, "tab": "courses"}
    return render(request, f"{FOLDER}/assess.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(TEACH)
def paper_again(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Asks once more for certificates that could not be made."""
    found = _enrolment(request, enrolment_id)
    if found.state != EnrolmentState.PASSED:
        messages.error(request, _("A certificate is for who passed."))
    else:
        certificates.ask(found, by=request.user)
        messages.success(request, _("The certificates are being made. Look again in a minute."))
    return redirect("outreach_trainings:session", found.activity_id)


@require_safe
def certificate(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """The paper itself, for the person and for who teaches; in the page's language unless asked otherwise."""
    found = _enrolment(request, enrolment_id)
    language = request.GET.get("paper") or get_language() or "km"
    document = found.certificate_en if language == "en" else found.certificate_km
    if document is None:
        raise Http404
    return documents.respond_issued(document, f"{document.code}.pdf")
