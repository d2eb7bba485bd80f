"""The team at its stop: registers people, hands over cards. Each is written down with the stop."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.khmer.digits import to_latin_digits
from registration.cards.services import valid_card
from registration.cards.token import LONGEST
from registration.cards.verifying import Reason, verify_now
from registration.enums import ApplicationState, BookingState, Channel, StopKind, StopState
from registration.models import Application, CardHandover, Member, StopApplication, StopBooking, UnitStop
from registration.services.counter import take_in
from registration.services.stops import Refused


def channel_of(stop: UnitStop) -> str:
    """How whoever is registered there came."""
    return Channel.MOBILE_UNIT if stop.kind == StopKind.MOBILE else Channel.ON_SITE


@transaction.atomic
def take_in_at(stop: UnitStop, *, by: User, **given: Any) -> Application:
    """As at every counter, with the stop's channel, and where it was written down beside it. Raises Refused."""
    _must_be_open(stop)
    made = take_in(channel=channel_of(stop), by=by, **given)
    StopApplication.objects.get_or_create(application=made, defaults={"stop": stop})
    return made


@transaction.atomic
def hand_over(stop: UnitStop, text: str, *, by: User) -> tuple[CardHandover, bool]:
    """By the text of the card's QR code or the member's number; a card is handed over once. Raises Refused."""
    _must_be_open(stop)
    member = _member_of(text)
    card = valid_card(member) if member else None
    if card is None:
        raise Refused(_("No valid card has this number. Look at it once more; a card is printed after registering."))
    return CardHandover.objects.get_or_create(card=card, defaults={"stop": stop, "handed_by": by})


def _must_be_open(stop: UnitStop) -> None:
    if UnitStop.objects.select_for_update(of=("self",)).get(pk=stop.pk).state != StopState.OPEN:
        raise Refused(_("The stop is not open. Open it first."))


def _member_of(text: str) -> Member | None:
    """A scanned text is believed only with our signature; a number is a number."""
    typed = to_latin_digits(text).strip().replace(" ", "")
    if len(typed) > 24:
        said = verify_now(text.strip("\r\n\t")) if len(text) <= LONGEST else None
        typed = (said.member_number or "") if said and said.reason == Reason.VALID else ""
    found = Member.objects.select_related("merged_into").filter(member_number=typed).first() if typed else None
    return (found.merged_into or found) if found else None


def figures_of(stop: UnitStop) -> dict[str, int]:
    """What came of a stop: people, of them by booking and walked in, applications, members, cards."""
    rows = list(StopBooking.objects.filter(stop=stop).order_by().values_list("people", "state", "walk_in"))
    people = [(count, walked) for count, state, walked in rows if state == BookingState.CAME]
    sums = StopApplication.objects.filter(stop=stop).aggregate(
        sent=Count("pk"), approved=Count("pk", filter=Q(application__state=ApplicationState.APPROVED))
    )
    return {
        "booked": sum(count for count, state, walked in rows if not walked and state != BookingState.CANCELLED),
        "came": sum(count for count, walked in people if not walked),
        "walked_in": sum(count for count, walked in people if walked),
        "sent": sums["sent"],
        "approved": sums["approved"],
        "cards": CardHandover.objects.filter(stop=stop).count(),
    }


def day_sheet(stop: UnitStop) -> list[StopBooking]:
    """Who comes when, in order; cancelled ones are left out."""
    rows = StopBooking.objects.filter(stop=stop).exclude(state=BookingState.CANCELLED)
    return list(rows.select_related("enterprise").order_by("slot_at", "walk_in", "id"))


def next_of(rows: list[StopBooking]) -> StopBooking | None:
    """Whom to call: the earliest who came is being served, so the earliest who is still awaited."""
    return next((row for row in rows if row.state == BookingState.BOOKED), None)
