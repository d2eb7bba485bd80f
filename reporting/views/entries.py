"""Progress entries: what is owed, one entry, and the quarters' calls."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import Institution
from nssf_portal.accounts.permissions import Permission
from nssf_portal.khmer.cleaning import clean
from nssf_portal.places.names import name_of
from nssf_portal.workflow import NotPossible
from reporting import presenting_entries, registry, words
from reporting.enums import EntryState
from reporting.forms_entries import CallForm, EvidenceForm, ValueForm
from reporting.lateness import OWED, due_of, first_sent, is_late
from reporting.models import EnteredValue, ProgressCall, ProgressEntry
from reporting.periods import Period
from reporting.services import calling, chasing, entered_values
from reporting.views.entry_scope import readers, tabs

FOLDER = "reporting/entries"
ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 30
S = EntryState
CHIPS = {
    "owed": (gettext_lazy("Owed"), Q(state__in=OWED)),
    "sent": (gettext_lazy("Sent, wait for approval"), Q(state=S.SUBMITTED)),
    "approved": (gettext_lazy("Approved"), Q(state=S.APPROVED)),
    "all": (gettext_lazy("All"), Q()),
}


def seen_entry(request: HttpRequest, entry_id: uuid.UUID) -> ProgressEntry:
    """The entry, for its institution and for who reads all."""
    rows = ProgressEntry.objects.visible_to(request.user).select_related(
        "call__called_by", "call__plan", "measure", "institution", "submitted_by", "returned_by", "approved_by"
    )
    return get_object_or_404(rows, pk=entry_id)


@require_safe
@readers
def home(request: HttpRequest) -> HttpResponse:
    """Rows by what they ask for now: a contact's own, or those of all institutions."""
    reads_all = request.user.has_permission(Permission.READ_PROGRESS)
    seen = _filtered(request, ProgressEntry.objects.visible_to(request.user))
    counts = seen.order_by().aggregate(**{key: Count("pk", filter=rule) for key, (_word, rule) in CHIPS.items()})
    shown = request.GET.get("show", "")
    if shown not in CHIPS:
        shown = "sent" if reads_all and counts["sent"] else "owed" if counts["owed"] else "all"
    rows = seen.filter(CHIPS[shown][1]).select_related("call", "measure", "institution")
    rows = rows.order_by("-call__period", "measure__number", "institution__code", "pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": presenting_entries.rows_of(list(page), request.user),
        "chips": [(key, word, counts[key], key == shown) for key, (word, _rule) in CHIPS.items()],
        "shown": shown,
        "reads_all": reads_all,
        "reviews": request.user.has_permission(Permission.REVIEW_PROGRESS),
        "owed": counts["owed"],
        "waiting": counts["sent"],
        "next_due": _next_due(request) if counts["owed"] and not reads_all else None,
        "today": timezone.localdate(),
        "tabs": tabs(request, "home"),
        **_filters(request, reads_all),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _filtered(request: HttpRequest, rows: QuerySet[ProgressEntry]) -> QuerySet[ProgressEntry]:
    given = _chosen(request)
    if period := given["period"]:
        rows = rows.filter(call__period=period)
    if institution := given["institution"]:
        rows = rows.filter(institution__code=institution)
    return rows


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: clean(request.GET.get(name, ""))[:20] for name in ("period", "institution")}


def _filters(request: HttpRequest, reads_all: bool) -> dict[str, Any]:
    chosen = _chosen(request)
    asked = ProgressEntry.objects.order_by().values("institution")
    return {
        "periods": list(ProgressCall.objects.order_by("-period").values_list("period", flat=True).distinct()),
        "institutions": Institution.objects.filter(pk__in=asked).order_by("code") if reads_all else [],
        "chosen": chosen,
        "any_chosen": any(chosen.values()),
    }


def _next_due(request: HttpRequest) -> date | None:
    rows = ProgressEntry.objects.visible_to(request.user).owed().select_related("call").order_by("call__due_on", "pk")
    return min((due_of(one) for one in rows[:_PAGE]), default=None)


@require_safe
@readers
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """What was said of one row, its papers and figures, the next step."""
    return page_of(request, seen_entry(request, entry_id))


def page_of(request: HttpRequest, one: ProgressEntry, status: int = 200, **bound: Any) -> HttpResponse:
    """The page, with the one form that has errors in it."""
    asked = entered_values.asked_of(one)
    may = presenting_entries.may_do(one, request.user)
    sent = first_sent([one]).get(one.pk)
    context = {
        "one": one,
        "title": presenting_entries.titles_of([one]).get(one.measure_id, ""),
        "tag": presenting_entries.ENTRY_TAGS[S(one.state)],
        "status_tag": presenting_entries.status_tag(one, request.user),
        "words": Period.parse(one.call.period).words,
        "may": may,
        "late": is_late(one, sent),
        "owed": one.state in OWED,
        "due": due_of(one),
        "next_step": presenting_entries.next_step(one, request.user),
        "texts": presenting_entries.texts_of(one, request.user),
        "events": presenting_entries.events_of(one),
        "evidence": one.evidence.filter(struck_at__isnull=True).select_related("upload", "added_by"),
        "values": _values(one),
        "asked": [(str(each.name), str(each.definition)) for each in asked],
        "before": _before(request, one),
        "evidence_form": bound.get("evidence_form") or EvidenceForm(),
        "value_form": bound.get("value_form") or (ValueForm(asked=asked) if asked and may["write"] else None),
    }
    return render(request, f"{FOLDER}/entry.html", context, status=status)


def _values(one: ProgressEntry) -> list[dict[str, Any]]:
    """Figures that stand, then those they replaced."""
    rows = EnteredValue.objects.filter(entry=one).select_related("entered_by")
    names = {each.code: each for each in registry.every()}
    return [
        {
            "of": row,
            "name": str(names[row.indicator_id].name) if row.indicator_id in names else row.indicator_id,
            "unit": words.unit(names[row.indicator_id].unit) if row.indicator_id in names else "",
            "where": name_of(row.province_code) if row.province_code else _("The whole country"),
            "number": row.value.normalize(),
        }
        for row in sorted(rows, key=lambda row: (bool(row.replaced_at), row.indicator_id, -row.entered_at.timestamp()))
    ]


def _before(request: HttpRequest, one: ProgressEntry) -> ProgressEntry | None:
    """What the same institution said of the same row a quarter earlier."""
    earlier = ProgressEntry.objects.visible_to(request.user).filter(
        measure=one.measure_id, institution=one.institution_id, call__period__lt=one.call.period
    )
    return earlier.select_related("call").order_by("-call__period").first()


@ASK
@require_permission(Permission.READ_PROGRESS)
def calls(request: HttpRequest) -> HttpResponse:
    """Quarters that were called, how many answered; a quarter can be called by hand."""
    reviews = request.user.has_permission(Permission.REVIEW_PROGRESS)
    form = CallForm(request.POST or None) if reviews else None
    if request.method == "POST" and form is None:
        return HttpResponse(status=403)
    if request.method == "POST" and form.is_valid():
        try:
            call = calling.open_call(form.cleaned_data["period"], by=request.user)
        except NotPossible as why:
            form.add_error("period", str(why))
        else:
            said = _("%(quarter)s is called. The contacts of each institution get one message.")
            messages.success(request, said % {"quarter": Period.parse(call.period).words})
            return redirect("reporting_entries:calls")
    context = {"rows": _calls(), "form": form, "reviews": reviews, "tabs": tabs(request, "calls")}
    return render(request, f"{FOLDER}/calls.html", context, status=422 if form and form.errors else 200)


def _calls() -> list[dict[str, Any]]:
    counts = {key: Count("entries", filter=_of_entries(rule)) for key, (_word, rule) in CHIPS.items()}
    rows = ProgressCall.objects.select_related("plan").annotate(**{f"n_{key}": n for key, n in counts.items()})
    return [
        {"of": one, "words": Period.parse(one.period).words, "over": one.due_on < timezone.localdate()}
        for one in rows.order_by("-period", "pk")
    ]


def _of_entries(rule: Q) -> Q:
    return Q(**{f"entries__{name}": value for name, value in rule.children}) if rule else Q(entries__isnull=False)


@require_POST
@require_permission(Permission.REVIEW_PROGRESS)
def remind(request: HttpRequest, progress_call_id: uuid.UUID) -> HttpResponse:
    """Everybody who owes, now; who has sent everything hears nothing."""
    call = get_object_or_404(ProgressCall, pk=progress_call_id)
    told = chasing.remind(call, by=request.user)
    if told:
        said = ngettext("%(n)s institution that owes is reminded.", "%(n)s institutions that owe are reminded.", told)
        messages.success(request, said % {"n": told})
    else:
        messages.info(
            request, _("Nobody was reminded: nobody owes, who owes was reminded today, or has no contact here yet.")
        )
    return redirect("reporting_entries:calls")
