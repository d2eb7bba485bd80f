"""Studies of incentives (plan 2.2): national figures without a person, for whoever may study them."""

import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.enums import Sector
from incentives import forms_studies as forms
from incentives.enums import FigureTable, SchemeKind, Size, StudyState
from incentives.models import IncentiveStudy, Simulation, StudyDocument, StudyFigure
from incentives.services import studies as services
from incentives.studies import tables
from incentives.studies.simulating import INTEREST
from incentives.workflow import STUDY
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents import services as documents
from nssf_portal.places.names import name_of
from nssf_portal.ui.acts import did
from nssf_portal.workflow import NotPossible

FOLDER = "incentives/studies"
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 20
TAGS = {
    StudyState.OPEN: "progress",
    StudyState.FOUND: "waits",
    StudyState.DECIDED: "ok",
    StudyState.DROPPED: "none",
}


def studies_of(request: HttpRequest) -> QuerySet[IncentiveStudy]:
    return IncentiveStudy.objects.visible_to(request.user)


def _study(request: HttpRequest, study_id: uuid.UUID) -> IncentiveStudy:
    return get_object_or_404(
        studies_of(request).select_related("institution", "opened_by", "found_by", "decided_by"), pk=study_id
    )


@require_safe
@require_permission(Permission.STUDY)
def home(request: HttpRequest) -> HttpResponse:
    """Studies by state, newest first."""
    found = studies_of(request)
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    shown = request.GET.get("state") if request.GET.get("state") in StudyState.values else ""
    rows = found.filter(state=shown) if shown else found
    page = Paginator(rows.select_related("institution").order_by("-opened_at", "id"), _PAGE).get_page(
        request.GET.get("page")
    )
    chips = [("", _("All"), sum(counts.values())), *((s.value, s.label, counts.get(s.value, 0)) for s in StudyState)]
    context = {
        "page": page,
        "rows": [(one, TAGS[StudyState(one.state)]) for one in page.object_list],
        "chips": [{"url": f"?state={key}", "word": word, "n": n, "current": key == shown} for key, word, n in chips],
        "waiting": counts.get(StudyState.FOUND, 0),
        "working": counts.get(StudyState.OPEN, 0),
        "total": sum(counts.values()),
        "tab": "home",
    }
    return render(request, f"{FOLDER}/home.html", context)


@require_safe
@require_permission(Permission.STUDY)
def live_tables(request: HttpRequest) -> HttpResponse:
    """One table of the register as it stands now."""
    context = {"live": tables.live(_table(request)), "tab": "tables", "now": timezone.now()}
    context["chips"] = _table_chips(context["live"].table)
    return render(request, f"{FOLDER}/tables.html", context)


def _table(request: HttpRequest) -> FigureTable:
    named = request.GET.get("table")
    return FigureTable(named) if named in FigureTable.values else FigureTable.SIZE


def _table_chips(current: FigureTable) -> list[dict[str, Any]]:
    return [{"url": f"?table={one.value}", "word": one.label, "current": one == current} for one in FigureTable]


@_ASK
@require_permission(Permission.STUDY)
def open_study(request: HttpRequest) -> HttpResponse:
    form = forms.StudyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.open_study(by=request.user, **form.cleaned_data)
        messages.success(request, _("The study is open."))
        return redirect("incentive_studies:study", made.pk)
    return render(request, f"{FOLDER}/form.html", {"form": form, "tab": "home"}, status=422 if form.errors else 200)


@_ASK
@require_permission(Permission.STUDY)
def edit(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    found = _study(request, study_id)
    form = forms.StudyForm(request.POST or None, instance=_study(request, study_id))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        given.pop("submission_id")
        did(request, lambda: services.change(found, by=request.user, **given), _("Saved."))
        return redirect("incentive_studies:study", found.pk)
    context = {"form": form, "study": found, "tab": "home"}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(Permission.STUDY)
def study(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    """Everything of one study, with the next step."""
    return _study_page(request, _study(request, study_id))


def _study_page(request: HttpRequest, found: IncentiveStudy, status: int = 200, **bound: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "study": found,
        "tag": TAGS[StudyState(found.state)],
        "may": {move: STUDY.allows(found, move) for move in STUDY.moves},
        "why_not_decide": services.why_not_decide(found, request.user),
        "overdue": bool(found.due_on and found.state == StudyState.OPEN and found.due_on < timezone.localdate()),
        "findings_form": forms.FindingsForm(initial={"findings": found.findings}),
        "decision_form": forms.DecisionForm(initial={"decision": found.decision}),
        "paper_form": forms.PaperForm(),
        "documents": found.documents.select_related("upload", "added_by"),
        "simulations": found.simulations.select_related("made_by"),
        "copies": _copies(found),
        "tables": FigureTable,
        "events": _events(found),
        "tab": "home",
    }
    return render(request, f"{FOLDER}/study.html", context | bound, status=status)


def _copies(found: IncentiveStudy) -> list[dict[str, Any]]:
    """Kept tables, the newest first, their rows in the order of the words."""
    figures = found.figures.select_related("taken_by").order_by("-taken_at", "table", "id")
    return [
        _copy(FigureTable(table), list(rows))
        for (_at, table), rows in groupby(figures, lambda f: (f.taken_at, f.table))
    ]


def _copy(table: FigureTable, figures: list[StudyFigure]) -> dict[str, Any]:
    words = tables.words_of(table)
    rows = [(words.get(one.key, one.key) or _("not known"), one) for one in figures]
    first = figures[0]
    return {
        "table": table,
        "at": first.taken_at,
        "by": first.taken_by,
        "rows": rows,
        "counts_people": table == "priority",
    }


def _events(found: IncentiveStudy) -> list[dict[str, Any]]:
    """Newest first."""
    told = [
        (found.decided_at, found.decided_by, _("Decision written down")),
        (found.found_at, found.found_by, _("Findings written")),
        (found.opened_at, found.opened_by, _("Study opened")),
    ]
    return [{"title": title, "at": at, "by": by or ""} for at, by, title in told if at]


@require_POST
@require_permission(Permission.STUDY)
def findings(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    found, form = _study(request, study_id), forms.FindingsForm(request.POST)
    if not form.is_valid():
        return _study_page(request, found, 422, findings_form=form)
    said = form.cleaned_data["findings"]
    done = _("The findings are written down. Somebody else writes the decision.")
    did(request, lambda: services.find(found, findings=said, by=request.user), done)
    return redirect("incentive_studies:study", found.pk)


@require_POST
@require_permission(Permission.STUDY)
def decision(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    found, form = _study(request, study_id), forms.DecisionForm(request.POST)
    if not form.is_valid():
        return _study_page(request, found, 422, decision_form=form)
    given = form.cleaned_data
    did(request, lambda: services.decide(found, by=request.user, **given), _("The decision is written down."))
    return redirect("incentive_studies:study", found.pk)


@require_POST
@require_permission(Permission.STUDY)
def reopen(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    found = _study(request, study_id)
    did(request, lambda: services.reopen(found, by=request.user), _("The study is open again."))
    return redirect("incentive_studies:study", found.pk)


@require_POST
@require_permission(Permission.STUDY)
def drop(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    found = _study(request, study_id)
    did(request, lambda: services.drop(found, by=request.user), _("The study is given up. It can be taken up again."))
    return redirect("incentive_studies:study", found.pk)


@require_POST
@require_permission(Permission.STUDY)
def copies(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    """Keep a copy of a live table."""
    found, named = _study(request, study_id), request.POST.get("table")
    if named not in FigureTable.values:
        messages.error(request, _("Choose a table."))
        return redirect("incentive_studies:study", found.pk)
    did(request, lambda: services.keep_copy(found, FigureTable(named), by=request.user), _("The copy is kept."))
    return redirect("incentive_studies:study", found.pk)


@require_POST
@require_permission(Permission.STUDY)
def document_add(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    found, form = _study(request, study_id), forms.PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _study_page(request, found, 422, paper_form=form)
    given = form.cleaned_data
    try:
        upload = documents.take_in(given["file"], kind="study", by=request.user, submission_id=given["submission_id"])
    except documents.UploadRefused as why:
        form.add_error("file", why)
        return _study_page(request, found, 422, paper_form=form)
    services.add_document(found, title=given["title"], upload=upload, by=request.user)
    messages.success(request, _("The paper is added."))
    return redirect("incentive_studies:study", found.pk)


@require_safe
@require_permission(Permission.STUDY)
def document(request: HttpRequest, study_id: uuid.UUID, study_document_id: uuid.UUID) -> HttpResponse:
    papers = StudyDocument.objects.filter(study=_study(request, study_id)).select_related("upload")
    return documents.respond(get_object_or_404(papers, pk=study_document_id).upload)


@_ASK
@require_permission(Permission.STUDY)
def try_scheme(request: HttpRequest, study_id: uuid.UUID) -> HttpResponse:
    """A scheme to be tried; the answer is kept with its assumptions."""
    found = _study(request, study_id)
    form = forms.SchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _tried(request, found, form)
        except NotPossible as why:
            messages.error(request, str(why))
            return redirect("incentive_studies:study", found.pk)
        return redirect("incentive_studies:simulation", found.pk, made.pk)
    context = {"form": form, "study": found, "interest": INTEREST, "tab": "home"}
    return render(request, f"{FOLDER}/try.html", context, status=422 if form.errors else 200)


def _tried(request: HttpRequest, found: IncentiveStudy, form: forms.SchemeForm) -> Simulation:
    given, submission_id = form.save(commit=False), form.cleaned_data["submission_id"]
    for name in ("sizes", "sectors", "province_code"):
        setattr(given, name, form.cleaned_data[name])
    return services.simulate(found, given, by=request.user, submission_id=submission_id)


@require_safe
@require_permission(Permission.STUDY)
def simulation(request: HttpRequest, study_id: uuid.UUID, simulation_id: uuid.UUID) -> HttpResponse:
    """What one scheme would cost and reach, with every assumption."""
    found = _study(request, study_id)
    rows = Simulation.objects.filter(study=found).select_related("made_by")
    one = get_object_or_404(rows, pk=simulation_id)
    context = {
        "study": found,
        "one": one,
        "whom": _whom(one),
        "is_discount": one.kind == SchemeKind.DISCOUNT,
        "is_interest": one.kind == SchemeKind.INTEREST,
        "interest": INTEREST,
        "others": rows.exclude(pk=one.pk),
        "each": _each(one),
        "tab": "home",
    }
    return render(request, f"{FOLDER}/simulation.html", context)


def _whom(one: Simulation) -> list[tuple[str, str]]:
    """The rule that chooses enterprises, in words."""
    sizes = [str(Size(size).label) for size in one.sizes]
    sectors = [str(Sector(sector).label) for sector in one.sectors]
    place = name_of(one.province_code) if one.province_code else _("all")
    standing = _("in good standing only") if one.only_good else _("all")
    return [
        (_("Size classes"), ", ".join(sizes) or _("all")),
        (_("Sectors"), ", ".join(sectors) or _("all")),
        (_("Province"), place),
        (_("Standing"), standing),
    ]


def _each(one: Simulation) -> int | None:
    """Riel for each enterprise that takes it up."""
    return round(one.cost / one.enterprises) if one.cost is not None and one.enterprises else None
