"""Where courses of officials show themselves: an activity's page, inspectors' and clerks' profiles, certificates."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.ui import slots
from outreach import sections
from outreach.models import Activity

_MINE = "outreach/trainings/_mine.html"


def section(_request: HttpRequest, activity: Activity) -> sections.Section | None:
    """The course that is given, how many take part, how many passed."""
    from outreach.models import CourseSession

    session = CourseSession.objects.filter(activity=activity).select_related("course").first()
    if session is None and not activity.type.for_officials:
        return None
    states = list(activity.enrolments.values_list("state", flat=True))
    lines: list[Any] = [session.course.name] if session else [_("It is not said yet which course is given.")]
    if states:
        lines.append(
            ngettext("%(n)s official takes part", "%(n)s officials take part", len(states)) % {"n": len(states)}
        )
        lines.append(_("%(n)s passed") % {"n": states.count("passed")})
    links = [(_("Participants and assessment"), reverse("outreach_trainings:session", args=[activity.pk]))]
    return sections.Section(_("Training of officials"), lines, links)


def of_inspector(request: HttpRequest, user: User) -> SafeString | None:
    """On an inspector's page: what the portal knows, or nothing, and then the page says that."""
    context = _own(user)
    return mark_safe(render_to_string(_MINE, context, request)) if context["rows"] else None  # noqa: S308


def of_account(_request: HttpRequest, user: User) -> slots.Panel | None:
    """On the own details of clerks and everybody else who was in a course."""
    context = _own(user)
    return slots.Panel("outreach/trainings/_account.html", context) if context["rows"] else None


def _own(user: User) -> dict[str, Any]:
    from outreach.presenting_trainings import own

    return {"rows": own(user)}


def speaks_of(_request: HttpRequest, document: IssuedDocument) -> slots.Panel | None:
    """Under a valid certificate: the course, and until when a refresher is not needed."""
    from outreach.presenting_trainings import certified

    if document.kind != IssuedKind.TRAINING_CERTIFICATE:
        return None
    found = certified(document)
    return slots.Panel("outreach/trainings/_verified.html", found) if found else None


def register() -> None:
    """Called when the app is ready."""
    from nssf_portal.jobs import services as jobs
    from outreach.services import certificates

    jobs.register_handler(certificates.KIND, certificates.papers_job)
    slots.register(sections.SLOT, section, order=50, permission=Permission.TEACH)
    slots.register("inspector.trainings", of_inspector, order=10)
    slots.register("accounts.profile", of_account, order=10)
    slots.register("verify.document", speaks_of, order=30)
