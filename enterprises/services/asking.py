"""The SMS of a round: that a letter is coming, and where it is answered. No name, no code."""

from django.db import transaction

from enterprises.models import ConfirmationRequest, ConfirmationRound
from enterprises.services.rounds import WAITING
from nssf_portal.jobs.services import Running
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Facts, Template, register

ADDRESS = "reregistration"
_BLOCK = 100
_PAGE = "/employer/confirm/"


def tell_job(running: Running) -> None:
    """The job `rounds.tell`: each enterprise with a telephone once; after a crash nobody is told twice."""
    made = ConfirmationRound.objects.get(pk=running.job.subject_id)
    which = running.job.dedup_key.rpartition(":")[2]
    waiting = made.requests.filter(state__in=WAITING).exclude(enterprise__phone="").order_by("pk")
    rows = list(waiting.only("pk", "reference"))
    for start in range(0, len(rows), _BLOCK):
        with transaction.atomic():
            for row in rows[start : start + _BLOCK]:
                _tell(row, which)
            running.advance(min(start + _BLOCK, len(rows)), len(rows))


def _tell(row: ConfirmationRequest, which: str) -> None:
    enqueue(
        event="reregistration.asked",
        template="reregistration.asked",
        channel="sms",
        address_ref=f"{ADDRESS}:{row.pk}",
        parameters={"reference": row.reference},
        dedup_key=f"reregistration.asked:{row.pk}:{which}",
    )


def address_of(message: Message) -> str | None:
    """The enterprise's telephone; nowhere once it has answered or the round is over."""
    found = ConfirmationRequest.objects.filter(pk=str(message.recipient_ref), state__in=WAITING)
    return found.values_list("enterprise__phone", flat=True).first() or None


def _say(text: str):
    def written(facts: Facts) -> str:
        return text.format(reference=facts["reference"], link=facts.link)

    return written


TEMPLATE = Template(
    "reregistration.asked",
    _say("ប.ស.ស.៖ យើងបានផ្ញើលិខិត {reference} ជូនសហគ្រាសរបស់អ្នក។ សូមពិនិត្យ និងបញ្ជាក់ទិន្នន័យតាម {link} ដោយប្រើលេខកូដក្នុងលិខិត។"),
    _say(
        "NSSF: we sent letter {reference} to your enterprise. Confirm its data at {link} with the code in the letter."
    ),
    "សូមបញ្ជាក់ទិន្នន័យសហគ្រាសរបស់អ្នក",
    "Confirm the data of your enterprise",
    _PAGE,
)


def register_messages() -> None:
    register(TEMPLATE)
