"""The list of an emergency relief: filters, taking enterprises off and putting them back, one enterprise."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.declaring import presenting as declaring
from compliance.declaring.filings import filings
from enterprises.enums import Sector
from incentives import presenting_interventions as presenting
from incentives.enums import InterventionState, LineState, Size
from incentives.forms_relief import LinesForm
from incentives.models import Intervention, InterventionLine
from incentives.services import interventions
from incentives.views.interventions import FOLDER, seen_lines, seen_one
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.places.names import province_choices
from nssf_portal.workflow import NotPossible

_PAGE = 50


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def lines(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Every enterprise of the list, by state, sector, province, size and name."""
    return _page(request, seen_one(request, intervention_id), None)


def _page(request: HttpRequest, one: Intervention, form: LinesForm | None) -> HttpResponse:
    seen = seen_lines(request, one)
    counts = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
    states = [state for state in LineState if counts.get(state)] or [LineState.SELECTED]
    shown = request.GET.get("show") if request.GET.get("show") in states else states[0].value
    found = _filtered(request, seen.filter(state=shown)).select_related("enterprise", "excluded_by")
    page = Paginator(found.order_by("enterprise__commune_code", "pk"), _PAGE).get_page(request.GET.get("page"))
    reviewing = one.state == InterventionState.SELECTED and interventions.works(request.user)
    context = {
        "one": one,
        "row": presenting.Row(one),
        "tabs": [(state, state.label, counts.get(state, 0), state == shown) for state in states],
        "shown": shown,
        "page": page,
        "rows": presenting.line_rows(page.object_list),
        "may_review": reviewing and shown in (LineState.SELECTED, LineState.EXCLUDED),
        "filters": _filters(request),
        "form": form,
    }
    return render(request, f"{FOLDER}/list.html", context, status=422 if form else 200)


def _filtered(request: HttpRequest, found: QuerySet[InterventionLine]) -> QuerySet[InterventionLine]:
    given = request.GET
    if given.get("sector") in Sector.values:
        found = found.filter(enterprise__sector=given["sector"])
    if province := given.get("province", "").replace("\0", "")[:2]:
        found = found.filter(enterprise__province_code=province)
    if given.get("size") in Size.values:
        found = presenting.sized(found).filter(size=given["size"])
    if text := given.get("q", "").replace("\0", "").strip()[:60]:
        named = Q(enterprise__name_latin__icontains=text) | Q(enterprise__name_km__contains=text)
        found = found.filter(named | Q(enterprise__nssf_number=text))
    return found


def _filters(request: HttpRequest) -> dict[str, Any]:
    return {
        "choices": [
            ("sector", _("Sector"), Sector.choices, request.GET.get("sector", "")),
            ("province", _("Province"), province_choices(), request.GET.get("province", "")),
            ("size", _("Size"), Size.choices, request.GET.get("size", "")),
        ],
        "q": request.GET.get("q", ""),
        "any": any(request.GET.get(name) for name in ("sector", "province", "size", "q")),
    }


@require_POST
@require_permission(Permission.WORK_INCENTIVES)
def decide(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """The ticked enterprises are taken off the list, or put back."""
    one = seen_one(request, intervention_id)
    form = LinesForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    ticked = seen_lines(request, one).filter(pk__in=[pk for pk in map(_uuid, request.POST.getlist("lines")) if pk])
    try:
        if form.cleaned_data["act"] == "exclude":
            count = interventions.exclude(one, ticked, by=request.user, reason=form.cleaned_data["reason"])
        else:
            count = interventions.put_back(one, ticked, by=request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        _say(request, count)
    return redirect("relief:emergency_list", one.pk)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _say(request: HttpRequest, count: int) -> None:
    if count:
        said = ngettext("%(count)s enterprise is moved.", "%(count)s enterprises are moved.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Nothing changed: nothing was ticked, or the rule does not mean it any more."))


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def line(request: HttpRequest, intervention_line_id: uuid.UUID) -> HttpResponse:
    """One enterprise of the list: why it is on it, its months as they stand today, what became of it."""
    seen = InterventionLine.objects.visible_to(request.user).filter(
        intervention__in=Intervention.objects.visible_to(request.user)
    )
    found = get_object_or_404(
        seen.select_related("enterprise", "intervention", "adjustment", "excluded_by"), pk=intervention_line_id
    )
    one = found.intervention
    note_reading(found.enterprise, by=request.user, screen="incentives.emergency_line")
    months = [row for row in filings(found.enterprise, timezone.localdate()) if _within(row.month, one)]
    reviewing = one.state == InterventionState.SELECTED and interventions.works(request.user)
    context = {
        "row": presenting.line_rows([found])[0],
        "one": one,
        "state": presenting.Row(one),
        "rows": declaring.month_rows(months),
        "may_review": reviewing and found.state in (LineState.SELECTED, LineState.EXCLUDED),
        "may_read_months": request.user.has_permission(Permission.READ_DECLARATIONS),
    }
    return render(request, f"{FOLDER}/line.html", context)


def _within(month: Any, one: Intervention) -> bool:
    return one.from_month <= month <= presenting.last_month(one)
