"""Effect of incentives: national figures without a person, for whoever may study them."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises.enums import Sector
from incentives.effect import subjects
from incentives.effect.computing import Effect, Line, effect_of
from incentives.effect.reckoning import Estimate
from incentives.enums import Size
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.names import name_of

FOLDER = "incentives/effect"


@require_safe
@require_permission(Permission.STUDY)
def home(request: HttpRequest) -> HttpResponse:
    """Everything that reached somebody, with how many."""
    groups = [
        (_("Programmes"), subjects.listed_programmes()),
        (_("Awards"), subjects.listed_awards()),
        (_("Emergency reliefs"), subjects.listed_reliefs()),
    ]
    context = {"groups": [(word, rows) for word, rows in groups if rows], "tab": "effect"}
    context["reached"] = sum(row.reached for _word, rows in groups for row in rows)
    return render(request, f"{FOLDER}/home.html", context)


@require_safe
@require_permission(Permission.STUDY)
def programme(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    return _page(request, subjects.of_programme(get_object_or_404(subjects.programmes(), pk=programme_id)))


@require_safe
@require_permission(Permission.STUDY)
def winners(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    return _page(request, subjects.of_winners(get_object_or_404(subjects.announced(), pk=cycle_id)))


@require_safe
@require_permission(Permission.STUDY)
def nominees(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    return _page(request, subjects.of_nominees(get_object_or_404(subjects.announced(), pk=cycle_id)))


@require_safe
@require_permission(Permission.STUDY)
def relief(request: HttpRequest, intervention_id: uuid.UUID) -> HttpResponse:
    return _page(request, subjects.of_relief(get_object_or_404(subjects.applied(), pk=intervention_id)))


def _page(request: HttpRequest, subject: subjects.Subject) -> HttpResponse:
    found = effect_of(subject)
    context = {
        "name": subject.name,
        "kind": subject.kind,
        "found": found,
        "finding": _finding(found),
        "outcomes": _outcomes(found),
        "trend_warns": found.trend.sure,
        "left_out": _left_out(found),
        "strata": [_stratum(line) for line in found.lines if not line.kept_back],
        "few": sum(line.kept_back for line in found.lines),  # their very words would tell who it is
        "tab": "effect",
    }
    return render(request, f"{FOLDER}/page.html", context)


def _finding(found: Effect) -> str:
    """One sentence that says what can be said, and no more."""
    if not found.reached:
        return _("Nobody was reached yet")
    if found.staff.effect is None:
        return _("Too few to say")
    if not found.staff.sure:
        return _("No difference in staff that chance alone could not explain")
    said = {name: _decimal(getattr(found.staff, name) or 0) for name in ("low", "high")}
    said["n"] = _decimal(abs(found.staff.effect))
    if found.staff.effect > 0:
        return (
            _("On average those reached added %(n)s staff more than similar enterprises (%(low)s to %(high)s)") % said
        )
    return _("On average those reached added %(n)s staff less than similar enterprises (%(low)s to %(high)s)") % said


def _decimal(value: float) -> str:
    """As the table below rounds it."""
    return str(floatformat(value, 1))


def _outcomes(found: Effect) -> list[dict[str, Any]]:
    """Each with its words, the estimate, and how many decimals make sense."""
    return [
        {"word": _("Registered staff of an enterprise"), "unit": "", "one": found.staff, "says": _says(found.staff)},
        {"word": _("In good standing, of 100"), "unit": "", "one": found.standing, "says": _says(found.standing)},
        {
            "word": _("Staff in as many months before (there should be no difference)"),
            "unit": "",
            "one": found.trend,
            "says": _says(found.trend),
        },
    ]


def _says(one: Estimate) -> tuple[str, str]:
    """The tag beside the interval."""
    if one.effect is None:
        return "unknown", _("too few to say")
    if not one.sure:
        return "none", _("may be chance")
    return "progress", _("more than chance")


def _left_out(found: Effect) -> list[tuple[str, int]]:
    """Everybody reached who is not compared, and why."""
    told = [
        (_("the months after are not over yet"), found.waiting),
        (_("were not registered yet in the month before"), found.not_before),
        (_("no registered enterprise of the same size, sector and province was left to compare with"), found.alone),
        (_("not drawn: of very many, a fixed number is compared"), found.not_drawn),
    ]
    return [(word, n) for word, n in told if n]


def _stratum(line: Line) -> dict[str, Any]:
    key = line.stratum
    return {
        "month": key.month,
        "size": str(Size(key.size).label),
        "sector": str(Sector(key.sector).label) if key.sector else _("not known"),
        "province": name_of(key.province_code) if key.province_code else _("not known"),
        "line": line,
    }
