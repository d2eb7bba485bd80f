"""Series: which there are, starting one, its page, ending it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.names import place_name
from nssf_portal.workflow import NotPossible
from outreach import presenting_activities
from outreach.forms_activities import SeriesForm
from outreach.models import Series
from outreach.scope import may
from outreach.services import series as services
from outreach.views.activities import ASK, FOLDER

_PAGE = 25


@require_safe
@require_permission(Permission.READ_OUTREACH)
def series_list(request: HttpRequest) -> HttpResponse:
    """All series of one's places, with their next day and how many were verified."""
    ahead = Q(activities__starts_at__gt=timezone.now(), activities__state__in=("planned", "announced"))
    rows = Series.objects.visible_to(request.user).select_related("type").annotate(
        next_at=Min("activities__starts_at", filter=ahead),
        held=Count("activities", filter=Q(activities__state="verified")),
    )  # fmt: skip
    page = Paginator(rows.order_by("ended_at", "-first_on", "pk"), _PAGE).get_page(request.GET.get("page"))
    rows_shown = [{"of": one, "place": place_name(one.place_code)} for one in page]
    return render(request, f"{FOLDER}/series_list.html", {"page": page, "rows": rows_shown})


@ASK
@require_permission(Permission.WORK_OUTREACH)
def new(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _started(request, form)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The series is on the plan, with its next activities."))
            return redirect("outreach_activities:series_one", made.pk)
    context = {"form": form, "is_series": True}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


def _started(request: HttpRequest, form: SeriesForm) -> Series:
    given = form.cleaned_data
    rhythm = {name: given[name] for name in ("submission_id", "rhythm", "every", "last_on", "starts", "ends")}
    return services.start(by=request.user, first_on=given["on"], **rhythm, **form.facts())


def _seen(request: HttpRequest, series_id: uuid.UUID) -> Series:
    rows = Series.objects.visible_to(request.user).select_related("type", "office", "created_by", "ended_by")
    return get_object_or_404(rows, pk=series_id)


@require_safe
@require_permission(Permission.READ_OUTREACH)
def one(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """A series with its activities."""
    found = _seen(request, series_id)
    page = Paginator(found.activities.order_by("-series_on", "pk"), _PAGE).get_page(request.GET.get("page"))
    context = {
        "one": found,
        "page": page,
        "rows": [{"of": row, "tag": presenting_activities.tag_of(row)} for row in page],
        "place": place_name(found.place_code),
        "may_work": may(request.user, Permission.WORK_OUTREACH, found.place_code),
        "next_one": services.to_come(found).order_by("starts_at").first(),
    }
    return render(request, f"{FOLDER}/series.html", context)


@require_POST
@require_permission(Permission.WORK_OUTREACH)
def end(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    found = _seen(request, series_id)
    try:
        services.end(found, by=request.user)
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("No further ones are made. Those on the plan stay; cancel them one by one."))
    return redirect("outreach_activities:series_one", found.pk)
