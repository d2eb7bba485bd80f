"""Schools and their visits: officers of the place, and the ministry of education, which reports itself."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.khmer.cleaning import clean
from nssf_portal.places.names import place_name
from nssf_portal.ui.acts import did
from outreach import counting
from outreach import forms_schools as forms
from outreach.enums import ActivityState, SchoolLevel
from outreach.models import Activity, School, SchoolVisit
from outreach.scope import may
from outreach.services import schools as services

FOLDER = "outreach/schools"
ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 30


def reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Officers of outreach and the ministry of education; others are told that they may not (403)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not (user.has_permission(Permission.READ_OUTREACH) or user.has_permission(Permission.REPORT_SCHOOLS)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def counted(schools: QuerySet[School]) -> counting.People:
    """Pupils of verified visits only, as every indicator counts."""
    verified = Activity.objects.counted().filter(school_visit__school__in=schools)
    rows = counting.of_activities(verified).values()
    return counting.People(sum(r.women for r in rows), sum(r.men for r in rows), sum(r.not_stated for r in rows))


@require_safe
@reads
def school_list(request: HttpRequest) -> HttpResponse:
    """Schools by level, how often visited, and how many pupils were reached in all."""
    seen = School.objects.visible_to(request.user)
    level, query = request.GET.get("level", ""), clean(request.GET.get("q", ""))[:100]
    rows = seen.filter(level=level) if level in SchoolLevel.values else seen
    if query:
        rows = rows.filter(Q(name_km__icontains=query) | Q(name_en__icontains=query) | Q(code__iexact=query))
    times = Count("visits", filter=~Q(visits__activity__state__in=services.OVER))
    page = Paginator(rows.annotate(times=times).order_by("commune_code", "name_en", "id"), _PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(one, place_name(one.commune_code)) for one in page],
        "chips": [("", _("All"), not level), *((one.value, one.label, one == level) for one in SchoolLevel)],
        "level": level,
        "query": query,
        "pupils": counted(seen),
        "may_keep": services.may_propose(request.user),
    }
    return render(request, f"{FOLDER}/list.html", context)


def _school(request: HttpRequest, school_id: uuid.UUID) -> School:
    return get_object_or_404(School.objects.visible_to(request.user), pk=school_id)


def _kept(request: HttpRequest, school_id: uuid.UUID) -> School:
    found = _school(request, school_id)
    if not services.may_keep(request.user, found.commune_code):
        raise PermissionDenied
    return found


@ASK
@reads
def new(request: HttpRequest) -> HttpResponse:
    if not services.may_propose(request.user):
        raise PermissionDenied
    return _form(request, None)


@ASK
@reads
def edit(request: HttpRequest, school_id: uuid.UUID) -> HttpResponse:
    return _form(request, _kept(request, school_id))


def _form(request: HttpRequest, found: School | None) -> HttpResponse:
    given = School.objects.get(pk=found.pk) if found else None
    form = forms.SchoolForm(request.user, request.POST or None, instance=given)
    if request.method == "POST" and form.is_valid():
        kept = services.keep(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The school is saved."))
        return redirect("outreach_schools:school", kept.pk)
    context = {"form": form, "school": found}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@require_safe
@reads
def school(request: HttpRequest, school_id: uuid.UUID) -> HttpResponse:
    """One school: who was reached, visit by visit, and what can be done next."""
    found = _school(request, school_id)
    rows = SchoolVisit.objects.filter(school=found).select_related("activity", "activity__proposed_for")
    page = Paginator(rows.order_by("-activity__starts_at", "activity_id"), _PAGE).get_page(request.GET.get("page"))
    people = counting.of_activities([one.activity for one in page])
    context = {
        "school": found,
        "place": place_name(found.commune_code),
        "page": page,
        "rows": [(one, people[one.activity_id], _links(request.user, one.activity)) for one in page],
        "pupils": counted(School.objects.filter(pk=found.pk)),
        "may_keep": services.may_keep(request.user, found.commune_code),
        "may_report": bool(request.user.institutions(Permission.REPORT_SCHOOLS)) and not found.closed_on,
        "officer": request.user.has_permission(Permission.WORK_OUTREACH),
    }
    return render(request, f"{FOLDER}/school.html", context)


def _links(user: User, activity: Activity) -> bool:
    """Whether the activity's own page is for this person."""
    return may(user, Permission.READ_OUTREACH, activity.place_code)


@require_POST
@reads
def close(request: HttpRequest, school_id: uuid.UUID) -> HttpResponse:
    """Closed from today, or open again."""
    found = _kept(request, school_id)
    on = None if found.closed_on else timezone.localdate()
    done = _("The school is closed from today.") if on else _("The school is open again.")
    did(request, lambda: services.close(found, on=on, by=request.user), done)
    return redirect("outreach_schools:school", found.pk)


@ASK
@require_permission(Permission.REPORT_SCHOOLS)
def report(request: HttpRequest, school_id: uuid.UUID) -> HttpResponse:
    """A visit that the ministry made itself."""
    found = _school(request, school_id)
    form = forms.ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("Reported. The Fund looks at it; it counts once a second person verified it.")
        if did(request, lambda: services.report_visit(found, by=request.user, **form.cleaned_data), done):
            return redirect("outreach_schools:school", found.pk)
    context = {"form": form, "school": found}
    return render(request, f"{FOLDER}/report.html", context, status=422 if form.errors else 200)


@ASK
@require_permission(Permission.WORK_OUTREACH)
def visit(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """At which school an activity is held."""
    rows = Activity.objects.visible_to(request.user).select_related("type", "school_visit", "school_visit__school")
    found = get_object_or_404(rows, pk=activity_id)
    known = SchoolVisit.objects.filter(activity=found).select_related("school").first()
    initial = {"school": known.school_id, "grade": known.grade} if known else {}
    form = forms.VisitForm(request.user, found.place_code, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        act = lambda: services.visit(found, **form.cleaned_data, by=request.user)  # noqa: E731
        if did(request, act, _("The school is written down.")):
            return redirect("outreach_activities:activity", found.pk)
    fixed = not found.type.at_school or found.state in (
        ActivityState.REPORTED, ActivityState.VERIFIED, *services.OVER,
    )  # fmt: skip
    context = {"form": form, "activity": found, "visit": known, "fixed": fixed, "place": place_name(found.place_code)}
    return render(request, f"{FOLDER}/visit.html", context, status=422 if form.errors else 200)
