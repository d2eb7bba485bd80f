"""The coordination log: problems between institutions, from being raised to being done."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui.acts import did
from nssf_portal.ui.forms import PortalForm
from reporting import presenting_entries
from reporting.enums import CoordinationState as C
from reporting.forms_entries import DecisionForm, DoneForm, DropForm, InterventionForm, ItemForm
from reporting.models import CoordinationItem, Plan, ProgressEntry
from reporting.periods import Period
from reporting.services import coordinating
from reporting.services.calling import plan_of
from reporting.views.entry_scope import readers, tabs

FOLDER = "reporting/coordination"
_PAGE = 25
_KEEP = require_permission(Permission.REVIEW_PROGRESS)
CHIPS = {
    "open": (gettext_lazy("Open"), Q(state__in=(C.OPEN, C.DECIDED))),
    "undecided": (gettext_lazy("Wait for a decision"), Q(state=C.OPEN)),
    "decided": (gettext_lazy("Decided, to be done"), Q(state=C.DECIDED)),
    "done": (gettext_lazy("Done"), Q(state=C.DONE)),
    "dropped": (gettext_lazy("Given up"), Q(state=C.DROPPED)),
}


@require_safe
@readers
def log(request: HttpRequest) -> HttpResponse:
    """Open ones first: they open the next report."""
    seen = CoordinationItem.objects.visible_to(request.user)
    late = Count("pk", filter=Q(state=C.DECIDED, due_on__lt=timezone.localdate()))
    counts = seen.order_by().aggregate(
        late=late, **{key: Count("pk", filter=rule) for key, (_w, rule) in CHIPS.items()}
    )
    shown = request.GET.get("show") if request.GET.get("show") in CHIPS else "open"
    rows = seen.filter(CHIPS[shown][1]).select_related("measure", "institution", "owner")
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "-raised_at", "id")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": presenting_entries.item_rows(page),
        "chips": [(key, word, counts[key], key == shown) for key, (word, _rule) in CHIPS.items()],
        "open": counts["open"],
        "late": counts["late"],
        "keeps": request.user.has_permission(Permission.REVIEW_PROGRESS),
        "tabs": tabs(request, "log"),
    }
    return render(request, f"{FOLDER}/log.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_KEEP
def new(request: HttpRequest) -> HttpResponse:
    """Raise a problem, of itself or out of an entry's needs."""
    entry = _entry_of(request)
    plan = entry.call.plan if entry else _plan_now()
    form = ItemForm(request.POST or None, plan=plan, initial=_initial(entry))
    if request.method == "POST" and form.is_valid():
        made = coordinating.raise_item(by=request.user, plan=plan, entry=entry, **form.cleaned_data)
        did(request, lambda: made, _("It is in the log. While it is open it opens the next report."))
        return redirect("reporting_coordination:item", made.pk)
    context = {"form": form, "entry": entry}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


def _entry_of(request: HttpRequest) -> ProgressEntry | None:
    named = request.GET.get("entry", "")
    if not named:
        return None
    try:
        key = uuid.UUID(named)
    except ValueError:
        raise Http404 from None
    rows = ProgressEntry.objects.visible_to(request.user).select_related("call__plan", "measure", "institution")
    return get_object_or_404(rows, pk=key)


def _plan_now() -> Plan:
    plan = plan_of(Period.quarter_of(timezone.localdate())) or Plan.objects.order_by("-starts_on").first()
    if plan is None:
        raise Http404
    return plan


def _initial(entry: ProgressEntry | None) -> dict[str, Any]:
    return {"problem": entry.needs[:1000], "measure": entry.measure_id} if entry else {}


def _seen(request: HttpRequest, coordination_id: uuid.UUID) -> CoordinationItem:
    rows = CoordinationItem.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("plan", "measure", "institution", "owner", "raised_by", "entry__institution"),
        pk=coordination_id,
    )


@require_safe
@readers
def item(request: HttpRequest, coordination_id: uuid.UUID) -> HttpResponse:
    """One problem: who was asked, what was done, what was decided, the next step."""
    return _page(request, _seen(request, coordination_id))


def _page(request: HttpRequest, one: CoordinationItem, status: int = 200, **bound: Any) -> HttpResponse:
    may = presenting_entries.item_may(one, request.user)
    sees_entry = bool(one.entry_id) and ProgressEntry.objects.visible_to(request.user).filter(pk=one.entry_id).exists()
    context = {
        "one": one,
        "tag": presenting_entries.ITEM_TAGS[C(one.state)],
        "overdue": presenting_entries.is_overdue(one),
        "next_step": presenting_entries.item_next(one),
        "words": Period.parse(one.period).words,
        "may": may,
        "sees_entry": sees_entry,
        "events": presenting_entries.item_events(one),
        "intervention_form": bound.get("intervention_form") or InterventionForm(of=one),
        "decision_form": bound.get("decision_form") or DecisionForm(of=one),
        "done_form": bound.get("done_form") or DoneForm(initial={"done_on": timezone.localdate()}),
        "drop_form": bound.get("drop_form") or DropForm(),
    }
    return render(request, f"{FOLDER}/item.html", context, status=status)


def _act(
    request: HttpRequest, one: CoordinationItem, name: str, form: PortalForm, act: Callable[..., Any], done: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, one, 422, **{name: form})
    did(request, lambda: act(one, by=request.user, **form.cleaned_data), done)
    return redirect("reporting_coordination:item", one.pk)


@require_POST
@_KEEP
def intervene(request: HttpRequest, coordination_id: uuid.UUID) -> HttpResponse:
    one = _seen(request, coordination_id)
    form = InterventionForm(request.POST, of=one)
    return _act(request, one, "intervention_form", form, coordinating.intervene, _("Written down."))


@require_POST
@_KEEP
def decide(request: HttpRequest, coordination_id: uuid.UUID) -> HttpResponse:
    one = _seen(request, coordination_id)
    form = DecisionForm(request.POST, of=one)
    done = _("Written down. It opens the next report until it is done.")
    return _act(request, one, "decision_form", form, coordinating.decide, done)


@require_POST
@_KEEP
def finish(request: HttpRequest, coordination_id: uuid.UUID) -> HttpResponse:
    one = _seen(request, coordination_id)
    return _act(request, one, "done_form", DoneForm(request.POST), coordinating.finish, _("It is done."))


@require_POST
@_KEEP
def drop(request: HttpRequest, coordination_id: uuid.UUID) -> HttpResponse:
    one = _seen(request, coordination_id)
    return _act(request, one, "drop_form", DropForm(request.POST), coordinating.drop, _("Given up, with the reason."))


@require_POST
@_KEEP
def reopen(request: HttpRequest, coordination_id: uuid.UUID) -> HttpResponse:
    one = _seen(request, coordination_id)
    did(request, lambda: coordinating.reopen(one, by=request.user), _("Open again. It opens the next report."))
    return redirect("reporting_coordination:item", one.pk)
