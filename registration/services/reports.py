"""What a member says back to a message: this is wrong; here is another phone number."""

from django.db import transaction

from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import Identifier
from nssf_portal.notifications.models import Message
from nssf_portal.references import new_reference
from nssf_portal.work import services as work
from registration.enums import WhatIsWrong
from registration.models import Member, MemberIdentifier, WrongReport

KIND = "wrong_report"
_PHONES = 3


@transaction.atomic
def report_wrong(*, message: Message, member: Member, said: WhatIsWrong) -> WrongReport:
    """Confidential: an officer gets it, the employer never does. Saying it twice is one report.

    The work item's label is the reference alone, so that a queue shows neither the person nor the employer."""
    Member.objects.select_for_update().get(pk=member.pk)
    if known := report_of(message):
        return known
    with acting(by=None, action="member.report_wrong"):
        report = WrongReport(member=member, message_id=message.pk, about=message.template[:24], said=said)
        report.work_item = work.open_item(
            kind=KIND,
            subject_id=report.pk,
            label=new_reference("WRG"),
            place_code=member.commune_code,
            channel="web",
            by=None,
        )
        report.save(force_insert=True)
    return report


def report_of(message: Message) -> WrongReport | None:
    return WrongReport.objects.filter(message_id=message.pk).select_related("work_item").first()


@transaction.atomic
def add_phone(*, member: Member, number: str) -> bool:
    """One more phone number, to which messages go from now on; False when there are enough or it is known."""
    Member.objects.select_for_update().get(pk=member.pk)
    fresh = MemberIdentifier.of(member, Identifier.Kind.PHONE, number)
    phones = phones_of(member)
    if len(phones) >= _PHONES or any(phone.blind_index == fresh.blind_index for phone in phones):
        return False
    with acting(by=None, action="member.add_phone"):
        fresh.save(force_insert=True)
    return True


def phones_of(member: Member) -> list[MemberIdentifier]:
    """Newest first: that is where messages go."""
    known = member.identifiers.filter(kind=Identifier.Kind.PHONE, superseded_at__isnull=True)
    return list(known.order_by("-added_at", "-id"))
