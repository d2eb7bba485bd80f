"""Where target lists and the inspector's day show themselves: the menu, the first page, jobs, messages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.enums import ChosenBy, LineState, ListState
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem

_CAP = 1_000


def _item(label: Promise, page: str, *apps: str, count: Callable[[User], int] | None = None) -> Callable:
    """One entry of the menu, marked in its rooms; a room that is closed has none."""

    def item(request: HttpRequest, _obj: Any = None) -> NavItem | None:
        try:
            url = reverse(page)
        except NoReverseMatch:
            return None
        match = request.resolver_match
        counted = capped(count(request.user)) if count else None
        return NavItem(str(label), url, active=bool(match and _is_here(match, apps)), count=counted)

    return item


def _is_here(match: Any, apps: tuple[str, ...]) -> bool:
    """In a whole room, or on one page of it ("cooperation:calendar")."""
    return match.app_name in apps or match.view_name in apps


def capped(number: int) -> str | int | None:
    """Nothing for none, and no more than a thousand is ever counted."""
    return f"{_CAP}+" if number >= _CAP else number or None


def targets_left(user: User) -> int:
    """Chosen lines that still ask for something."""
    from compliance.models import TargetLine

    lines = TargetLine.objects.visible_to(user).exclude(list__state=ListState.CLOSED)
    waits = (LineState.PROPOSED, LineState.ACCEPTED, LineState.DUE)
    return lines.filter(state__in=waits).exclude(chosen_by=ChosenBy.NEXT).order_by()[:_CAP].count()


def cases_open(user: User) -> int:
    """Open cases of the places, and those one is assigned to."""
    from compliance.models import CaseFile

    return CaseFile.objects.visible_to(user).open().order_by()[:_CAP].count()


today_item = _item(_("Today"), "today:home", "today")
targets_item = _item(_("Targets"), "targets:home", "targets", count=targets_left)
cases_item = _item(_("Cases"), "cases:list", "cases", count=cases_open)
visits_item = _item(_("Visits"), "cooperation:calendar", "cooperation:calendar")
papers_item = _item(_("Notices and fines"), "papers:home", "papers")
_ENTERPRISE_PAGES = ("enterprises:enterprise", "declarations:enterprise", "employer_standing:standing")
enterprises_item = _item(_("Enterprises"), "matching:records", "matching", "registry", "rounds", *_ENTERPRISE_PAGES)


def home_of(_request: HttpRequest, user: User) -> str | None:
    """Inspectors and chiefs begin with what waits for them; who has a queue or a telephone begins there."""
    if user.has_permission(Permission.READ_WORK) or user.has_permission(Permission.ANSWER_CALLS):
        return None
    return reverse("today:home")


def register() -> None:
    """Called when the app is ready."""
    from compliance import target_tasks  # noqa: F401  the clock's task must be known to the worker
    from compliance.services import building_jobs, nudge_letters, nudge_messages, nudging
    from nssf_portal.jobs import services as jobs

    jobs.register_handler(building_jobs.KIND, building_jobs.build_job)
    jobs.register_handler(nudging.LETTER, nudge_letters.letter_job)
    nudge_messages.register_messages()
    slots.register("nav", today_item, order=-20, permission=Permission.READ_CASES)
    slots.register("nav", targets_item, order=-19, permission=Permission.READ_TARGETS)
    slots.register("nav", cases_item, order=-18, permission=Permission.READ_CASES)
    slots.register("nav", visits_item, order=-17, permission=Permission.READ_CASES)
    slots.register("nav", papers_item, order=-16, permission=Permission.READ_CASES)
    slots.register("nav", enterprises_item, order=-15, permission=Permission.READ_CASES)
    slots.register("accounts.home", home_of, order=3, permission=Permission.READ_CASES)
