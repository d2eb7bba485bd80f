"""Where schools show themselves: the menu of the ministry, and the page of an activity at a school."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from outreach import sections
from outreach.models import Activity


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    match = request.resolver_match
    here = bool(match and match.app_name == "outreach_schools")
    return slots.NavItem(_("Schools and curriculum"), reverse("outreach_schools:list"), active=here)


def section(_request: HttpRequest, activity: Activity) -> sections.Section | None:
    """At which school an activity is held, and in which grades."""
    from outreach.models import SchoolVisit

    visit = SchoolVisit.objects.filter(activity=activity).select_related("school").first()
    if visit is None and not activity.type.at_school:
        return None
    lines: list[Any] = [visit.school.name] if visit else [_("It is not said yet at which school.")]
    if visit and visit.grade:
        lines.append(_("Grades: %(grade)s") % {"grade": visit.grade})
    links = [(_("The school of this visit"), reverse("outreach_schools:visit", args=[activity.pk]))]
    if visit:
        links.append((_("All visits of this school"), reverse("outreach_schools:school", args=[visit.school_id])))
    return sections.Section(_("School"), lines, links)


def register() -> None:
    """Called when the app is ready."""
    slots.register("nav", nav, order=31, permission=Permission.REPORT_SCHOOLS)
    slots.register(sections.SLOT, section, order=55, permission=Permission.WORK_OUTREACH)
