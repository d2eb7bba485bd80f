"""What pages of the plan share: who reads, who keeps it, the tabs, and saying what an act did."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible
from reporting.models import Plan

FOLDER = "reporting/plan"
ASK = require_http_methods(["GET", "HEAD", "POST"])
MANAGE = Permission.MANAGE_PLAN
_READERS = (Permission.READ_COUNTS, Permission.READ_PROGRESS, Permission.ENTER_PROGRESS, Permission.MANAGE_PLAN)
TABS = (
    ("rows", _("Rows of action"), "reporting_plan:plan"),
    ("decisions", _("Decisions"), "reporting_plan:decisions"),
    ("targets", _("Targets"), "reporting_plan:targets"),
    ("baselines", _("Baselines"), "reporting_plan:baselines"),
    ("tables", _("Tables of the plan"), "reporting_plan:tables"),
    ("institutions", _("Institutions"), "reporting_plan:institutions"),
    ("evaluation", _("Final evaluation"), "reporting_plan:evaluation"),
)


def reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The plan is no secret: whoever reads counts or progress, or answers for a row, reads it; others get 403."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(request.user.has_permission(one) for one in _READERS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def may_manage(user: User) -> bool:
    return user.has_permission(MANAGE)


def get_plan(plan_id: uuid.UUID) -> Plan:
    return get_object_or_404(Plan.objects.select_related("follows", "successor"), pk=plan_id)


def page(request: HttpRequest, name: str, plan: Plan, tab: str, status: int = 200, **context: Any) -> HttpResponse:
    shared = {"plan": plan, "tab": tab, "tabs": TABS, "may_manage": may_manage(request.user)}
    return render(request, f"{FOLDER}/{name}.html", shared | context, status=status)


def tell(request: HttpRequest, act: Callable[[], Any], done: Any) -> Any:
    """Do it and say so (what came of it, or True), or say why not."""
    try:
        made = act()
    except NotPossible as why:
        messages.error(request, str(why))
        return False
    messages.success(request, done)
    return made or True


def status_of(form: Any) -> int:
    return 422 if form.errors else 200
