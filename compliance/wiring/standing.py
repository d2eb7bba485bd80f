"""Where standings show themselves: the menu of employers, an enterprise's pages, and under a certificate's code."""

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from enterprises.slots import represents_any
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ui import slots


def nav_item(request: HttpRequest, _obj: object = None) -> slots.NavItem | None:
    """Of the enterprise on the page, else of the person's first one."""
    if not represents_any(request.user):
        return None
    match = resolve(request.path_info)
    wanted = match.kwargs.get("enterprise_id")
    url = reverse("employer_standing:standing", args=[wanted]) if wanted else reverse("employer_standing:own")
    return slots.NavItem(_("Standing"), url, active=match.app_name == "employer_standing")


def panel(request: HttpRequest, enterprise: Enterprise) -> slots.Panel | None:
    """How it stands today, in six words, with the way to the whole page."""
    from compliance.standing import standing_on
    from compliance.views.standing import may_read

    if enterprise.state not in (EnterpriseState.REGISTERED, EnterpriseState.SUSPENDED):
        return None
    if not may_read(request.user, enterprise):
        return None
    context = {"enterprise": enterprise, "standing": standing_on(enterprise, timezone.localdate())}
    return slots.Panel("compliance/standing/panel.html", context)


def speaks_of(request: HttpRequest, document: IssuedDocument) -> slots.Panel | None:
    """Under a valid certificate: the day it speaks of, and that it says nothing of later days."""
    from compliance.models import StandingCertificate

    if document.kind != IssuedKind.STANDING_CERTIFICATE:
        return None
    made = StandingCertificate.objects.filter(document=document).first()
    return slots.Panel("compliance/standing/verified.html", {"made": made}) if made else None


def register() -> None:
    """Called when the app is ready."""
    from compliance.standing import tasks  # noqa: F401  the clock's task must be known to the worker

    slots.register("nav", nav_item, order=24)
    slots.register("enterprise.page", panel, order=12)
    slots.register("unit.page", panel, order=12, permission=Permission.READ_DECLARATIONS)
    slots.register("verify.document", speaks_of, order=10)
