"""What members are told when an employer says something about them: that it happened, never what or how much.

The holder of the phone may be somebody else, so no text has a name, a number or an amount; the link asks for proof."""

from nssf_portal.notifications import recipients, templates
from nssf_portal.notifications.models import Channel, Message
from nssf_portal.notifications.templates import Facts, Template
from registration.models import Member
from registration.services.reports import phones_of

LINK = "/m/{token}"


def member_phone(message: Message) -> str | None:
    """The newest number, decrypted only to be handed to the gateway; of a merged member, the survivor's."""
    if message.channel != Channel.SMS:
        return None
    member = Member.objects.select_related("merged_into").filter(pk=message.recipient_member).first()
    phones = phones_of(member.merged_into or member) if member else []
    return phones[0].reveal() if phones else None


def _text(km: str, en: str) -> tuple:
    def in_khmer(facts: Facts) -> str:
        return f"ប.ស.ស.៖ {km} {facts.link}"

    def in_english(facts: Facts) -> str:
        return f"NSSF: {en} {facts.link}"

    return in_khmer, in_english


_TEXTS = {
    "member.invitation": _text(
        "និយោជកបានចុះឈ្មោះអ្នក។ មើល ឬប្រាប់ថាខុស៖", "an employer registered you. See your record or say it is wrong:"
    ),
    "member.hired": _text(
        "និយោជកប្រាប់ថាអ្នកធ្វើការជាមួយគាត់។ មើល ឬប្រាប់ថាខុស៖",
        "an employer says you work there. See your record or say it is wrong:",
    ),
    "member.ended": _text(
        "និយោជកប្រាប់ថាអ្នកឈប់ធ្វើការ។ មើល ឬប្រាប់ថាខុស៖",
        "an employer says you stopped working there. See your record or say it is wrong:",
    ),
    "member.wage_changed": _text(
        "និយោជកប្រាប់ថាប្រាក់ឈ្នួលអ្នកបានប្ដូរ។ មើល ឬប្រាប់ថាខុស៖",
        "an employer says your wage changed. See your record or say it is wrong:",
    ),
    "member.work_changed": _text(
        "និយោជកប្រាប់ថាការងារអ្នកបានប្ដូរ។ មើល ឬប្រាប់ថាខុស៖",
        "an employer says your work changed. See your record or say it is wrong:",
    ),
}
CODES = tuple(_TEXTS)
"""Those that an employer's word brings: their link opens the notice."""
_OWN_PAGES = {
    "member.unpaid": _text(
        "មានខែដែលមិនទាន់បានបង់។ សូមមើលក្នុងគណនីអ្នក ឬសួរ 1286៖",
        "some months are not paid yet. See your page, or ask 1286:",
    ),
    "member.dependant_ages": _text(
        "អ្នកក្នុងបន្ទុកម្នាក់ជិតគ្រប់អាយុកំណត់។ សូមមើល៖",
        "a dependant of yours will soon be of age. See your page:",
    ),
}
_TEMPLATES = [Template(code, km=km, en=en, link_path=LINK) for code, (km, en) in _TEXTS.items()]
_TEMPLATES += [
    Template("member.unpaid", *_OWN_PAGES["member.unpaid"], link_path="/me/payments/"),
    Template("member.dependant_ages", *_OWN_PAGES["member.dependant_ages"], link_path="/me/dependants/"),
]


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    recipients.register("member", member_phone)
    for template in _TEMPLATES:
        templates.register(template)
