"""A phone that changed or was lost: settled face to face or by telephone, after facts, and told on both numbers."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import Identifier
from nssf_portal.notifications import recipients, templates
from nssf_portal.notifications import services as notifications
from nssf_portal.notifications.models import Channel, Message
from nssf_portal.notifications.templates import Facts, Template
from nssf_portal.ui.contact import contact
from registration.models import Call, Member, MemberIdentifier
from registration.services import calls
from registration.services.reports import phones_of

CHANGED = "member.phone_changed"


@transaction.atomic
def change(call: Call, *, number: str, by: User) -> bool:
    """The new number counts, the old ones do no more; both are told that it happened. False: it is known already.

    Raises PermissionDenied unless the call opened a member's record."""
    if call.member is None or not calls.is_open(call) or call.member.user_id == by.pk:
        raise PermissionDenied
    member = Member.objects.select_for_update(of=("self",)).get(pk=call.member_id)
    fresh = MemberIdentifier.of(member, Identifier.Kind.PHONE, number)
    old = phones_of(member)
    if any(phone.blind_index == fresh.blind_index for phone in old):
        return False
    with acting(by=by, action="member.change_phone", call=str(call.pk)):
        for phone in old:
            phone.superseded_at = timezone.now()
            phone.save(update_fields=["superseded_at"])
        fresh.save(force_insert=True)
    for phone in (fresh, *old):
        _tell(phone, member, call.pk)
    return True


def _tell(phone: MemberIdentifier, member: Member, call_id: uuid.UUID) -> None:
    notifications.enqueue(
        event=CHANGED,
        template=CHANGED,
        channel=Channel.SMS,
        address_ref=f"identifier:{phone.pk}",
        language=member.language,
        dedup_key=f"{CHANGED}:{phone.pk}:{call_id}",
    )


def number_of(message: Message) -> str | None:
    """The very number the message is for, though it counts no more."""
    phone = MemberIdentifier.objects.filter(pk=message.recipient_ref, kind=Identifier.Kind.PHONE).first()
    return phone.reveal() if phone and message.channel == Channel.SMS else None


def _hotline() -> str:
    return contact()["hotline"][0]


def _km(_facts: Facts) -> str:
    return f"ប.ស.ស.៖ លេខទូរស័ព្ទក្នុងកំណត់ត្រារបស់អ្នកបានប្ដូរ។ បើមិនមែនអ្នកទេ សូមហៅ {_hotline()}។"


def _en(_facts: Facts) -> str:
    return f"NSSF: the phone number of your record was changed. If that was not you, call {_hotline()}."


_TEMPLATE = Template(CHANGED, km=_km, en=_en)


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    recipients.register("identifier", number_of)
    templates.register(_TEMPLATE)
