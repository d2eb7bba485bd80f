"""The message that goes with a letter to a listed enterprise: what to do, until when; no name, no reason."""

from compliance.enums import LineState
from compliance.models import TargetLine
from enterprises.models import Representative
from nssf_portal.notifications import recipients
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Facts, Template, register

ADDRESS = "nudge"
CODE = "target.nudge"
_PAGE = "/employer/"


def tell(line: TargetLine) -> int:
    """Those who may act for the enterprise; else its own telephone; else the letter alone. How many messages."""
    people = Representative.objects.active().filter(enterprise=line.enterprise_id).select_related("user")
    users = [representative.user for representative in people]
    for user in users:
        _say_to(line, channel="email" if user.email else "sms", recipient_user=user, who=str(user.pk))
    if users or not line.enterprise.phone:
        return len(users)
    _say_to(line, channel="sms", address_ref=f"{ADDRESS}:{line.pk}", who="phone")
    return 1


def _say_to(line: TargetLine, *, who: str, **way: object) -> None:
    enqueue(
        event=CODE,
        template=CODE,
        parameters={"day": f"{line.chance_until:%d/%m/%Y}"},
        dedup_key=f"{CODE}:{line.pk}:{who}",
        **way,
    )


def address_of(message: Message) -> str | None:
    """The enterprise's telephone; nowhere once it has registered or the time is over."""
    waiting = TargetLine.objects.filter(pk=str(message.recipient_ref), state=LineState.NUDGED)
    return waiting.values_list("enterprise__phone", flat=True).first() or None


def _say(text: str):
    def written(facts: Facts) -> str:
        return text.format(day=facts["day"], link=facts.link)

    return written


TEMPLATE = Template(
    CODE,
    _say("ប.ស.ស.៖ សូមចុះបញ្ជីសហគ្រាស និងនិយោជិតរបស់អ្នកតាម {link} មុនថ្ងៃ {day}។ ការចុះបញ្ជីមិនអស់ប្រាក់ទេ។ លិខិតមួយនឹងមកដល់។ សំណួរ៖ 1286"),
    _say("NSSF: register your enterprise and staff at {link} by {day}. It is free. A letter follows. Questions: 1286"),
    "សូមចុះបញ្ជីសហគ្រាស និងនិយោជិតរបស់អ្នក",
    "Register your enterprise and its staff",
    _PAGE,
)


def register_messages() -> None:
    """Called when the app is ready."""
    register(TEMPLATE)
    recipients.register(ADDRESS, address_of)
