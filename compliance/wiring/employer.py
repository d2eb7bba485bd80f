"""Where notices and fines show themselves to the employer."""

from datetime import date

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.wiring.own import own_enterprise
from enterprises.models import Enterprise
from enterprises.now import Task
from enterprises.slots import represents_any
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem, Panel
from nssf_portal.ui.templatetags.ui import riel

_MOST = 5


def papers_now(request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    """Notices to answer and fines to pay."""
    from compliance.models import Fine, Notice

    today = timezone.localdate()
    asked = Notice.objects.filter(case__enterprise=enterprise, state__in=("served", "expired"))
    owed = Fine.objects.unpaid().filter(case__enterprise=enterprise)
    tasks = []
    for notice in asked.exclude(case__state="closed").order_by("due_on")[:_MOST]:
        title = _("Answer %(kind)s %(number)s") % {"kind": notice.get_kind_display(), "number": notice.number}
        text = _("Without an answer the inspector decides on what was found.")
        url = reverse("employer_notices:notice", args=[enterprise.pk, notice.pk])
        tasks.append(Task(title, text, url, _("Read and answer"), notice.due_on, _late(notice.due_on, today)))
    for fine in owed.order_by("due_on")[:_MOST]:
        title = _("Pay the fine: %(amount)s") % {"amount": riel(fine.owed)}
        text = _("If it is not paid in time, it can be referred to court. Payment reference: %(number)s")
        url = reverse("employer_notices:fine", args=[enterprise.pk, fine.pk])
        text %= {"number": fine.number}
        tasks.append(Task(title, text, url, _("See how to pay"), fine.due_on, _late(fine.due_on, today)))
    return tasks


def _late(due_on: date, today: date) -> str:
    return "late" if due_on < today else ""


def side_panel(request: HttpRequest, enterprise: Enterprise) -> Panel:
    return Panel("compliance/employer/panel.html", {"enterprise": enterprise})


def nav_item(request: HttpRequest, _obj: object) -> NavItem | None:
    """In the menu of who represents an enterprise, whether or not something was sent."""
    if not represents_any(request.user):
        return None
    active = resolve(request.path_info).app_name == "employer_notices"
    return NavItem(_("Notices and fines"), reverse("employer_notices:home", args=[own_enterprise(request)]), active)


def register() -> None:
    """Called when the app is ready."""
    slots.register("employer.now", papers_now, order=1)
    slots.register("employer.home.side", side_panel, order=30)
    slots.register("nav", nav_item, order=23)
