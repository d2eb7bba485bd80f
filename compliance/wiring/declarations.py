"""Where declarations and payments show themselves: the employer's menu and duties, the officers' pages, the API."""

from datetime import date

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.declaring import months, presenting
from compliance.declaring.filings import open_month
from compliance.enums import Filing
from compliance.models.declaration import DECLARATIONS
from compliance.services.reminding import register_messages
from compliance.wiring.own import own_enterprise
from enterprises.models import Enterprise
from enterprises.now import Task
from enterprises.slots import represents_any
from nssf_portal import tallies
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def register() -> None:
    """Called when the app is ready."""
    from compliance.api import wiring as api_wiring

    tallies.register(DECLARATIONS)
    slots.register("nav", nav_item, order=22)
    slots.register("nav", payments_item, order=64, permission=Permission.LOAD_PAYMENTS)
    slots.register("employer.now", declarations_now, order=30)
    slots.register("enterprise.page", enterprise_panel, order=20, permission=Permission.READ_DECLARATIONS)
    register_messages()
    api_wiring.register()


def nav_item(request: HttpRequest, _obj: object = None) -> slots.NavItem | None:
    """In the menu of who represents an enterprise: of the one on the page, else of the first."""
    if not represents_any(request.user):
        return None
    url = reverse("employer_declarations:months", args=[own_enterprise(request)])
    active = resolve(request.path_info).app_name == "employer_declarations"
    return slots.NavItem(_("Declarations"), url, active=active)


def payments_item(request: HttpRequest, _obj: object = None) -> slots.NavItem:
    url = reverse("declarations:payments")
    return slots.NavItem(_("Payments"), url, active=request.path == url)


def declarations_now(request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    """The oldest month that waits, or the current one once its month is over."""
    today = timezone.localdate()
    found = open_month(enterprise, today)
    if found is None:
        return []
    late = found.filing == Filing.MISSING
    return [_task(enterprise, found.month, found.due_on, late=late, soon=(found.due_on - today).days)]


def _task(enterprise: Enterprise, month: date, due_on: date, *, late: bool, soon: int) -> Task:
    words = {"month": presenting.month_words(month)}
    text = _("Its last day is over. Declare it now: each month of delay can cost interest.") if late else _(
        "It is filled from your staff list. Nothing changed? One tap declares it."
    )  # fmt: skip
    url = reverse("employer_declarations:month", args=[enterprise.pk, f"{month:%Y-%m}"])
    state = "late" if late else "soon" if soon <= months.soon_days() else ""
    return Task(_("Declare wages for %(month)s") % words, text, url, _("Declare"), due_on=due_on, due_state=state)


def enterprise_panel(request: HttpRequest, enterprise: Enterprise) -> slots.Panel:
    """For officers, a way to the enterprise's months and payments."""
    return slots.Panel("compliance/declarations/panel.html", {"enterprise": enterprise})
