"""Everybody the plan names: which rows are theirs, who answers for them here, who was invited by whom and when."""

import uuid
from collections import defaultdict
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import Institution, RoleGrant
from nssf_portal.documents.pdf import PdfUnavailable
from nssf_portal.documents.services import respond_bytes
from nssf_portal.ids import uuid7
from reporting.enums import Part
from reporting.forms_plan import InvitationForm
from reporting.models import ContactInvitation, MeasurePart, MeasureVersion, Plan
from reporting.seeds.plan_rows import NAMED
from reporting.services import inviting
from reporting.views.plan_page import MANAGE, get_plan, page, reads, tell


@require_safe
@reads
def institutions(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Who leads or supports which rows, and whether somebody answers for them here."""
    found = get_plan(plan_id)
    rows = _institutions(found)
    context = {"rows": rows, "silent": sum(1 for one in rows if one["leads"] and not one["contacts"])}
    return page(request, "institutions", found, "institutions", **context)


def _institutions(found: Plan) -> list[dict[str, Any]]:
    parts: dict[int, dict[str, list[str]]] = defaultdict(lambda: {Part.LEAD: [], Part.SUPPORT: []})
    versions = MeasureVersion.objects.in_force().filter(measure__plan=found)
    listed = MeasurePart.objects.filter(version__in=versions).select_related("version__measure")
    for one in listed.order_by("version__measure__number"):
        parts[one.institution_id][one.part].append(one.version.measure.number)
    grants = RoleGrant.objects.active().filter(role=inviting.ROLE, institution__isnull=False).order_by()
    contacts = dict(grants.values_list("institution").annotate(n=Count("user", distinct=True)))
    invited = _invited(found)
    keys = [*parts, *contacts, *invited]
    wanted = Institution.objects.filter(pk__in=keys) | Institution.objects.filter(code__in=NAMED)
    rows = [
        {
            "institution": one,
            "leads": parts[one.pk][Part.LEAD],
            "supports": parts[one.pk][Part.SUPPORT],
            "contacts": contacts.get(one.pk, 0),
            "invited": invited.get(one.pk),
            "submission_id": uuid7(),
        }
        for one in wanted.distinct()
    ]
    return sorted(rows, key=lambda row: (-len(row["leads"]), -len(row["supports"]), row["institution"].code))


def _invited(found: Plan) -> dict[int, ContactInvitation]:
    """The last invitation of each."""
    rows = found.invitations.select_related("invited_by").order_by("invited_at", "pk")
    return {one.institution_id: one for one in rows}


@require_POST
@require_permission(MANAGE)
def invite(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Whoever invites prints the letter and sends it; the page says when and by whom."""
    found = get_plan(plan_id)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    given = form.cleaned_data
    done = _("The invitation is written. Print its letter, have it signed and send it.")
    tell(request, lambda: inviting.invite(found, by=request.user, **given), done)
    return redirect("reporting_plan:institutions", found.pk)


@require_safe
@require_permission(MANAGE)
def letter(request: HttpRequest, contact_invitation_id: uuid.UUID) -> HttpResponse:
    """The letter of an invitation, in the language of the page."""
    rows = ContactInvitation.objects.select_related("plan", "institution")
    one = get_object_or_404(rows, pk=contact_invitation_id)
    try:
        paper = inviting.letter(one, get_language() or "km")
    except PdfUnavailable as none:
        return HttpResponse(str(none), status=503, content_type="text/plain; charset=utf-8")
    return respond_bytes(paper, f"{one.reference}.pdf", "application/pdf")
