"""Messages about claims and invitations; their texts hold no personal data."""

from enterprises.enums import RepresentativeRole
from enterprises.models import Claim, Invitation, Representative
from nssf_portal.accounts.models import User
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Template, register


def _channel(user: User) -> str:
    return "email" if user.email else "sms"


def tell_claimant(claim: Claim, what: str) -> None:
    """Approved, returned or refused; each return is its own message."""
    moves = claim.work_item.movements.count() if claim.work_item else 0
    moment = str(claim.decided_at or moves)
    enqueue(
        event=f"claim.{what}",
        template=f"claim.{what}",
        channel=_channel(claim.user),
        recipient_user=claim.user,
        parameters={"reference": claim.reference},
        dedup_key=f"claim.{what}:{claim.pk}:{moment}",
    )


def tell_owners(claim: Claim) -> None:
    """Everybody who can invite learns that somebody asks."""
    active = Representative.objects.active().filter(enterprise=claim.enterprise_id).select_related("user")
    for owner in active.filter(role=RepresentativeRole.OWNER):
        enqueue(
            event="claim.invite_asked",
            template="claim.invite_asked",
            channel=_channel(owner.user),
            recipient_user=owner.user,
            parameters={"reference": claim.reference},
            dedup_key=f"claim.invite_asked:{claim.pk}:{owner.user_id}",
        )


def tell_invited(invitation: Invitation) -> None:
    """The link is the message's own: nobody can make one without our key."""
    enqueue(
        event="enterprise.invitation",
        template="enterprise.invitation",
        channel="email" if invitation.email else "sms",
        address_ref=f"invitation:{invitation.pk}",
        language=invitation.invited_by.language,
        dedup_key=f"enterprise.invitation:{invitation.pk}",
    )


def invitation_address(message: Message) -> str | None:
    """Where an invitation goes; nowhere once it was answered or withdrawn."""
    found = Invitation.objects.open().filter(pk=str(message.recipient_ref)).first()
    if found is None:
        return None
    return found.phone if message.channel == "sms" else found.email


def _texts(code: str, subject: tuple[str, str], km: str, en: str, link_path: str = "") -> Template:
    def say(text: str):
        return lambda facts: text.format(reference=facts["reference"], link=facts.link)

    return Template(code, say(km), say(en), subject[0], subject[1], link_path)


TEMPLATES = (
    _texts(
        "claim.approved",
        ("សំណើរបស់អ្នកត្រូវបានអនុម័ត", "Your request was approved"),
        "ប.ស.ស.៖ សំណើ {reference} ត្រូវបានអនុម័ត។ អ្នកអាចធ្វើការជំនួសសហគ្រាសបាន។ សូមចូលប្រព័ន្ធដើម្បីមើលបន្ត។",
        "NSSF: request {reference} was approved. You can now act for the enterprise. Sign in to go on.",
    ),
    _texts(
        "claim.returned",
        ("យើងត្រូវការចម្លើយពីអ្នក", "We need an answer from you"),
        "ប.ស.ស.៖ យើងត្រូវការព័ត៌មានបន្ថែមសម្រាប់សំណើ {reference}។ សូមចូលប្រព័ន្ធដើម្បីឆ្លើយ។",
        "NSSF: we need more for request {reference}. Sign in to see what and to answer.",
    ),
    _texts(
        "claim.refused",
        ("សំណើរបស់អ្នកមិនត្រូវបានអនុម័ត", "Your request was refused"),
        "ប.ស.ស.៖ សំណើ {reference} មិនត្រូវបានអនុម័តទេ។ សូមចូលប្រព័ន្ធដើម្បីមើលមូលហេតុ។",
        "NSSF: request {reference} was refused. Sign in to read why.",
    ),
    _texts(
        "claim.invite_asked",
        ("មានអ្នកស្នើសុំធ្វើការជំនួសសហគ្រាស", "Somebody asks to act for your enterprise"),
        "ប.ស.ស.៖ មានអ្នកស្នើសុំធ្វើការជំនួសសហគ្រាសរបស់អ្នក (សំណើ {reference})។ សូមចូលប្រព័ន្ធដើម្បីអញ្ជើញ ឬមិនអញ្ជើញ។",
        "NSSF: somebody asks to act for your enterprise (request {reference}). Sign in to invite them, or not.",
    ),
    _texts(
        "enterprise.invitation",
        ("អ្នកត្រូវបានអញ្ជើញឱ្យធ្វើការជំនួសសហគ្រាស", "You are invited to act for an enterprise"),
        "ប.ស.ស.៖ អ្នកត្រូវបានអញ្ជើញឱ្យធ្វើការជំនួសសហគ្រាសមួយ។ សូមបើកតំណនេះ៖ {link}",
        "NSSF: you are invited to act for an enterprise. Open this link: {link}",
        "/employer/invitation/{token}/",
    ),
)


def register_templates() -> None:
    for template in TEMPLATES:
        register(template)
