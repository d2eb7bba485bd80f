"""Owners invite; who has the signed link and signs in may accept, once, until it runs out."""

import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from enterprises.models import Claim, Enterprise, Invitation, Representative
from enterprises.perms import can_invite
from enterprises.services import claims, telling
from enterprises.services.registering import add_representative
from enterprises.workflow import INVITATION
from nssf_portal import law
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.notifications.tokens import message_for_token


@transaction.atomic
def invite(
    enterprise: Enterprise, *, role: str, by: User, submission_id: uuid.UUID, email: str = "", phone: str = ""
) -> Invitation:
    """Effects: the invitation and its message; the same submission again is the same invitation."""
    if not can_invite(by, enterprise):
        raise PermissionDenied
    until = timezone.now() + timedelta(days=law.value("invitation.valid").value)
    with acting(by=by, action="invitation.send", enterprise=str(enterprise.pk)):
        invitation, made = Invitation.objects.get_or_create(
            submission_id=submission_id,
            defaults={
                "enterprise": enterprise, "role": role, "email": email.lower(), "phone": phone, "invited_by": by,
                "expires_at": until,
            },
        )  # fmt: skip
    if made:
        telling.tell_invited(invitation)
    return invitation


def invite_claimant(claim: Claim, *, role: str, by: User) -> Invitation:
    """The present owner answers somebody who asked: they are invited where they sign in."""
    if claim.enterprise is None:
        raise PermissionDenied
    user = claim.user
    contact = {"email": user.email} if user.email else {"phone": user.phone}
    return invite(claim.enterprise, role=role, by=by, submission_id=claim.pk, **contact)


def invitation_for(token: str) -> Invitation | None:
    """The invitation a link was made for; None for a made-up or used-up link."""
    message = message_for_token(token)
    if message is None or message.recipient_kind != "invitation":
        return None
    found = Invitation.objects.select_related("enterprise", "invited_by").filter(pk=str(message.recipient_ref)).first()
    return found if found and found.is_open else None


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Representative | None:
    """None when somebody was faster or it ran out. An own open claim for the same enterprise is withdrawn."""
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not locked.is_open:
        return None
    with acting(by=by, action="invitation.accept", enterprise=str(locked.enterprise_id)):
        INVITATION.transition(locked, "accept", accepted_by=by, accepted_at=timezone.now())
        basis = Representative.Basis.INVITATION
        made = add_representative(locked.enterprise, by, role=locked.role, basis=basis)
    for claim in Claim.objects.of(by).unfinished().filter(enterprise=locked.enterprise_id):
        if claims.CLAIM.allows(claim, "withdraw"):
            claims.withdraw(claim, by=by)
    return made


@transaction.atomic
def take_back(invitation: Invitation, *, by: User) -> bool:
    """False when it was answered already."""
    if not can_invite(by, invitation.enterprise):
        raise PermissionDenied
    with acting(by=by, action="invitation.withdraw", enterprise=str(invitation.enterprise_id)):
        return bool(INVITATION.transition_many(Invitation.objects.filter(pk=invitation.pk), "withdraw"))
