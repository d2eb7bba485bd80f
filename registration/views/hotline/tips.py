"""Tips, for the inspectors of the place. Who gave one is behind a reason, and in the read log."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.places.names import place_name
from nssf_portal.workflow import NotPossible
from registration.enums_service import TipState
from registration.forms.hotline import SourceForm, TipOutcomeForm
from registration.models import Tip, TipSource
from registration.presenting.service import with_clocks
from registration.services import tips

FOLDER = "registration/hotline"
_PAGE = 25


@require_safe
@require_permission(Permission.READ_TIPS)
def tip_list(request: HttpRequest) -> HttpResponse:
    """Open ones, the most urgent first; `?closed=1` shows what came of the others."""
    closed = request.GET.get("closed") == "1"
    visible = Tip.objects.visible_to(request.user).select_related("enterprise").only(
        "reference", "enterprise_typed", "about", "state", "due_on", "received_at", "place_code", "enterprise__name_km",
        "enterprise__name_latin",
    )  # fmt: skip
    chosen = visible.filter(state=TipState.CLOSED) if closed else visible.exclude(state=TipState.CLOSED)
    order = ("-closed_at", "id") if closed else ("due_on", "id")
    page = Paginator(chosen.order_by(*order), _PAGE).get_page(request.GET.get("page"))
    rows = [(waiting, place_name(waiting.row.place_code[:4])) for waiting in with_clocks(page.object_list)]
    return render(request, f"{FOLDER}/tips.html", {"page": page, "rows": rows, "closed": closed})


def _tip(request: HttpRequest, tip_id: uuid.UUID) -> Tip:
    return get_object_or_404(
        Tip.objects.visible_to(request.user).select_related("enterprise", "looked_at_by"), pk=tip_id
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_TIPS)
def tip(request: HttpRequest, tip_id: uuid.UUID) -> HttpResponse:
    found = _tip(request, tip_id)
    if request.method == "POST":
        return _act(request, found)
    note_reading(found, by=request.user, screen="desk.tip")
    return _page(request, found)


def _act(request: HttpRequest, found: Tip) -> HttpResponse:
    """Take it in hand, or close it with what came of it."""
    form = TipOutcomeForm(request.POST)
    try:
        if request.POST.get("act") == "look":
            tips.look(found, by=request.user)
            messages.success(request, _("You look into this tip."))
        elif form.is_valid():
            tips.close(found, outcome=form.cleaned_data["outcome"], by=request.user)
            messages.success(request, _("The tip is closed."))
        else:
            return _page(request, found, form=form)
    except NotPossible as told:
        messages.error(request, str(told))
    return redirect("desk_hotline:tip", found.pk)


def _page(
    request: HttpRequest, found: Tip, *, form: TipOutcomeForm | None = None, source_form: SourceForm | None = None,
    source: str = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "tip": found,
        "place": place_name(found.place_code[:4]),
        "clock": next(with_clocks([found])).clock,
        "form": form or TipOutcomeForm(),
        "has_source": TipSource.objects.filter(tip=found).exists(),
        "may_see_source": TipSource.objects.visible_to(request.user).filter(tip=found).exists(),
        "source_form": source_form or SourceForm(auto_id="source_%s"),
        "source": source,
    }
    return render(request, f"{FOLDER}/tip.html", context)


@require_POST
@require_permission(Permission.READ_TIPS)
def tip_source(request: HttpRequest, tip_id: uuid.UUID) -> HttpResponse:
    """Shown this once; the reason stands in the read log."""
    found = _tip(request, tip_id)
    form = SourceForm(request.POST, auto_id="source_%s")
    if not form.is_valid() or not TipSource.objects.visible_to(request.user).filter(tip=found).exists():
        return _page(request, found, source_form=form)
    source = tips.reveal_source(found, reason=form.cleaned_data["reason"], by=request.user)
    return _page(request, found, source=source)
