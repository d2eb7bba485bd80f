"""What people and employers are told about a stop: a day, an hour, a reference, no name."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from enterprises.models import Representative
from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.notifications import recipients, templates
from nssf_portal.notifications.models import Channel, Message
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.services import enqueue
from nssf_portal.notifications.templates import Facts, Template, Text
from registration.models import StopBooking, UnitStop

ADDRESS = "stop_booking"


def to_people(bookings: Iterable[StopBooking], what: str) -> None:
    """By SMS to the phone of the booking; each thing once."""
    for booking in bookings:
        if not booking.phone:
            continue
        enqueue(
            event=f"stop.{what}",
            template=f"stop.{what}",
            channel=Channel.SMS,
            address_ref=f"{ADDRESS}:{booking.pk}",
            language=booking.language,
            parameters=_when(booking.slot_at) | {"number": booking.reference},
        )


def to_employers(stop: UnitStop, what: str, enterprises: Iterable[Any] = ()) -> None:
    """To the representatives of who booked, and of the enterprise whose day it is; each thing once."""
    concerned = {*enterprises, *([stop.enterprise_id] if stop.enterprise_id else [])}
    people = Representative.objects.active().filter(enterprise__in=concerned).select_related("user").order_by("id")
    for user in {one.user_id: one.user for one in people}.values():
        enqueue(
            event=f"stop.staff_{what}",
            template=f"stop.staff_{what}",
            channel=Channel.EMAIL if user.email else way_to(user),
            recipient_user=user,
            parameters=_when(stop.starts_at),
            dedup_key=f"stop.staff_{what}:{stop.pk}:{user.pk}",
        )


def to_planners(stop: UnitStop, what: str) -> None:
    """To whoever plans stops of the place, and to the team: an employer asked, or took it back; each thing once."""
    team = {one.user_id: one.user for one in stop.team.filter(left_at__isnull=True).select_related("user")}
    for user in (team | planners_of(stop.commune_code)).values():
        enqueue(
            event=f"stop.{what}",
            template=f"stop.{what}",
            channel=Channel.PORTAL,
            recipient_user=user,
            parameters=_when(stop.starts_at) | {"number": stop.reference},
            dedup_key=f"stop.{what}:{stop.pk}:{user.pk}",
        )


def planners_of(commune_code: str) -> dict[Any, User]:
    """Who plans stops there, the most local ones: headquarters is told where a province has nobody."""
    roles = [code for code, role in ROLES.items() if Permission.PLAN_STOPS in role.permissions]
    grants = RoleGrant.objects.active().filter(role__in=roles, user__is_active=True).select_related("user", "office")
    fitting = [grant for grant in grants if commune_code.startswith(grant.place_prefix)]
    nearest = max((len(grant.place_prefix) for grant in fitting), default=0)
    return {grant.user_id: grant.user for grant in fitting if len(grant.place_prefix) == nearest}


def _when(at: Any) -> dict[str, str]:
    local = timezone.localtime(at)
    return {"day": f"{local:%d/%m/%Y}", "hour": f"{local:%H:%M}"}


def booker_phone(message: Message) -> str | None:
    """The phone of a booking, decrypted only to be handed to the gateway."""
    from registration.services.stop_bookings import phone_of

    found = StopBooking.objects.filter(pk=message.recipient_ref).first()
    return (phone_of(found) or None) if found and message.channel == Channel.SMS else None


def _says(words: str) -> Text:
    def say(facts: Facts) -> str:
        return words.format(day=facts["day"], hour=facts["hour"], number=facts["number"])

    return say


_TEMPLATES = (
    Template(
        "stop.booked",
        _says("ប.ស.ស.៖ យើងរង់ចាំអ្នកនៅថ្ងៃទី {day} ម៉ោង {hour}។ លេខ {number}។ មើលទីកន្លែង ឬលុបចោល៖ /stops/"),
        _says("NSSF: we expect you on {day} at {hour}. Number {number}. See the place or cancel at /stops/"),
    ),
    Template(
        "stop.reminder",
        _says("ប.ស.ស.៖ សូមកុំភ្លេច៖ អ្នកបានកក់ម៉ោងចុះបញ្ជីនៅថ្ងៃទី {day} ម៉ោង {hour} ({number})។ មកមិនបាន? /stops/"),
        _says("NSSF: please remember your registration on {day} at {hour} ({number}). Cannot come? /stops/"),
    ),
    Template(
        "stop.cancelled",
        _says("ប.ស.ស.៖ ការចុះបញ្ជីនៅថ្ងៃទី {day} ម៉ោង {hour} ({number}) ត្រូវបានលុបចោល។ កន្លែងផ្សេងទៀត៖ /stops/"),
        _says("NSSF: the registration on {day} at {hour} ({number}) is cancelled. Other places: /stops/"),
    ),
    Template(
        "stop.staff_announced",
        _says("ប.ស.ស.៖ យើងយល់ព្រមមកចុះបញ្ជីបុគ្គលិករបស់អ្នកនៅថ្ងៃទី {day} ម៉ោង {hour}។ មើលក្នុងគណនីនិយោជក។"),
        _says("NSSF: we come to register your staff on {day} at {hour}. See your employer's page."),
        "ថ្ងៃចុះបញ្ជីត្រូវបានយល់ព្រម",
        "Your registration day is agreed",
    ),
    Template(
        "stop.staff_reminder",
        _says("ប.ស.ស.៖ សូមកុំភ្លេច៖ ការចុះបញ្ជីបុគ្គលិករបស់អ្នកនៅថ្ងៃទី {day} ម៉ោង {hour}។"),
        _says("NSSF: please remember the registration of your staff on {day} at {hour}."),
        "ការចុះបញ្ជីបុគ្គលិកជិតមកដល់",
        "The registration of your staff is near",
    ),
    Template(
        "stop.staff_cancelled",
        _says("ប.ស.ស.៖ ការចុះបញ្ជីបុគ្គលិកនៅថ្ងៃទី {day} ម៉ោង {hour} ត្រូវបានលុបចោល។ មើលហេតុផលក្នុងគណនីនិយោជក។"),
        _says("NSSF: the registration of your staff on {day} at {hour} is cancelled. See why on your employer's page."),
        "ការចុះបញ្ជីបុគ្គលិកត្រូវបានលុបចោល",
        "The registration of your staff is cancelled",
    ),
    Template(
        "stop.asked",
        _says("និយោជកម្នាក់ស្នើសុំថ្ងៃចុះបញ្ជីនៅទីកន្លែងរបស់ខ្លួន៖ ថ្ងៃទី {day} ម៉ោង {hour} ({number})។ សូមយល់ព្រម ឬឆ្លើយហេតុផល។"),
        _says("An employer asks for a registration day on {day} at {hour} ({number}). Agree to it, or say why not."),
        "និយោជកស្នើសុំថ្ងៃចុះបញ្ជី",
        "An employer asks for a registration day",
        "/outreach/stops/?show=asked",
    ),
    Template(
        "stop.taken_back",
        _says("និយោជកដកសំណើវិញ៖ ថ្ងៃចុះបញ្ជីថ្ងៃទី {day} ម៉ោង {hour} ({number}) មិនធ្វើទេ។"),
        _says("The employer took it back: the registration day on {day} at {hour} ({number}) does not take place."),
        "ថ្ងៃចុះបញ្ជីត្រូវបានដកវិញ",
        "A registration day was taken back",
        "/outreach/stops/?show=cancelled",
    ),
)


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    recipients.register(ADDRESS, booker_phone)
    for template in _TEMPLATES:
        templates.register(template)
