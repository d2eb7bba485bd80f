"""The officers' first page: what waits for whom, where things are, what came of the programmes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incentives import desk as rooms
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission


@require_safe
@require_permission(Permission.READ_INCENTIVES)
def desk(request: HttpRequest) -> HttpResponse:
    user = request.user
    context = {
        "tasks": rooms.tasks_of(user),
        "figures": rooms.figures_of(user),
        "outcomes": rooms.outcomes_of(user),
        "rooms": rooms.rooms_of(user),
        "national": user.place_prefixes(Permission.READ_INCENTIVES) == [""],
    }
    return render(request, "incentives/desk/home.html", context)
