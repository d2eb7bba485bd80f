"""An inspector's first page: what waits, soonest first, each with one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance import today
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission


@require_safe
@require_permission(Permission.READ_CASES)
def home(request: HttpRequest) -> HttpResponse:
    tasks = today.tasks_of(request.user)
    context = {"tasks": tasks, "figures": today.figures_of(request.user), "first": next(iter(tasks), None)}
    return render(request, "compliance/today/home.html", context)
