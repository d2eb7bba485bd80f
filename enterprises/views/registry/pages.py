"""What came from whom: the sources with their last delivery, and the page of each delivery."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enterprises import presenting_deliveries as presenting
from enterprises.csv_files import csv_response
from enterprises.delivering.words import FIELD_LABELS, message
from enterprises.enums import BatchState
from enterprises.forms_registry import UndoForm
from enterprises.models import RegistryBatch
from enterprises.services.delivery_jobs import unreadable_message
from enterprises.views.registry.scope import READERS, SENDERS, batch_for, may_load, require_one_of, sources_for

_PAGE, _PROBLEMS = 20, 50
_MOVING = (BatchState.RECEIVED, BatchState.LOADING, BatchState.UNDOING)


@never_cache
@require_one_of(*READERS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The sources, when each last sent, and the deliveries one may see."""
    sources = sources_for(request.user)
    found = RegistryBatch.objects.visible_to(request.user).select_related("source", "received_by")
    chosen = request.GET.get("source", "")
    if chosen:
        found = found.filter(source__code=chosen)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    for batch in page:
        batch.meaning, batch.month = presenting.MEANINGS[batch.state], presenting.month(batch.period)
    context = {
        "sources": presenting.standing_of(sources),
        "chosen": chosen,
        "page": page,
        "may_send": any(request.user.has_permission(one) for one in SENDERS),
    }
    return render(request, "enterprises/registry/home.html", context)


@never_cache
@require_one_of(*SENDERS)
@require_safe
def batch(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """One delivery: where it stands, what was found, what may be done."""
    return show(request, batch_for(request, batch_id))


def show(request: HttpRequest, found: RegistryBatch, undo_form: UndoForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "batch": found,
        "meaning": presenting.MEANINGS[found.state],
        "month": presenting.month(found.period),
        "may_load": may_load(request.user),
        "moving": found.state in _MOVING,
        "progress": presenting.progress_of(found) if found.state in _MOVING else None,
        "trouble": unreadable_message(found) if found.state in (BatchState.UNREADABLE, BatchState.MAPPING) else "",
        "events": presenting.events_of(found),
        "undo_form": undo_form or UndoForm(),
    }
    return render(request, "enterprises/registry/batch.html", context | _problems(request, found))


def _problems(request: HttpRequest, found: RegistryBatch) -> dict[str, Any]:
    """What was found in the file, column by column, and the page of the column that was chosen."""
    rows = found.problems.order_by("row_no", "id")
    counted = found.problems.order_by("field").values_list("field").annotate(rows=Count("pk"))
    groups = [{"field": field, "label": FIELD_LABELS[field], "rows": number} for field, number in counted]
    chosen = next((group for group in groups if group["field"] == request.GET.get("column")), None)
    if chosen:
        rows = rows.filter(field=chosen["field"])
    page = Paginator(rows, _PROBLEMS).get_page(request.GET.get("page"))
    for row in page:
        row.label, row.message = FIELD_LABELS[row.field], message(row.code, row.field)
    return {"groups": groups, "chosen": chosen, "page": page}


@require_one_of(*SENDERS)
@require_safe
def problems_csv(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """All problems with the row numbers of the sender's own file, for correcting it there."""
    found = batch_for(request, batch_id)
    words = {"error": _("row refused"), "warning": _("row taken")}
    lines = (
        (row.row_no, FIELD_LABELS[row.field], message(row.code, row.field), words[row.severity], row.code)
        for row in found.problems.order_by("row_no", "id").iterator()
    )
    heads = (_("Row in the file"), _("Column"), _("What is wrong"), _("What we did"), _("Code"))
    return csv_response(f"{found.reference}-problems", heads, lines)
