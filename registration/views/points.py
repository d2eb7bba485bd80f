"""Where to go: for everybody, without signing in and without script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nssf_portal.law.enums import Applicant
from nssf_portal.places.names import province_choices
from registration.models.point import PointKind
from registration.services import points


@login_not_required
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """A province (and district) in the address; without one only the choice is shown, not the whole country."""
    provinces, place = dict(province_choices()), request.GET.get("district") or request.GET.get("province", "")
    province = place[:2] if place[:2] in provinces else ""
    districts = points.districts_of(province)
    chosen = place if place in dict(districts) else province
    kind = request.GET.get("kind", "")
    known = kind if kind in PointKind.values else ""
    context = {
        "provinces": provinces.items(),
        "districts": districts,
        "province": province,
        "district": chosen if len(chosen) == 4 else "",
        "kinds": PointKind.choices,
        "kind": known,
        "found": _found(chosen, known) if province else None,
        "wider": len(chosen) == 4,
        "bring": points.what_to_bring(Applicant.WORKER),
        "title": _("Offices, market desks and stops"),
    }
    return render(request, "registration/public/points.html", context)


def _found(place: str, kind: str) -> list[points.Where]:
    return points.find(place, kind=kind)
