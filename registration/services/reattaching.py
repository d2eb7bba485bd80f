"""Work done under another person's name is written where it belongs: one officer names it, a second confirms.

Both histories keep what was; the employer's own list shows the right person, and nobody is told why."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from registration.enums import CorrectionCode
from registration.models import Application, Employment, Member, Reattachment
from registration.services import merging
from registration.services.correcting import CannotCorrect


@transaction.atomic
def name_spell(*, application: Application, employment: Employment, by: User) -> Reattachment:
    """Say that this spell is the applicant's; a first decision taken before is void. Twice is once."""
    from registration.services import application_deciding

    if not by.has_permission(Permission.DECIDE_WORK) or by.pk in (application.user_id, application.helped_by_id):
        raise PermissionDenied
    if application.correction != CorrectionCode.OTHER_NAME or application.is_decided:
        raise CannotCorrect(_("This application does not ask for it."))
    if employment.member_id == application.corrects_id:
        raise CannotCorrect(_("This spell of work is the member's already."))
    application_deciding.void_approval(application, reason=_("A spell of work was added."), by=by)
    with acting(by=by, action="employment.name_for_another", application=str(application.pk)):
        named, _new = Reattachment.objects.get_or_create(
            application=application,
            employment=employment,
            defaults={"from_member_id": employment.member_id, "to_member_id": application.corrects_id, "named_by": by},
        )
    return named


@transaction.atomic
def carry_out(application: Application, *, by: User) -> int:
    """With the second decision: every spell named goes to the applicant. How many those were."""
    named = list(application.reattachments.filter(done_at=None).select_related("employment", "to_member"))
    for one in named:
        reattach(employment=one.employment, to_member=one.to_member, by=one.named_by, second_by=by)
        one.confirmed_by, one.done_at = by, timezone.now()
        one.save(update_fields=["confirmed_by", "done_at"])
    return len(named)


@transaction.atomic
def reattach(*, employment: Employment, to_member: Member, by: User, second_by: User) -> Employment:
    """Move one spell of work to another member, on the word of two people. Raises CannotCorrect when spells overlap."""
    if by.pk == second_by.pk or not second_by.has_permission(Permission.DECIDE_SECOND):
        raise PermissionDenied
    spell = Employment.objects.select_for_update(of=("self",)).get(pk=employment.pk)
    if _overlapping(spell, to_member):
        raise CannotCorrect(_("The member has another spell of work at the same place at the same time."))
    lender = spell.member
    with acting(by=second_by, action="employment.reattach", first=str(by.pk), employment=str(spell.pk)):
        spell.member = to_member
        spell.save(update_fields=["member"])
        for member in (lender, to_member):
            merging.void_proposals(member=member, by=second_by)
    return spell


def _overlapping(spell: Employment, member: Member) -> bool:
    there = member.employments.filter(establishment_id=spell.establishment_id).exclude(pk=spell.pk)
    later = Q(ended_on__isnull=True) | Q(ended_on__gte=spell.started_on)
    found = there.filter(later)
    return (found.filter(started_on__lte=spell.ended_on) if spell.ended_on else found).exists()
