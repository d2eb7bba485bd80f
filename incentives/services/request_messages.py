"""Messages about requests for incentives: the number of the request only, never who, what or how much."""

from compliance import perms
from compliance.services import telling
from compliance.services.telling_partners import holders
from incentives.models import IncentiveRequest
from nssf_portal.accounts.permissions import Permission
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Template, register

SENT, ACCEPTED, TERMS, DECLINED = "incentive.sent", "incentive.accepted", "incentive.terms", "incentive.declined"
TAKEN_UP, REFUSED, LAPSED, REVOKED = "incentive.taken_up", "incentive.refused", "incentive.lapsed", "incentive.revoked"
ASKED, LATE, ENDED = "incentive.asked", "incentive.late", "incentive.ended"

_TEXTS = {
    SENT: (
        ("សំណើរបស់អ្នកត្រូវបានផ្ញើ", "Your request was sent"),
        "ប.ស.ស.៖ សំណើ {number} របស់អ្នកត្រូវបានផ្ញើទៅស្ថាប័នហើយ។ សូមចូលប្រព័ន្ធដើម្បីតាមដាន។",
        "NSSF: your request {number} was sent to the institution. Sign in to follow it.",
    ),
    ACCEPTED: (
        ("សំណើរបស់អ្នកត្រូវបានទទួលយក", "Your request was accepted"),
        "ប.ស.ស.៖ ស្ថាប័នបានទទួលយកសំណើ {number}។ សូមចូលប្រព័ន្ធដើម្បីអានជំហានបន្ទាប់។",
        "NSSF: the institution accepted request {number}. Sign in to read the next step.",
    ),
    TERMS: (
        ("មានលក្ខខណ្ឌសម្រាប់អ្នក", "Terms are offered to you"),
        "ប.ស.ស.៖ ស្ថាប័នបានផ្តល់លក្ខខណ្ឌសម្រាប់សំណើ {number}។ សូមចូលប្រព័ន្ធដើម្បីអាន។",
        "NSSF: the institution offers terms for request {number}. Sign in to read them.",
    ),
    DECLINED: (
        ("ស្ថាប័នមិនយល់ព្រម", "The institution said no"),
        "ប.ស.ស.៖ ស្ថាប័នមិនយល់ព្រមលើសំណើ {number}។ សូមចូលប្រព័ន្ធដើម្បីអានមូលហេតុ។",
        "NSSF: the institution said no to request {number}. Sign in to read why.",
    ),
    TAKEN_UP: (
        ("អ្នកបានទទួលអ្វីដែលបានស្នើ", "What you asked for is taken up"),
        "ប.ស.ស.៖ ស្ថាប័នបានប្រាប់ថា សំណើ {number} ត្រូវបានអនុវត្តហើយ។ សូមចូលប្រព័ន្ធដើម្បីពិនិត្យ។",
        "NSSF: the institution says that request {number} is taken up. Sign in to check it.",
    ),
    REFUSED: (
        ("សំណើរបស់អ្នកមិនត្រូវបានផ្ញើ", "Your request was not sent"),
        "ប.ស.ស.៖ សំណើ {number} មិនត្រូវបានផ្ញើទៅស្ថាប័នទេ។ សូមចូលប្រព័ន្ធដើម្បីអានមូលហេតុ។",
        "NSSF: request {number} was not sent to the institution. Sign in to read why.",
    ),
    LAPSED: (
        ("សំណើរបស់អ្នកផុតសុពលភាព", "Your request has lapsed"),
        "ប.ស.ស.៖ សំណើ {number} បានផុតសុពលភាព។ អ្នកអាចស្នើម្តងទៀតបាន។ សូមចូលប្រព័ន្ធដើម្បីអាន។",
        "NSSF: request {number} has lapsed. You may ask again. Sign in to read more.",
    ),
    REVOKED: (
        ("សំណើរបស់អ្នកត្រូវបានដកវិញ", "Your request was taken back"),
        "ប.ស.ស.៖ ប.ស.ស. បានដកសំណើ {number} ពីស្ថាប័នវិញ។ សូមចូលប្រព័ន្ធដើម្បីអានមូលហេតុ។",
        "NSSF: the Fund took request {number} back from the institution. Sign in to read why.",
    ),
    ASKED: (
        ("សំណើមួយរង់ចាំចម្លើយរបស់អ្នក", "A request waits for your answer"),
        "ប.ស.ស.៖ សំណើ {number} របស់សហគ្រាសមួយរង់ចាំចម្លើយរបស់អ្នក។ សូមចូលគណនីរបស់អ្នក។",
        "NSSF: request {number} of an enterprise waits for your answer. Sign in to read it.",
    ),
    LATE: (
        ("សំណើមួយហួសថ្ងៃត្រូវឆ្លើយ", "The day to answer a request has passed"),
        "ប.ស.ស.៖ ថ្ងៃត្រូវឆ្លើយសំណើ {number} បានកន្លងផុតហើយ។ សូមឆ្លើយឥឡូវនេះ។",
        "NSSF: the day to answer request {number} has passed. Please answer now.",
    ),
    ENDED: (
        ("សំណើមួយលែងអាចមើលបាន", "A request is no longer shown to you"),
        "ប.ស.ស.៖ សំណើ {number} លែងបង្ហាញដល់អ្នកទៀតហើយ។ សូមកុំប្រើអ្វីដែលបានបង្ហាញ លើកលែងតែអ្វីដែលបានព្រមព្រៀងជាមួយសហគ្រាស។",
        "NSSF: request {number} is no longer shown to you. Do not use what you saw unless the enterprise agreed.",
    ),
}


def _template(code: str) -> Template:
    (subject_km, subject_en), km, en = _TEXTS[code]

    def say(text: str):
        return lambda facts: text.format(number=facts["number"])

    return Template(code, say(km), say(en), subject_km, subject_en)


_TEMPLATES = tuple(_template(code) for code in _TEXTS)


def register_all() -> None:
    for template in _TEMPLATES:
        register(template)


def tell_employer(request: IncentiveRequest, template: str, event: object = "") -> None:
    """Everybody who acts for the enterprise, once of each event."""
    telling.representatives(
        request.enterprise, template, event=f"request:{request.pk}:{event}", number=request.reference
    )


def tell_institution(request: IncentiveRequest, template: str) -> None:
    """The institution's people who answer; nobody is told of an enterprise they are tied to."""
    for user in holders(Permission.ANSWER_INCENTIVES, institution=request.institution):
        if perms.is_tied(user, request.enterprise):
            continue
        enqueue(
            event=template,
            template=template,
            channel=way_to(user),
            recipient_user=user,
            parameters={"number": request.reference},
            dedup_key=f"{template}:{request.pk}:{user.pk}",
        )


def tell_institution_of_end(request: IncentiveRequest) -> None:
    """It was shown and is no longer: the institution learns that it may not go on using it."""
    if request.granted_at:
        tell_institution(request, ENDED)
