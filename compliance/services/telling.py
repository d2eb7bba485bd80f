"""Messages to the people who act for an enterprise; numbers only, never a name or an amount."""

from compliance.models import Notice
from enterprises.models import Enterprise, Representative
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Template, register


def representatives(enterprise: Enterprise, template: str, *, event: str, number: str) -> None:
    """Everybody who acts for the enterprise is told once of each event."""
    active = Representative.objects.active().filter(enterprise=enterprise).select_related("user")
    for representative in active:
        enqueue(
            event=template,
            template=template,
            channel=way_to(representative.user),
            recipient_user=representative.user,
            parameters={"number": number} if number else {},
            dedup_key=f"{template}:{event}:{representative.user_id}",
        )


def notice_served(notice: Notice) -> None:
    representatives(
        notice.case.enterprise, "compliance.notice", event=f"notice:{notice.pk}:served", number=notice.number
    )


def notice_reminder(notice: Notice) -> None:
    representatives(
        notice.case.enterprise, "compliance.notice_soon", event=f"notice:{notice.pk}:soon", number=notice.number
    )


def _texts(code: str, subject: tuple[str, str], km: str, en: str) -> Template:
    def say(text: str):
        return lambda facts: text.format(number=facts["number"])

    return Template(code, say(km), say(en), subject[0], subject[1])


TEMPLATES = (
    _texts(
        "compliance.notice",
        ("មានលិខិតពី ប.ស.ស.", "A notice from the Fund"),
        "ប.ស.ស.៖ សហគ្រាសរបស់អ្នកបានទទួលលិខិត {number}។ សូមចូលប្រព័ន្ធដើម្បីអាន និងឆ្លើយ។",
        "NSSF: your enterprise received notice {number}. Sign in to read it and to answer.",
    ),
    _texts(
        "compliance.notice_soon",
        ("ជិតដល់ថ្ងៃត្រូវឆ្លើយ", "Soon the last day to answer"),
        "ប.ស.ស.៖ លិខិត {number} រង់ចាំចម្លើយរបស់អ្នក ថ្ងៃផុតកំណត់ជិតដល់ហើយ។ សូមចូលប្រព័ន្ធដើម្បីឆ្លើយ។",
        "NSSF: notice {number} waits for your answer and its last day is near. Sign in to answer.",
    ),
    _texts(
        "compliance.fine",
        ("សេចក្តីសម្រេចអំពីការពិន័យ", "A decision on a fine"),
        "ប.ស.ស.៖ មានសេចក្តីសម្រេចអំពីការពិន័យ {number}។ សូមចូលប្រព័ន្ធដើម្បីមើលមូលហេតុ និងរបៀបបង់។",
        "NSSF: there is a decision on a fine, {number}. Sign in to read why and how to pay.",
    ),
    _texts(
        "compliance.court",
        ("ការបញ្ជូនទៅតុលាការ", "Referral to court"),
        "ប.ស.ស.៖ ការពិន័យ {number} ត្រូវបានបញ្ជូនទៅតុលាការ។ សូមចូលប្រព័ន្ធដើម្បីអាន។",
        "NSSF: fine {number} was referred to court. Sign in to read more.",
    ),
    _texts(
        "compliance.relief",
        ("អ្នកបានទទួលការសម្រាល", "Relief was granted"),
        "ប.ស.ស.៖ សហគ្រាសរបស់អ្នកបានទទួលការសម្រាល {number}។ សូមចូលប្រព័ន្ធដើម្បីអាន។",
        "NSSF: your enterprise was granted relief {number}. Sign in to read more.",
    ),
    _texts(
        "compliance.relief_revoked",
        ("ការសម្រាលត្រូវបានដកហូត", "Relief was revoked"),
        "ប.ស.ស.៖ ការសម្រាល {number} ត្រូវបានដកហូត។ សូមចូលប្រព័ន្ធដើម្បីអាន។",
        "NSSF: relief {number} was revoked. Sign in to read more.",
    ),
)


def register_templates() -> None:
    for template in TEMPLATES:
        register(template)
