"""Mobile units, and where they should go."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from registration.forms_stops import UnitForm
from registration.models import MobileUnit
from registration.services import stop_routes

FOLDER = "registration/stops"
_MOST = 200


@require_safe
@require_permission(Permission.PLAN_STOPS)
def routes(request: HttpRequest) -> HttpResponse:
    """Districts with the most missing workers, and a way through their communes."""
    context = {
        "routes": stop_routes.suggest(request.user),
        "quiet_days": int(value_or("stop.route_quiet_days", 90)),
    }
    return render(request, f"{FOLDER}/routes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PLAN_STOPS)
def units(request: HttpRequest) -> HttpResponse:
    """The units of one's places, and a new one."""
    form = UnitForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with acting(by=request.user, action="unit.add"):
            MobileUnit.objects.create(**_values(form))
        messages.success(request, _("The unit is there. Plan its first stop."))
        return redirect("outreach_stops:units")
    found = MobileUnit.objects.visible_to(request.user).select_related("office").order_by("retired_on", "code")[:_MOST]
    return render(request, f"{FOLDER}/units.html", {"units": found, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PLAN_STOPS)
def unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Its name, its office, how many people it registers; one that is not used any more is planned with no more."""
    found = get_object_or_404(MobileUnit.objects.visible_to(request.user), pk=unit_id)
    names = ("code", "name_km", "name_en", "office", "people_an_hour")
    initial = {name: getattr(found, name) for name in names} | {"retired": bool(found.retired_on)}
    form = UnitForm(request.POST or None, user=request.user, unit=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        _keep(found, form, request)
        messages.success(request, _("Kept."))
        return redirect("outreach_stops:units")
    return render(request, f"{FOLDER}/unit.html", {"unit": found, "form": form}, status=422 if form.errors else 200)


def _keep(found: MobileUnit, form: UnitForm, request: HttpRequest) -> None:
    for name, value in _values(form).items():
        setattr(found, name, value)
    if form.cleaned_data["retired"]:
        found.retired_on = found.retired_on or timezone.localdate()
    else:
        found.retired_on = None
    with acting(by=request.user, action="unit.change"):
        found.save()


def _values(form: UnitForm) -> dict[str, Any]:
    names = ("code", "name_km", "name_en", "office", "people_an_hour")
    kept = {name: form.cleaned_data[name] for name in names}
    return kept | {"place_code": kept["office"].place_prefix}
