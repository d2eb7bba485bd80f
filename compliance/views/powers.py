"""Powers: act by kind of inspector by text; what no text gives is shown as a gap."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import forms_powers as forms
from compliance.enums import InspectorKind
from compliance.models import LegalText, Power
from compliance.perms import may_manage_powers
from compliance.services import powers
from compliance.services.refusing import Refused
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible

READ = Permission.PLAN_VISITS
ASK = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "compliance/powers"


def manages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only whoever keeps powers for the whole country; others are told that they may not (403)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage_powers(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def tell(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not (somebody was faster, a rule stands in the way)."""
    try:
        act()
    except (Refused, NotPossible) as why:
        messages.error(request, str(why))
        return False
    messages.success(request, done)
    return True


@require_safe
@require_permission(READ)
def home(request: HttpRequest) -> HttpResponse:
    """The matrix of today, gaps included; below it what ended or begins later."""
    today = timezone.localdate()
    rows = powers.matrix(today)
    shown = [power.pk for row in rows for cell in row.cells for power in cell.powers]
    others = Power.objects.exclude(pk__in=shown).select_related("text").order_by("act", "-valid_from", "id")[:50]
    context = {
        "rows": rows,
        "kinds": InspectorKind,
        "others": others,
        "gaps": sum(row.is_gap for row in rows),
        "may_manage": may_manage_powers(request.user),
        "tab": "powers",
    }
    return render(request, f"{FOLDER}/powers.html", context)


@ASK
@manages
def add(request: HttpRequest) -> HttpResponse:
    """Another power, on a text in force."""
    form = forms.PowerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tell(request, lambda: powers.add(by=request.user, **given), _("The power is entered.")):
            return redirect("powers:home")
    no_text = not LegalText.objects.filter(state="in_force").exists()
    context = {"form": form, "no_text": no_text, "tab": "powers"}
    return render(request, f"{FOLDER}/power_add.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(READ)
def power(request: HttpRequest, power_id: uuid.UUID) -> HttpResponse:
    """One power: its text and article, and what a chief may do with it."""
    return _power_page(request, _power(power_id), forms.ConfirmPowerForm(prefix="c"), forms.EndPowerForm(prefix="e"))


def _power(power_id: uuid.UUID) -> Power:
    return get_object_or_404(Power.objects.select_related("text"), pk=power_id)


def _power_page(request: HttpRequest, found: Power, confirm_form, end_form, status: int = 200) -> HttpResponse:
    context = {"power": found, "confirm_form": confirm_form, "end_form": end_form, "tab": "powers"}
    context["may_manage"] = may_manage_powers(request.user) and not found.valid_to
    return render(request, f"{FOLDER}/power.html", context, status=status)


@require_POST
@manages
def confirm(request: HttpRequest, power_id: uuid.UUID) -> HttpResponse:
    found, form = _power(power_id), forms.ConfirmPowerForm(request.POST, prefix="c")
    if not form.is_valid():
        return _power_page(request, found, form, forms.EndPowerForm(prefix="e"), status=422)
    article = form.cleaned_data["article"]
    tell(request, lambda: powers.confirm(found, article=article, by=request.user), _("The power is confirmed."))
    return redirect("powers:power", found.pk)


@require_POST
@manages
def end(request: HttpRequest, power_id: uuid.UUID) -> HttpResponse:
    found, form = _power(power_id), forms.EndPowerForm(request.POST, prefix="e")
    if not form.is_valid():
        return _power_page(request, found, forms.ConfirmPowerForm(prefix="c"), form, status=422)
    tell(request, lambda: powers.end(found, on=form.cleaned_data["on"], by=request.user), _("The power ends."))
    return redirect("powers:power", found.pk)
