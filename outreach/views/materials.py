"""Materials: leaflets, films and slides with their versions."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents import services as documents
from nssf_portal.workflow import NotPossible
from outreach.forms_activities import MaterialForm, VersionForm, language_names
from outreach.models import Activity, ActivityMaterial, Material, MaterialVersion
from outreach.services import materials as services
from outreach.views.activities import ASK, FOLDER
from outreach.views.activity_parts import taken_in

_PAGE = 25


@require_safe
@require_permission(Permission.READ_OUTREACH)
def material_list(request: HttpRequest) -> HttpResponse:
    """All materials with their newest version; they belong to every office."""
    rows = Material.objects.annotate(newest=Max("versions__version"))
    page = Paginator(rows.order_by("retired_on", "-created_at", "pk"), _PAGE).get_page(request.GET.get("page"))
    shown = [{"of": one, "language": language_names([one.language])} for one in page]
    return render(request, f"{FOLDER}/materials.html", {"page": page, "rows": shown})


@ASK
@require_permission(Permission.WORK_OUTREACH)
def new(request: HttpRequest) -> HttpResponse:
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (upload := taken_in(request, form, "material")):
        given = {name: form.cleaned_data[name] for name in ("submission_id", "name_km", "name_en", "language")}
        given["target_group"] = form.cleaned_data["target_group"]
        made = services.add(by=request.user, upload=upload, **given)
        messages.success(request, _("The material is added."))
        return redirect("outreach_activities:material", made.pk)
    return render(request, f"{FOLDER}/material_form.html", {"form": form}, status=422 if form.errors else 200)


def _material(material_id: uuid.UUID) -> Material:
    return get_object_or_404(Material.objects.select_related("created_by"), pk=material_id)


@require_safe
@require_permission(Permission.READ_OUTREACH)
def material(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    return _page(request, _material(material_id), VersionForm())


def _page(request: HttpRequest, one: Material, form: VersionForm, status: int = 200) -> HttpResponse:
    used = ActivityMaterial.objects.filter(
        version__material=one, activity__in=Activity.objects.visible_to(request.user)
    ).select_related("activity", "version")
    context = {
        "one": one,
        "language": language_names([one.language]),
        "versions": one.versions.select_related("upload", "added_by"),
        "used": used.order_by("-activity__starts_at", "pk")[:25],
        "copies": used.order_by().aggregate(n=Sum("copies"))["n"],
        "form": form,
        "may_work": request.user.has_permission(Permission.WORK_OUTREACH),
    }
    return render(request, f"{FOLDER}/material.html", context, status=status)


@require_POST
@require_permission(Permission.WORK_OUTREACH)
def version_add(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    one, form = _material(material_id), VersionForm(request.POST, request.FILES)
    upload = taken_in(request, form, "material") if form.is_valid() else None
    if upload is None:
        return _page(request, one, form, 422)
    try:
        services.add_version(one, by=request.user, upload=upload, note=form.cleaned_data["note"])
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The newer version is added. The older one stays."))
    return redirect("outreach_activities:material", one.pk)


@require_safe
@require_permission(Permission.READ_OUTREACH)
def version(request: HttpRequest, material_id: uuid.UUID, material_version_id: uuid.UUID) -> HttpResponse:
    """The file."""
    rows = MaterialVersion.objects.filter(material=_material(material_id)).select_related("upload")
    return documents.respond(get_object_or_404(rows, pk=material_version_id).upload)


@require_POST
@require_permission(Permission.WORK_OUTREACH)
def retire(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    services.retire(_material(material_id), by=request.user)
    messages.success(request, _("It is not offered any more. What was used stays known."))
    return redirect("outreach_activities:material", material_id)
