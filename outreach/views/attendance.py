"""The desk: who came, one line a person, heads, the code at the door. Names only with consent, and not for long."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.services.refusing import Refused
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.pdf import PdfUnavailable, typeset
from nssf_portal.documents.services import respond_bytes
from nssf_portal.khmer.cleaning import clean
from nssf_portal.law.limits import within_limit
from nssf_portal.places.names import place_name
from nssf_portal.ui import languages
from outreach import counting, door, funnel, posters
from outreach.enums import Gender
from outreach.forms_attendance import GROUPS, ONE, BegunForm, HeadsForm, LineForm
from outreach.models import Activity, Attendance, HeadCount, SignUp
from outreach.scope import may, require
from outreach.services import attending, purging

FOLDER = "outreach/attendance"
_PAGE, _LINES, _EXPECTED = 25, 50, 200
SHOWN = ("today", "open", "all")
P = Permission


@require_safe
@require_permission(P.READ_OUTREACH)
def listing(request: HttpRequest) -> HttpResponse:
    """Activities whose people are counted today, those that still may be, and all."""
    seen = _mine(request)
    now = timezone.now()
    shown = request.GET.get("show", "")
    tabs = {name: _tab(seen, name) for name in SHOWN}
    shown = shown if shown in SHOWN else "today" if tabs["today"].exists() else "open"
    page = Paginator(tabs[shown].select_related("type"), _PAGE).get_page(request.GET.get("page"))
    counted = counting.of_activities(list(page))
    rows = [{"one": one, "people": counted[one.pk], "place": place_name(one.place_code)} for one in page]
    context = {"page": page, "rows": rows, "shown": shown, "chips": _chips(tabs, shown), "now": now}
    return render(request, f"{FOLDER}/list.html", context)


def _mine(request: HttpRequest) -> QuerySet[Activity]:
    """What an officer sees by place: a partner's role opens no list of names."""
    return Activity.objects.visible_to(request.user).filter(in_places(request.user, P.READ_OUTREACH, "place_code"))


def _tab(seen: QuerySet[Activity], name: str) -> QuerySet[Activity]:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    can = seen.filter(state__in=attending.COUNTS)
    if name == "today":
        return can.filter(starts_at__lt=start + timedelta(days=1), ends_at__gte=start)
    if name == "open":
        return can.filter(starts_at__lt=start + timedelta(days=1))
    return seen.took_place()


def _chips(tabs: dict[str, QuerySet[Activity]], shown: str) -> list[dict[str, Any]]:
    words = {"today": _("Today"), "open": _("Can still be counted"), "all": _("All that took place")}
    return [
        {"key": key, "word": words[key], "current": key == shown, "count": rows.count()} for key, rows in tabs.items()
    ]


def _activity(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    found = get_object_or_404(_seen(request), pk=activity_id)
    require(request.user, P.READ_OUTREACH, found.place_code)
    return found


def _seen(request: HttpRequest) -> QuerySet[Activity]:
    return Activity.objects.visible_to(request.user).select_related("type", "enterprise")


@require_safe
@require_permission(P.READ_OUTREACH)
def desk(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One activity at the desk."""
    return _desk(request, _activity(request, activity_id))


def _desk(
    request: HttpRequest, activity: Activity, *, line: LineForm | None = None, heads: HeadsForm | None = None
) -> HttpResponse:
    lines = Paginator(_lines(activity), _LINES).get_page(request.GET.get("page"))
    expected = _expected(activity)
    if any(one.name or one.phone for one in (*lines, *expected)):
        note_reading(activity, by=request.user, screen="attendance")
    why = attending.why_not(activity)
    works = may(request.user, P.WORK_OUTREACH, activity.place_code)
    context = {
        "activity": activity,
        "place": place_name(activity.place_code),
        "people": counting.people(activity),
        "lines": lines,
        "rows": [_row(one) for one in lines],
        "expected": [{"one": one, "last": _last_four(one)} for one in expected],
        "heads": activity.heads.filter(replaced_at__isnull=True).select_related("counted_by"),
        "why": why,
        "works": works,
        "counts": works and not why,
        "begun_form": BegunForm(prefix="begun"),
        "begun": funnel.begun_at([activity.pk])[activity.pk],
        "line_form": line or _next_line(request, activity),
        "heads_form": heads or HeadsForm(prefix="heads"),
        "errors": line or heads,
        "sexes": ONE,
        "names_go": purging.names_go_at(activity.ends_at),
        **_door_of(activity, works),
    }
    return render(request, f"{FOLDER}/desk.html", context, status=422 if line or heads else 200)


def _next_line(request: HttpRequest, activity: Activity) -> LineForm:
    """Empty, but of the group of the person before: groups mostly come together."""
    before = activity.attendances.filter(written_by=request.user).order_by("-came_at", "-id").first()
    return LineForm(activity=activity, prefix="line", initial={"group": before.group if before else ""})


def _lines(activity: Activity) -> QuerySet[Attendance]:
    """The newest first: what was just written stands on top."""
    return activity.attendances.select_related("enterprise", "written_by", "struck_by").order_by("-came_at", "-id")


def _row(one: Attendance) -> dict[str, Any]:
    return {"one": one, "last": _last_four(one), "group": dict(GROUPS).get(one.group, "")}


def _last_four(row: Attendance | SignUp) -> str:
    return attending.phone_of(row)[-4:]


def _expected(activity: Activity) -> list[SignUp]:
    """Who signed up and is not here yet."""
    wanted = list(activity.sign_ups.filter(cancelled_at__isnull=True, purged_at__isnull=True).order_by("name", "id"))
    keys = {attending.came_key(one): one for one in wanted}
    here = set(Attendance.objects.filter(submission_id__in=keys).values_list("submission_id", flat=True))
    return [one for key, one in keys.items() if key not in here][:_EXPECTED]


def _door_of(activity: Activity, works: bool) -> dict[str, Any]:
    if not activity.door_digest:
        return {"door_open": False, "may_open": works and activity.state in attending.COUNTS}
    return {
        "door_open": True,
        "door_now": door.is_open(activity),
        "door_url": door.address(activity, get_language() or "km"),
        "door_from": door.open_from(activity),
        "door_until": door.open_until(activity),
        "languages": languages.codes(),
    }


def _act(request: HttpRequest, activity: Activity, doing: Callable[[], object], done: str) -> HttpResponse:
    """Do it, say it, or say why not; the page shows what is true."""
    try:
        doing()
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect("outreach_attendance:desk", activity.pk)


def _worked(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    found = _activity(request, activity_id)
    require(request.user, P.WORK_OUTREACH, found.place_code)
    return found


@require_POST
@require_permission(P.WORK_OUTREACH)
def write(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One more line; the page comes back ready for the next person."""
    activity = _worked(request, activity_id)
    form = LineForm(request.POST, activity=activity, prefix="line")
    if form.is_valid():
        try:
            given = form.cleaned_data["submission_id"]
            attending.write(activity, form.person, submission_id=given, by=request.user)
            return redirect("outreach_attendance:desk", activity.pk)
        except Refused as why:
            form.add_error(None, str(why))
    return _desk(request, activity, line=form)


@require_POST
@require_permission(P.WORK_OUTREACH)
def arrive(request: HttpRequest, activity_id: uuid.UUID, sign_up_id: uuid.UUID) -> HttpResponse:
    """Somebody who had signed up is here."""
    activity = _worked(request, activity_id)
    sign_up = get_object_or_404(activity.sign_ups.select_related("activity__type", "enterprise"), pk=sign_up_id)
    said = request.POST.get("gender", "")
    gender = said if said in Gender.values else Gender.NOT_STATED
    return _act(request, activity, lambda: attending.arrive(sign_up, gender=gender, by=request.user), _("On the list."))


@require_POST
@require_permission(P.WORK_OUTREACH)
def strike(request: HttpRequest, attendance_id: uuid.UUID) -> HttpResponse:
    """A line that was a mistake."""
    line = get_object_or_404(Attendance.objects.filter(activity__in=_seen(request)), pk=attendance_id)
    activity = _worked(request, line.activity_id)
    return _act(request, activity, lambda: attending.strike(line, by=request.user), _("Struck: it counts no more."))


@require_POST
@require_permission(P.WORK_OUTREACH)
def heads(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Heads of one group."""
    activity = _worked(request, activity_id)
    form = HeadsForm(request.POST, prefix="heads")
    if not form.is_valid():
        return _desk(request, activity, heads=form)
    given = dict(form.cleaned_data)
    done = _("Heads kept; a count of the same group before is replaced.")
    return _act(request, activity, lambda: attending.count_heads(activity, by=request.user, **given), done)


@require_POST
@require_permission(P.WORK_OUTREACH)
def drop_heads(request: HttpRequest, heads_id: uuid.UUID) -> HttpResponse:
    """A count that was a mistake."""
    counted = get_object_or_404(HeadCount.objects.filter(activity__in=_seen(request)), pk=heads_id)
    activity = _worked(request, counted.activity_id)
    return _act(request, activity, lambda: attending.drop_heads(counted, by=request.user), _("It counts no more."))


@require_POST
@require_permission(P.WORK_OUTREACH)
def begun(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """A registration that was begun here."""
    activity = _worked(request, activity_id)
    number = clean(request.POST.get("begun-number", ""))[:24]
    if not within_limit("outreach.begun_tries", str(request.user.pk), default=120):
        messages.error(request, _("This was tried too often in this hour. Try again in an hour."))
        return redirect("outreach_attendance:desk", activity.pk)
    done = _("Kept: it began here.")
    return _act(request, activity, lambda: attending.note_begun(activity, number=number, by=request.user), done)


@require_POST
@require_permission(P.WORK_OUTREACH)
def switch_door(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """The code at the door begins to work, or ends."""
    activity = _worked(request, activity_id)
    if request.POST.get("door") == "close":
        done = _("The code works no more. Who was counted stays.")
        return _act(request, activity, lambda: attending.close_door(activity, by=request.user), done)
    done = _("The code works at its hours. Print the poster and hang it at the door.")
    return _act(request, activity, lambda: attending.open_door(activity, by=request.user), done)


@require_safe
@require_permission(P.READ_OUTREACH)
def poster(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """The poster of the door, to print: in the language asked for."""
    activity = _activity(request, activity_id)
    if not activity.door_digest:
        raise Http404
    asked = request.GET.get("in", "")
    language = asked if asked in languages.codes() else get_language() or "km"
    try:
        content = typeset(posters.TEMPLATE, posters.context_of(activity, language), language)
    except PdfUnavailable as none:
        return HttpResponse(str(none), status=503, content_type="text/plain; charset=utf-8")
    return respond_bytes(content, f"door-{activity.reference}-{language}.pdf", "application/pdf")
