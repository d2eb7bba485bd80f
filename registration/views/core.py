"""The daily comparison with the core system: the day, its trend, each difference and what is behind it."""

import csv
import io
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import respond_bytes
from nssf_portal.places.names import place_name
from nssf_portal.workflow import NotPossible
from registration.core import blocks, reconciling
from registration.core.enums import DifferenceState
from registration.core.incoming import expected_sequence
from registration.forms.core import DecideForm, DifferencesForm, ReasonForm
from registration.models import CoreDelta, Reconciliation, ReconciliationDifference
from registration.presenting import core as presenting

FOLDER = "registration/core"
_PAGE = 50
_MOVES = ("explain", "settle", "reopen")


@require_safe
@require_permission(Permission.RECONCILE)
def home(request: HttpRequest) -> HttpResponse:
    """A day whose control file did not come is late; it is never shown as a day without differences."""
    newest, awaited = reconciling.latest(), reconciling.awaited_day()
    context = {
        "newest": newest,
        "awaited": awaited,
        "late": reconciling.is_late(newest),
        "kinds": presenting.by_kind(newest, request.user),
        "trend": presenting.trend(max(awaited, newest.day) if newest else awaited),
        "short": blocks.running_out(),
        "deltas": CoreDelta.objects.visible_to(request.user)[:5],
        "national": request.user.place_prefixes(Permission.RECONCILE) == [""],
        "expected": expected_sequence(),
    }
    return render(request, f"{FOLDER}/home.html", context)


@require_safe
@require_permission(Permission.RECONCILE)
def differences(request: HttpRequest) -> HttpResponse:
    """Fifty a page; the filters are in the address, numbers of people are not."""
    form = DifferencesForm(request.GET)
    chosen = form.chosen()
    rows = list(_filtered(request, chosen).order_by("id")[: _PAGE + 1])
    query = request.GET.copy()
    query.pop("after", None)
    if len(rows) > _PAGE:
        query["after"] = str(rows[_PAGE - 1].pk)
    context = {
        "form": form,
        "rows": [(row, place_name(row.commune_code), presenting.TAGS[row.state]) for row in rows[:_PAGE]],
        "next_url": f"?{query.urlencode()}" if len(rows) > _PAGE else "",
        "after": chosen.get("after"),
        "reason": ReasonForm(auto_id="file_%s"),
        "hidden": [field.as_hidden() for field in form if field.name in chosen and field.name != "after"],
        "most": presenting.most_lines(),
    }
    return render(request, f"{FOLDER}/differences.html", context)


def _filtered(request: HttpRequest, chosen: dict[str, object]) -> QuerySet[ReconciliationDifference]:
    """Those of one comparison, and pairs of numbers, which belong to none."""
    found = ReconciliationDifference.objects.visible_to(request.user).select_related("reconciliation")
    day = chosen.get("day")
    of_day = Reconciliation.objects.filter(day=day).order_by("-at").first() if day else reconciling.latest()
    found = found.filter(Q(reconciliation=of_day) | Q(reconciliation__isnull=True))
    found = found.filter(**{name: chosen[name] for name in ("kind", "state", "subject") if name in chosen})
    return found.filter(pk__gt=chosen["after"]) if "after" in chosen else found


@require_POST
@require_permission(Permission.RECONCILE)
def differences_file(request: HttpRequest) -> HttpResponse:
    """Numbers and kinds as a table, no names; who took it and why is in the read log."""
    form = ReasonForm(request.POST)
    newest = reconciling.latest()
    if newest is None or not form.is_valid():
        messages.warning(request, _("Say why you need the file.") if newest else _("Nothing was compared yet."))
        return redirect("core:differences")
    note_reading(newest, by=request.user, screen="core.differences_file", reason=form.cleaned_data["reason"])
    rows = _filtered(request, DifferencesForm(request.POST).chosen()).order_by("id")[: presenting.most_lines()]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["day", "subject", "kind", "number", "core_number", "fields", "place", "state"])
    for row in rows:
        fields = " ".join(row.fields)
        writer.writerow([newest.day, row.subject, row.kind, row.number, row.other_number, fields, row.commune_code,
                         row.state])  # fmt: skip
    return respond_bytes(text.getvalue().encode("utf-8-sig"), f"core-differences-{newest.day}.csv", "text/csv")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: HttpRequest, difference_id: uuid.UUID) -> HttpResponse:
    """Both words side by side; explained, settled or opened again, each with a reason."""
    visible = ReconciliationDifference.objects.visible_to(request.user)
    found = get_object_or_404(
        visible.select_related("reconciliation", "member", "enterprise", "decided_by", "work_item"), pk=difference_id
    )
    form = DecideForm(request.POST or None)
    if request.method == "POST":
        _may_decide(request, found)
        if form.is_valid() and request.POST.get("move") in _MOVES:
            return _decide(request, found, form.cleaned_data["why"])
    else:
        note_reading(found, by=request.user, screen="core.difference")
    context = {
        "found": found,
        "form": form,
        "sides": presenting.sides(found),
        "meaning": presenting.meaning(found),
        "tag": presenting.TAGS[DifferenceState(found.state)],
        "place": place_name(found.commune_code),
        "may_read_member": request.user.has_permission(Permission.READ_MEMBERS),
    }
    return render(request, f"{FOLDER}/difference.html", context, status=422 if form.errors else 200)


def _may_decide(request: HttpRequest, found: ReconciliationDifference) -> None:
    """Who reconciles, or the clerk whose work it is."""
    clerk = found.work_item_id and request.user.has_permission(Permission.DECIDE_WORK)
    if not (clerk or request.user.has_permission(Permission.RECONCILE)):
        raise PermissionDenied


def _decide(request: HttpRequest, found: ReconciliationDifference, why: str) -> HttpResponse:
    try:
        reconciling.decide(difference=found, move=request.POST["move"], why=why, by=request.user)
        messages.success(request, _("Noted."))
    except NotPossible as late:
        messages.warning(request, str(late))
    return redirect("core:difference", found.pk)
