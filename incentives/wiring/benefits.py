"""Where entitlement and requests show themselves to the employer, and programmes to officers."""

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from compliance.wiring.own import own_enterprise
from enterprises.models import Enterprise
from enterprises.now import Task
from enterprises.slots import represents_any
from incentives.services.requesting import ASKED, ENDED
from nssf_portal.accounts.permissions import Permission
from nssf_portal.notifications import templates
from nssf_portal.notifications.templates import Template
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem, Panel

_MOST = 5
_TEMPLATES = (
    Template(
        ASKED,
        km=lambda facts: f"ប.ស.ស.៖ សំណើ {facts['number']} របស់សហគ្រាសអ្នកបានមកដល់យើងហើយ។ សូមចូលប្រព័ន្ធដើម្បីតាមដាន ឬដកវិញ។",
        en=lambda facts: f"NSSF: request {facts['number']} of your enterprise arrived. Sign in to follow it.",
        subject_km="សំណើរបស់អ្នកបានមកដល់",
        subject_en="Your request arrived",
    ),
    Template(
        ENDED,
        km=lambda facts: f"ប.ស.ស.៖ ការយល់ព្រមសម្រាប់សំណើ {facts['number']} បានបញ្ចប់។ ស្ថាប័នមិនឃើញព័ត៌មានរបស់អ្នកទៀតទេ។",
        en=lambda facts: f"NSSF: the consent for request {facts['number']} has ended. The institution sees no more.",
        subject_km="ការយល់ព្រមបានបញ្ចប់",
        subject_en="Your consent has ended",
    ),
)


def nav_employer(request: HttpRequest, _obj: object = None) -> NavItem | None:
    """In the menu of who represents an enterprise."""
    if not represents_any(request.user):
        return None
    active = resolve(request.path_info).app_name == "employer_benefits"
    return NavItem(_("Benefits"), reverse("employer_benefits:home", args=[own_enterprise(request)]), active)


def nav_officer(request: HttpRequest, _obj: object = None) -> NavItem:
    active = resolve(request.path_info).app_name == "programmes"
    return NavItem(_("Programmes"), reverse("programmes:list"), active)


def side_panel(request: HttpRequest, enterprise: Enterprise) -> Panel:
    return Panel("incentives/benefits/panel.html", {"enterprise": enterprise})


def offers_now(request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    """What an institution offered, and the enterprise has to answer there."""
    from incentives.models import IncentiveRequest
    from incentives.presenting_benefits import next_step, waits_for_you

    rows = IncentiveRequest.objects.filter(enterprise=enterprise, state="granted")
    rows = rows.select_related("institution", "programme").prefetch_related("answers").order_by("proposed_at", "id")
    tasks = []
    for one in rows[:_MOST]:
        answers = list(one.answers.all())
        if waits_for_you(one, answers):
            title = _("%(institution)s answered your request") % {"institution": one.institution.name}
            url = reverse("employer_benefits:request", args=[enterprise.pk, one.pk])
            tasks.append(Task(title, next_step(one, answers), url, _("Read the answer")))
    return tasks


def register() -> None:
    """Called when the app is ready."""
    for template in _TEMPLATES:
        templates.register(template)
    slots.register("nav", nav_employer, order=26)
    slots.register("nav", nav_officer, order=42, permission=Permission.READ_INCENTIVES)
    slots.register("employer.home.side", side_panel, order=20)
    slots.register("employer.now", offers_now, order=3)
