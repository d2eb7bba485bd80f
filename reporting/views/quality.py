"""Data quality with its trend, and the alarms of tallies: a person looks and says what it was."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from reporting.forms_quality import SettleForm
from reporting.models import QualityReading, TallyAlarm
from reporting.public.open_data import as_csv
from reporting.quality import showing
from reporting.quality.measures import BY_CODE, WHOLE
from reporting.services import alarms

_SETTLED = 10
_HEADS = ("day", "measure", "subject", "numerator", "denominator")


@require_safe
@require_permission(Permission.READ_COUNTS)
def home(request: HttpRequest) -> HttpResponse:
    """Alarms first, then the five themes."""
    when = showing.days()
    context = {
        "when": when,
        "themes": showing.themes(when) if when else [],
        "open": list(TallyAlarm.objects.filter(settled_at__isnull=True)),
        "settled": list(TallyAlarm.objects.filter(settled_at__isnull=False).select_related("settled_by")[:_SETTLED]),
    }
    return render(request, "reporting/quality/home.html", context)


@require_safe
@require_permission(Permission.READ_COUNTS)
def measure(request: HttpRequest) -> HttpResponse:
    """All subjects of one measure, and the days of one of them."""
    found, when = BY_CODE.get(request.GET.get("of", "")), showing.days()
    if found is None or when is None:
        return redirect("reporting_quality:home")
    shown = showing.of_measure(found, when)
    subject = _subject(request, shown)
    readings = showing.history(found, subject.subject) if subject else []
    context = {
        "measure": found, "when": when, "lines": shown.lines, "subject": subject,
        "readings": readings[::-1], "points": showing.line_of(readings),
    }  # fmt: skip
    return render(request, "reporting/quality/measure.html", context)


def _subject(request: HttpRequest, shown: showing.Shown) -> showing.Line | None:
    wanted = request.GET.get("subject", WHOLE)
    return next((line for line in shown.lines if line.subject == wanted), next(iter(shown.lines), None))


@require_safe
@require_permission(Permission.READ_COUNTS)
def download(_request: HttpRequest) -> HttpResponse:
    """Every reading that is kept."""
    rows = QualityReading.objects.values("day", "code", "subject", "numerator", "denominator").iterator()
    said = ({"measure": row.pop("code"), **row} for row in rows)
    response = HttpResponse(as_csv(_HEADS, said), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="data-quality.csv"'
    return response


@require_safe
@require_permission(Permission.READ_COUNTS)
def alarm(request: HttpRequest, alarm_id: Any) -> HttpResponse:
    """One alarm, and the form for who may settle it."""
    return _alarm(request, _found(alarm_id), SettleForm())


@require_POST
@require_permission(Permission.WORK_REPORTS)
def settle(request: HttpRequest, alarm_id: Any) -> HttpResponse:
    """What it was, said once; a second one who says it is told that it was said."""
    found, form = _found(alarm_id), SettleForm(request.POST)
    if not form.is_valid():
        return _alarm(request, found, form)
    if alarms.settle(found, explanation=form.cleaned_data["explanation"], by=request.user):
        messages.success(request, _("The alarm is settled. If the tally still differs tonight, there is a new one."))
    else:
        messages.warning(request, _("Somebody has settled this alarm already."))
    return redirect("reporting_quality:alarm", found.pk)


def _found(alarm_id: Any) -> TallyAlarm:
    return get_object_or_404(TallyAlarm.objects.select_related("settled_by"), pk=alarm_id)


def _alarm(request: HttpRequest, found: TallyAlarm, form: SettleForm) -> HttpResponse:
    works = request.user.has_permission(Permission.WORK_REPORTS)
    return render(request, "reporting/quality/alarm.html", {"alarm": found, "form": form, "works": works})
