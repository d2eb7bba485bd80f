"""One calendar of both inspectorates: who goes where, which day, and who was there lately."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.agenda import entries, month_visits, months_around
from compliance.forms_cooperation import PlanForm, UploadForm, month_of
from compliance.models import ListShare, Visit
from compliance.services import calendar, joint, sharing
from compliance.services.refusing import Refused
from compliance.views.cooperation_page import CALENDAR, any_of, page
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.limits import within_limit
from nssf_portal.ui.acts import did

_PAGE = 50


@require_safe
@any_of(*CALENDAR)
def month(request: HttpRequest) -> HttpResponse:
    """A month as a list: on a phone it is read, not squinted at."""
    first = month_of(request.GET.get("month", ""))
    found = Paginator(month_visits(request.user, first), _PAGE).get_page(request.GET.get("page"))
    labour = request.user.has_permission(Permission.READ_SHARED_LABOUR)
    before, after = months_around(first)
    context = {
        "first": first,
        "before": before,
        "after": after,
        "page": found,
        "rows": entries(request.user, list(found.object_list)),
        "labour": labour,
    }
    return page(request, "calendar", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_SHARED_LABOUR)
def plan(request: HttpRequest) -> HttpResponse:
    """A visit of MLVT's own; too near another one it needs a reason."""
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_from_line(request))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and _may_look_up(request, form) and form.is_valid():
        given = form.cleaned_data
        try:
            made, _new = calendar.plan(
                given["number"],
                on=given["planned_on"],
                by=request.user,
                submission_id=given["submission_id"],
                reason=given["reason"],
                note=given["note"],
            )
        except Refused as why:
            form.add_error("reason" if isinstance(why, calendar.TooSoon) else None, str(why))
        else:
            return redirect(_in_month(made))
    return page(request, "plan", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_SHARED_LABOUR)
def upload(request: HttpRequest) -> HttpResponse:
    """A plan in a file: what was taken, and each row that was not, with why."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            taken = calendar.take_plan(form.cleaned_data["file"].read(), by=request.user)
        except Refused as why:
            form.add_error("file", str(why))
    return page(request, "upload", {"form": form, "taken": taken}, status=422 if form.errors else 200)


@require_POST
@any_of(*CALENDAR)
def act(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    """Propose a joint visit, accept or decline it; note a visit of MLVT's as held or cancelled."""
    rows = Visit.objects.visible_to(request.user).select_related("case__enterprise", "office", "enterprise")
    visit, user, reason = get_object_or_404(rows, pk=visit_id), request.user, request.POST.get("reason", "")
    known = {
        "propose": (lambda: joint.propose(visit, by=user), _("The joint visit is proposed to the labour inspectors.")),
        "accept": (lambda: joint.accept(visit, by=user), _("You take part in this visit. Its case is open to you.")),
        "decline": (lambda: joint.decline(visit, reason=reason, by=user), _("The Fund is told that you cannot come.")),
        "held": (lambda: calendar.held(visit, by=user), _("The visit is noted as held.")),
        "cancel": (lambda: calendar.cancel(visit, reason=reason, by=user), _("The visit is cancelled.")),
    }
    wanted = request.POST.get("act", "")
    if wanted not in known:
        raise Http404
    did(request, *known[wanted])
    return redirect(_in_month(visit))


def _in_month(visit: Visit) -> str:
    return f"{reverse('cooperation:calendar')}?month={visit.planned_on:%Y-%m}#visit-{visit.pk}"


def _from_line(request: HttpRequest) -> dict[str, str]:
    """From a line of a shared list: its own number is filled in, when the reader may see that line."""
    try:
        share_id, line_id = uuid.UUID(request.GET["share"]), uuid.UUID(request.GET["line"])
    except (KeyError, ValueError):
        return {}
    share = ListShare.objects.visible_to(request.user).select_related("list").filter(pk=share_id).first()
    line = sharing.lines(share, request.user).filter(pk=line_id).first() if share else None
    return {"number": line.enterprise.reference} if line else {}


def _may_look_up(request: HttpRequest, form: PlanForm) -> bool:
    if within_limit("referral.lookups", str(request.user.pk), default=60):
        return True
    form.add_error(None, _("This was tried too often in this hour. Try again in an hour."))
    return False
