"""Where powers, recommendations and ties show themselves: the menu, the tabs of their rooms, the case page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.models import CaseFile
from compliance.perms import may_work
from compliance.powers import without_text
from compliance.services.conflicts import STEPPED_BACK
from nssf_portal.accounts.permissions import Permission
from nssf_portal.notifications import templates
from nssf_portal.notifications.templates import Template
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem, Panel

_FOLDER = "compliance/powers"
_TOLD = Template(
    STEPPED_BACK,
    km=lambda facts: f"អធិការម្នាក់បានដកខ្លួនពីសំណុំរឿង {facts['case']} ដោយបានប្រកាសទំនាស់ផលប្រយោជន៍។ សូមចាត់តាំងអ្នកផ្សេង។",
    en=lambda facts: f"An inspector stepped back from case {facts['case']}: a tie was declared. Assign somebody else.",
    subject_km="អធិការម្នាក់បានដកខ្លួន",
    subject_en="An inspector stepped back",
)


def nav_item(request: HttpRequest, _obj: object) -> NavItem:
    """Last of an inspector's menu."""
    url = reverse("powers:home")
    return NavItem(_("Powers"), reverse("powers:me"), active=request.path.startswith(url))


def checklists_tab(_request: HttpRequest, tab: object) -> NavItem:
    return NavItem(_("Checklists"), reverse("powers:checklists"), active=tab == "checklists")


def recommendations_tab(_request: HttpRequest, tab: object) -> NavItem:
    return NavItem(_("Recommendations"), reverse("powers:recommendations"), active=tab == "recommendations")


def strength_tab(_request: HttpRequest, tab: object) -> NavItem:
    return NavItem(_("Strength"), reverse("powers:strength"), active=tab == "strength")


def recommendations_panel(_request: HttpRequest, case: CaseFile) -> Panel | None:
    """What was recommended in this case; nothing when nothing was."""
    found = list(case.recommendations.select_related("made_by"))
    return Panel(f"{_FOLDER}/_case_panel.html", {"case": case, "recommendations": found}) if found else None


def recommend_action(request: HttpRequest, case: CaseFile) -> Panel | None:
    """Offered to who works on the case, while the law has a gap."""
    offered = case.state != "closed" and may_work(request.user, case) and without_text(request.user)
    return Panel(f"{_FOLDER}/_case_action.html", {"case": case}) if offered else None


def register() -> None:
    """Called when the app is ready."""
    templates.register(_TOLD)
    slots.register("nav", nav_item, order=70, permission=Permission.PLAN_VISITS)
    slots.register("powers.tabs", checklists_tab, order=10, permission=Permission.READ_CASES)
    slots.register("powers.tabs", recommendations_tab, order=20, permission=Permission.READ_CASES)
    slots.register("powers.tabs", strength_tab, order=30, permission=Permission.WORK_CASES)
    slots.register("case.page", recommendations_panel, order=80, permission=Permission.READ_CASES)
    slots.register("case.actions", recommend_action, order=80, permission=Permission.WORK_CASES)
