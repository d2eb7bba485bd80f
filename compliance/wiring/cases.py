"""Where cases show themselves: the message of an announced visit, the employer's page, the enterprise's page."""

from django.http import HttpRequest
from django.utils import timezone

from compliance.models import CaseFile
from enterprises.models import Enterprise
from nssf_portal.accounts.permissions import Permission
from nssf_portal.notifications import templates
from nssf_portal.notifications.templates import Template
from nssf_portal.ui import slots
from nssf_portal.ui.slots import Panel

_FOLDER = "compliance/cases"
_VISIT = Template(
    "compliance.visit",
    km=lambda facts: f"ប.ស.ស.៖ អធិការនឹងចុះពិនិត្យសហគ្រាសរបស់អ្នក (សំណុំរឿង {facts['number']})។ សូមចូលប្រព័ន្ធដើម្បីមើលកាលបរិច្ឆេទ។",
    en=lambda facts: f"NSSF: inspectors will visit your enterprise (case {facts['number']}). Sign in to see the day.",
    subject_km="ការចុះពិនិត្យត្រូវបានជូនដំណឹង",
    subject_en="A visit is announced",
)

_CANCELLED = Template(
    "compliance.visit_cancelled",
    km=lambda facts: f"ប.ស.ស.៖ ការចុះពិនិត្យដែលបានជូនដំណឹង (សំណុំរឿង {facts['number']}) ត្រូវបានលុបចោល។ អ្នកមិនចាំបាច់រង់ចាំទេ។",
    en=lambda facts: (
        f"NSSF: the visit announced to you (case {facts['number']}) is cancelled. You need not wait for it."
    ),
    subject_km="ការចុះពិនិត្យត្រូវបានលុបចោល",
    subject_en="A visit is cancelled",
)


def self_declaration_panel(request: HttpRequest, enterprise: Enterprise) -> Panel | None:
    """On the employer's page: this half-year's self-declaration, and announced visits."""
    from compliance.presenting_cases import announced_visits, minutes_of
    from compliance.services.self_declaring import declared, half_year

    if not Enterprise.objects.represented_by(request.user).filter(pk=enterprise.pk).exists():
        return None
    context = {
        "enterprise": enterprise,
        "case": declared(enterprise),
        "last": half_year(timezone.localdate())[1],
        "visits": announced_visits(enterprise),
        "minutes": minutes_of(enterprise),
    }
    return Panel(f"{_FOLDER}/employer_panel.html", context)


def cases_panel(request: HttpRequest, enterprise: Enterprise) -> Panel | None:
    """On the unit's page, for whoever reads cases."""
    found = list(CaseFile.objects.visible_to(request.user).filter(enterprise=enterprise)[:5])
    return Panel(f"{_FOLDER}/unit_panel.html", {"cases": found, "enterprise": enterprise})


def register() -> None:
    """Called when the app is ready."""
    templates.register(_VISIT)
    templates.register(_CANCELLED)
    slots.register("enterprise.page", self_declaration_panel, order=60)
    slots.register("unit.page", cases_panel, order=30, permission=Permission.READ_CASES)
