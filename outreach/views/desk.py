"""The officers' first page of outreach."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.names import place_name
from outreach import desk as rooms
from outreach import presenting_activities


@require_safe
@require_permission(Permission.READ_OUTREACH)
def desk(request: HttpRequest) -> HttpResponse:
    """What is next, what waits for whom, what was verified of each row of the action table."""
    user, today = request.user, timezone.localdate()
    year = rooms.year_of(request.GET.get("year"), today)
    actions = rooms.actions_of(user, year)
    context = {
        "tasks": rooms.tasks_of(user),
        "figures": rooms.figures_of(user),
        "coming": [
            {"of": one, "tag": presenting_activities.tag_of(one), "place": place_name(one.place_code)}
            for one in rooms.coming_of(user)
        ],
        "actions": actions,
        "verified": sum(row.verified for row in actions),
        "year": year,
        "this_year": today.year,
        "rooms": rooms.rooms_of(user),
        "may_plan": user.has_permission(Permission.WORK_OUTREACH),
    }
    return render(request, "outreach/desk/home.html", context)
