"""Institutions of the plan are asked, on paper, to name who answers for their rows; an account is made afterwards."""

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, RoleGrant, User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.pdf import typeset
from nssf_portal.references import new_reference
from reporting.enums import Part
from reporting.models import ContactInvitation, MeasurePart, MeasureVersion, Plan

PREFIX = "INV"
ROLE = "institution_contact"
TEMPLATE = "pdf/plan_invitation.html"


def has_contact(institution: Institution) -> bool:
    return RoleGrant.objects.active().filter(role=ROLE, institution=institution).exists()


@transaction.atomic
def invite(plan: Plan, institution: Institution, *, submission_id: uuid.UUID, by: User) -> ContactInvitation:
    """The same submission again is the same invitation. Effects: the invitation, by whom and when; its letter is
    printed and sent by whoever invites."""
    if earlier := ContactInvitation.objects.filter(submission_id=submission_id).first():
        return earlier
    if has_contact(institution):
        raise Refused(_("Somebody answers for this institution already."))
    with acting(by=by, action="plan.invite"):
        return ContactInvitation.objects.create(
            submission_id=submission_id, plan=plan, institution=institution, reference=new_reference(PREFIX),
            invited_by=by,
        )  # fmt: skip


def letter(invitation: ContactInvitation, language: str) -> bytes:
    """The letter as a PDF, with the rows as they were on its day. Raises PdfUnavailable."""
    return typeset(TEMPLATE, context_of(invitation, language), language)


def context_of(invitation: ContactInvitation, language: str) -> dict[str, Any]:
    day = timezone.localdate(invitation.invited_at)
    versions = MeasureVersion.objects.in_force(day).filter(measure__plan=invitation.plan_id)
    parts = MeasurePart.objects.filter(version__in=versions, institution=invitation.institution_id)
    rows = list(parts.select_related("version__measure").order_by("version__measure__number"))
    with translation.override(language):
        said = [(one.version.measure.number, one.version.title, one.part == Part.LEAD) for one in rows]
        return {
            "plan": invitation.plan.name,
            "institution": invitation.institution.name,
            "leads": [(number, title) for number, title, leads in said if leads],
            "supports": [(number, title) for number, title, leads in said if not leads],
            "number": invitation.reference,
            "issued_on": day,
            "digits": "khmer" if language == "km" else "latin",
            "address": settings.PUBLIC_URL,
        }
