"""Messages to other authorities: that something waits for them, never about whom."""

from collections.abc import Iterable

from compliance import perms
from compliance.enums import Party
from compliance.models import ListShare, Referral, UnitQuestion
from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Template, register

UNIT_EVENT = "unit.asked"
_MOST = 200  # people of one place who are told of one thing
_TEXTS = {
    UNIT_EVENT: (
        "ប.ស.ស.៖ យើងសូមសួរអ្នកអំពីសហគ្រាសមួយក្នុងមូលដ្ឋានរបស់អ្នក។ សូមឆ្លើយតាម {link}",
        "NSSF: we ask you about one unit in your place. Answer at {link}",
        "សំណួរអំពីសហគ្រាសមួយ",
        "A question about a unit",
        "/inspect/together/unit/{token}/",
    ),
    "list.shared": (
        "ប.ស.ស.៖ បញ្ជីសហគ្រាសមួយត្រូវបានចែករំលែកជាមួយអ្នក។ សូមចូលគណនីរបស់អ្នកដើម្បីមើល។",
        "NSSF: a list of enterprises is shared with you. Sign in to see it.",
        "បញ្ជីមួយត្រូវបានចែករំលែកជាមួយអ្នក",
        "A list is shared with you",
        "",
    ),
    "referral.sent": (
        "ប.ស.ស.៖ សំណើ {reference} រង់ចាំចម្លើយរបស់អ្នក។ សូមចូលគណនីរបស់អ្នក។",
        "NSSF: request {reference} waits for your answer. Sign in to read it.",
        "សំណើមួយរង់ចាំចម្លើយរបស់អ្នក",
        "A request waits for your answer",
        "",
    ),
    "referral.answered": (
        "ប.ស.ស.៖ សំណើ {reference} មានចម្លើយហើយ។ សូមចូលគណនីរបស់អ្នក។",
        "NSSF: request {reference} was answered. Sign in to read the answer.",
        "សំណើរបស់អ្នកមានចម្លើយហើយ",
        "Your request was answered",
        "",
    ),
    "joint.proposed": (
        "ប.ស.ស.៖ ការចុះអធិការកិច្ចរួមមួយត្រូវបានស្នើ។ សូមចូលគណនីរបស់អ្នកដើម្បីឆ្លើយ។",
        "NSSF: a joint visit is proposed. Sign in to answer.",
        "ការចុះអធិការកិច្ចរួមត្រូវបានស្នើ",
        "A joint visit is proposed",
        "",
    ),
}


def _template(code: str) -> Template:
    km, en, subject_km, subject_en, path = _TEXTS[code]

    def say(text: str):
        return lambda facts: text.format(reference=facts["reference"], link=facts.link)

    return Template(code, say(km), say(en), subject_km, subject_en, path)


_TEMPLATES = tuple(_template(code) for code in _TEXTS)


def register_all() -> None:
    for template in _TEMPLATES:
        register(template)


def holders(permission: Permission, place_code: str = "", **scope: object) -> list[User]:
    """Who holds the permission for an institution or office, or at an office that serves the place."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    grants = RoleGrant.objects.active().filter(role__in=roles, user__is_active=True, **scope)
    if not scope:
        grants = grants.filter(
            office__code__in=["HQ", *(place_code[:length] for length in range(2, len(place_code) + 1))]
        )
    serving = [grant.user for grant in grants.select_related("user").order_by("pk")[:_MOST]]
    return list({user.pk: user for user in serving}.values())


def unit_asked(question: UnitQuestion) -> int:
    """An SMS with a link of its own to each person of the place's authority who has a phone; how many.

    Nobody is asked about a unit of their own."""
    people = [
        user
        for user in holders(Permission.ANSWER_UNITS, question.commune_code)
        if user.phone and not perms.is_tied(user, question.enterprise)
    ]
    for user in people:
        enqueue(
            event=UNIT_EVENT,
            template=UNIT_EVENT,
            channel="sms",
            recipient_user=user,
            parameters={"question": str(question.pk)},
            dedup_key=f"{UNIT_EVENT}:{question.pk}:{user.pk}",
        )
    return len(people)


def list_shared(share: ListShare) -> None:
    permission = {
        Party.LABOUR: Permission.READ_SHARED_LABOUR,
        Party.LOCAL: Permission.ANSWER_UNITS,
        Party.SOCIAL_SECURITY: Permission.READ_TARGETS,
    }.get(Party(share.party))
    if permission is None:
        people = holders(Permission.READ_SHARED, institution=share.institution)
    else:
        people = holders(permission, share.place_code)
    _tell(people, "list.shared", share.pk)


def referral_sent(referral: Referral) -> None:
    _tell(_asked(referral), "referral.sent", referral.pk, referral.reference)


def referral_answered(referral: Referral) -> None:
    _tell([referral.sent_by], "referral.answered", referral.pk, referral.reference)


def joint_proposed(visit_id: object, place_code: str) -> None:
    _tell(holders(Permission.READ_SHARED_LABOUR, place_code), "joint.proposed", visit_id)


def _asked(referral: Referral) -> list[User]:
    if referral.to_institution_id:
        return holders(Permission.READ_SHARED, institution=referral.to_institution)
    if referral.to_office and referral.to_office.tree == "mlvt":
        return holders(Permission.READ_SHARED_LABOUR, office=referral.to_office)
    return holders(Permission.DECIDE_CASES, referral.commune_code)


def _tell(people: Iterable[User], template: str, subject: object, reference: str = "") -> None:
    for user in people:
        enqueue(
            event=template,
            template=template,
            channel="email" if user.email else "sms",
            recipient_user=user,
            parameters={"reference": reference} if reference else {},
            dedup_key=f"{template}:{subject}:{user.pk}",
        )
