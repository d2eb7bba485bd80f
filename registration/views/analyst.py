"""Studies: the order of the priority groups (plan 1.5) and family packages (plan 1.3). National figures, no person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.places.names import province_names
from registration.forms.analyst import FigureForm, GroupForm, PackageForm, WeightForm
from registration.models import FamilyPackage, PriorityCriterion, PriorityFigure, PriorityGroup
from registration.services import packages, priorities

_ASK = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "registration/analyst"


@require_safe
@require_permission(Permission.STUDY)
def groups(request: HttpRequest) -> HttpResponse:
    """The ranking with every figure and source; what nobody entered is "not computed"."""
    criteria, ranked = priorities.ranking()
    return _groups_page(request, criteria, ranked, FigureForm(), WeightForm(criteria=criteria))


def _groups_page(request, criteria, ranked, figure, weights, status: int = 200) -> HttpResponse:
    context = {"criteria": criteria, "ranked": ranked, "figure": figure, "weights": weights}
    context["missing"] = sum(not row.group.is_named for row in ranked)
    return render(request, f"{FOLDER}/groups.html", context, status=status)


@require_POST
@require_permission(Permission.STUDY)
def figure_add(request: HttpRequest) -> HttpResponse:
    form = FigureForm(request.POST)
    if not form.is_valid():
        criteria, ranked = priorities.ranking()
        return _groups_page(request, criteria, ranked, form, WeightForm(criteria=criteria), status=422)
    given = form.cleaned_data
    with acting(by=request.user, action="study.figure"):
        PriorityFigure.objects.get_or_create(
            submission_id=given.pop("submission_id"), defaults=given | {"entered_by": request.user}
        )
    messages.success(request, _("Entered. The order below is computed anew."))
    return redirect("studies:groups")


@require_POST
@require_permission(Permission.STUDY)
def weights_save(request: HttpRequest) -> HttpResponse:
    criteria, ranked = priorities.ranking()
    form = WeightForm(request.POST, criteria=criteria)
    if not form.is_valid():
        return _groups_page(request, criteria, ranked, FigureForm(), form, status=422)
    with acting(by=request.user, action="study.weights"):
        for criterion in criteria:
            criterion.weight = form.cleaned_data[f"weight_{criterion.pk}"]
        PriorityCriterion.objects.bulk_update(criteria, ["weight"])
    messages.success(request, _("Entered. The order below is computed anew."))
    return redirect("studies:groups")


@_ASK
@require_permission(Permission.STUDY)
def group(request: HttpRequest, number: int) -> HttpResponse:
    """One slot: its name when CCDIE supplies it, benefits, plan, who leads."""
    found = get_object_or_404(PriorityGroup, number=number)
    form = GroupForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with acting(by=request.user, action="study.group"):
            form.save()
        messages.success(request, _("Saved."))
        return redirect("studies:groups")
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}/group.html", {"form": form, "group": found}, status=status)


@_ASK
@require_permission(Permission.STUDY)
def package_list(request: HttpRequest) -> HttpResponse:
    """Packages thought of so far, and a form for another one."""
    form = PackageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _package_made(request, form)
    known = FamilyPackage.objects.select_related("made_by")[:50]
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}/packages.html", {"form": form, "packages": known}, status=status)


def _package_made(request: HttpRequest, form: PackageForm) -> HttpResponse:
    submission = form.cleaned_data["submission_id"]
    made = FamilyPackage.objects.filter(submission_id=submission).first()
    if made is None:
        made = form.save(commit=False)
        made.submission_id, made.made_by = submission, request.user
        with acting(by=request.user, action="study.package"):
            made.save()
    return redirect("studies:package", made.pk)


@require_safe
@require_permission(Permission.STUDY)
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """Reach, income and cost a month by province, from today's register."""
    found = get_object_or_404(FamilyPackage, pk=package_id)
    result, names = packages.simulate(found), province_names()
    rows = [(names.get(line.province_code, _("place not known")), line) for line in result.lines]
    return render(request, f"{FOLDER}/package.html", {"package": found, "result": result, "rows": rows})
