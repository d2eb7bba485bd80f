"""Where emergency reliefs show themselves: the menu, jobs, the clock, messages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from incentives.enums import InterventionState
from nssf_portal.accounts.permissions import Permission
from nssf_portal.notifications.templates import Template
from nssf_portal.notifications.templates import register as register_template
from nssf_portal.ui import slots


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem | None:
    """For who works for the whole country; the number is what waits for this person."""
    from incentives.models.scope import nationwide

    if not nationwide(request.user, Permission.READ_INCENTIVES):
        return None
    match = request.resolver_match
    active = bool(match and "relief" in match.app_names and (match.url_name or "").startswith("emergenc"))
    url = reverse("relief:emergencies")
    return slots.NavItem(_("Emergencies"), url, active=active, count=_waiting(request) or None)


def _waiting(request: HttpRequest) -> int:
    from incentives.models import Intervention
    from incentives.services.interventions import decides

    if not decides(request.user):
        return 0
    waiting = Intervention.objects.visible_to(request.user).filter(state=InterventionState.PROPOSED)
    return waiting.exclude(proposed_by=request.user).count()


def _texts(code: str, subject: tuple[str, str], km: str, en: str) -> Template:
    def say(text: str):
        return lambda facts: text.format(number=facts["number"])

    return Template(code, say(km), say(en), subject[0], subject[1], "/employer/")


TEMPLATES = (
    _texts(
        "incentives.emergency_granted",
        ("ការសម្រាលក្នុងគ្រាអាសន្ន", "Emergency relief"),
        "ប.ស.ស.៖ សហគ្រាសរបស់អ្នកទទួលបានការសម្រាលក្នុងគ្រាអាសន្ន {number}។ សូមចូលប្រព័ន្ធ ហើយមើលការប្រកាសប្រចាំខែ ដើម្បីដឹងថាខែណា។",
        "NSSF: your enterprise was given emergency relief {number}. Sign in and look at your declarations to see which "
        "months.",
    ),
    _texts(
        "incentives.emergency_ended",
        ("ការសម្រាលក្នុងគ្រាអាសន្នបញ្ចប់មុនពេល", "Emergency relief ends early"),
        "ប.ស.ស.៖ ការសម្រាលក្នុងគ្រាអាសន្ន {number} បញ្ចប់មុនពេលកំណត់។ សូមចូលប្រព័ន្ធ ដើម្បីមើលខែចុងក្រោយ។",
        "NSSF: emergency relief {number} ends early. Sign in to see its last month.",
    ),
    _texts(
        "incentives.emergency_taken_back",
        ("ការសម្រាលក្នុងគ្រាអាសន្នត្រូវបានដកវិញ", "Emergency relief was taken back"),
        "ប.ស.ស.៖ ការសម្រាលក្នុងគ្រាអាសន្ន {number} ត្រូវបានដកវិញ។ សូមចូលប្រព័ន្ធ ដើម្បីមើលអ្វីដែលត្រូវបង់ឥឡូវនេះ។",
        "NSSF: emergency relief {number} was taken back. Sign in to see what is due now.",
    ),
)


def register() -> None:
    """Called when the app is ready."""
    from incentives import emergency_tasks  # noqa: F401  the clock's task must be known to the worker
    from incentives.services import intervention_jobs

    intervention_jobs.register()
    for template in TEMPLATES:
        register_template(template)
    slots.register("nav", nav, order=34, permission=Permission.READ_INCENTIVES)
