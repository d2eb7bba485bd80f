"""What applicants and employers are told: that something happened and where to look, never what or about whom."""

import datetime

from nssf_portal.identifiers.models import Identifier
from nssf_portal.notifications import recipients, services, templates
from nssf_portal.notifications.models import Channel, Message
from nssf_portal.notifications.templates import Facts, Template
from registration.models import Application, EmploymentConfirmation

LINK = "/register/m/{token}"
_TEXTS = {
    "submitted": ("យើងបានទទួលពាក្យស្នើសុំរបស់អ្នក។ មើល៖", "we have your application. See it here:"),
    "waits_employer": ("យើងកំពុងរង់ចាំចម្លើយពីនិយោជក។ មើល៖", "we wait for your employer's answer. See it here:"),
    "waits_certificate": (
        "ពាក្យស្នើសុំរង់ចាំវិញ្ញាបនបត្រសេដ្ឋកិច្ចក្រៅប្រព័ន្ធ។ មើល៖",
        "your application waits for the informal economy certificate. See:",
    ),
    "approved": ("ពាក្យស្នើសុំរបស់អ្នកត្រូវបានអនុម័ត។ មើល៖", "your application is approved. See it here:"),
    "returned": ("យើងត្រូវការចម្លើយពីអ្នក។ បើកទីនេះ៖", "we need an answer from you. Open this:"),
    "refused": (
        "មានការសម្រេចលើពាក្យស្នើសុំរបស់អ្នក។ មើល និងរបៀបស្នើពិនិត្យឡើងវិញ៖",
        "your application was decided. See it, and how to ask for a review:",
    ),
    "reviewed": ("យើងបានពិនិត្យឡើងវិញនូវការសម្រេច។ មើល៖", "we looked at the decision again. See it here:"),
}


def tell(application: Application, what: str) -> None:
    """By SMS to the phone of the application, and in the portal to who is signed in; each thing once per sending, and
    once more after it was opened again."""
    event, stamp = f"application.{what}", f"{_since(application):%Y%m%d%H%M%S}"
    common = {"event": event, "template": event, "language": application.language}
    if application.number_of(Identifier.Kind.PHONE):
        services.enqueue(
            channel=Channel.SMS,
            address_ref=f"application:{application.pk}",
            dedup_key=f"{event}:{application.pk}:{stamp}:sms",
            **common,
        )
    if application.user:
        services.enqueue(
            channel=Channel.PORTAL,
            recipient_user=application.user,
            address_ref=f"application:{application.pk}",
            dedup_key=f"{event}:{application.pk}:{stamp}:portal",
            **common,
        )


def _since(application: Application) -> datetime.datetime:
    return max(filter(None, (application.submitted_at, application.reopened_at)))


def tell_representatives(asked: EmploymentConfirmation) -> None:
    for representative in asked.enterprise.representatives.filter(ended_at__isnull=True).select_related("user"):
        user = representative.user
        services.enqueue(
            event="confirmation.asked",
            template="confirmation.asked",
            channel=Channel.EMAIL if user.email else Channel.SMS,
            recipient_user=user,
            dedup_key=f"confirmation.asked:{asked.pk}:{user.pk}",
        )


def applicant_phone(message: Message) -> str | None:
    """The phone given in the application, decrypted only to be handed to the gateway."""
    found = Application.objects.filter(pk=message.recipient_ref).prefetch_related("numbers").first()
    phone = found.number_of(Identifier.Kind.PHONE) if found else None
    return phone.reveal() if phone and message.channel == Channel.SMS else None


def _template(code: str, km: str, en: str) -> Template:
    def in_khmer(facts: Facts) -> str:
        return f"ប.ស.ស.៖ {km} {facts.link}"

    def in_english(facts: Facts) -> str:
        return f"NSSF: {en} {facts.link}"

    return Template(f"application.{code}", km=in_khmer, en=in_english, link_path=LINK)


_TEMPLATES = [_template(code, km, en) for code, (km, en) in _TEXTS.items()]
_ASKED = Template(
    "confirmation.asked",
    km=lambda _facts: "ប.ស.ស.៖ មានបុគ្គលិកម្នាក់រង់ចាំការបញ្ជាក់របស់អ្នក។ សូមចូលគណនីនិយោជក។",
    en=lambda _facts: "NSSF: a worker waits for your confirmation. Please sign in to your employer's page.",
    subject_km="មានបុគ្គលិករង់ចាំការបញ្ជាក់របស់អ្នក",
    subject_en="A worker waits for your confirmation",
)


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    recipients.register("application", applicant_phone)
    for template in (*_TEMPLATES, _ASKED):
        templates.register(template)
