"""Where notices and fines show themselves on a case's page, and their messages."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from compliance.models import CaseFile
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from nssf_portal.ui.slots import Panel

_FOLDER = "compliance/papers"


def case_panel(request: HttpRequest, case: CaseFile) -> Panel:
    """The case's notices and fines, and what each open finding allows."""
    from compliance import perms
    from compliance import presenting_papers as presenting

    papers = [*case.fines.select_related("case"), *case.notices.select_related("case")]
    works = perms.may_work(request.user, case)
    context = {
        "case": case,
        "rows": presenting.rows_of(papers),
        "findings": _findings(request, case) if works and case.state != "closed" else [],
        "may_issue": works and _may_issue(request, case),
    }
    return Panel(f"{_FOLDER}/_case_panel.html", context)


def _may_issue(request: HttpRequest, case: CaseFile) -> bool:
    from compliance import powers
    from compliance.services import notices

    return case.state != "closed" and any(powers.power_for(request.user, act) for act in notices.POWERS.values())


def _findings(request: HttpRequest, case: CaseFile) -> list[dict[str, Any]]:
    """Each open finding without a fine: the way to propose one, or to recommend it, or why neither."""
    from compliance import powers
    from compliance.enums import Act
    from compliance.services import fines

    waiting = case.findings.filter(state="open").exclude(fines__state__in=_STANDING).select_related("violation")
    may = powers.power_for(request.user, Act.PROPOSE_FINE) is not None
    rows = []
    for finding in waiting:
        finding.case = case
        why = fines.why_not(finding)
        url, action = "", _("Propose a fine")
        if not why:
            url = reverse("papers:fine_new", args=[finding.pk]) if may else _recommend(case)
            action = action if may else _("Recommend a fine")
        rows.append({"finding": finding, "why": why, "url": url, "action": action})
    return rows


_STANDING = ("proposed", "confirmed", "part_paid", "paid", "relieved", "referred")


def _recommend(case: CaseFile) -> str:
    try:
        return reverse("powers:recommend", args=[case.pk])
    except NoReverseMatch:
        return ""


def notice_action(request: HttpRequest, case: CaseFile) -> Panel | None:
    """The button for a new notice, where a text in force gives the power."""
    from compliance import perms

    offered = perms.may_work(request.user, case) and _may_issue(request, case)
    return Panel(f"{_FOLDER}/_case_action.html", {"case": case}) if offered else None


def register() -> None:
    """Called when the app is ready."""
    from compliance.services import telling

    telling.register_templates()
    slots.register("case.page", case_panel, order=20, permission=Permission.READ_CASES)
    slots.register("case.actions", notice_action, order=20, permission=Permission.WORK_CASES)
