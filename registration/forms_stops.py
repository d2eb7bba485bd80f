"""What planners, teams, people and employers type about stops."""

import uuid
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law.book import value_or
from nssf_portal.places.fields import CommuneField
from nssf_portal.reading.cells import tidy_identity
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PhoneField, PortalForm
from nssf_portal.ui.templatetags.ui import long_day
from registration.enums import StopKind
from registration.models import MobileUnit, UnitStop
from registration.services import stops

LANGUAGES = [("km", _("Khmer")), ("en", _("English"))]
_LATITUDES, _LONGITUDES = (10, 15), (102, 108)  # Cambodia lies within


def _number(label: Any, *, least: int = 1, most: int = 500, **kwargs: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **kwargs)


def _clock(label: Any, **kwargs: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"class": "w-s", "inputmode": "numeric"})
    return ClockField(label=label, input_formats=["%H:%M"], widget=widget, **kwargs)


class ClockField(forms.TimeField):
    """A time of day as people write it: 9:00, 09.00, ៩:០០."""

    default_error_messages = {"invalid": _("Write the hour and the minutes, for example 09:00.")}

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = to_latin_digits(value).strip().replace(".", ":")
        return super().to_python(value)


def _degrees(label: Any, limits: tuple[int, int]) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=8,
        decimal_places=5,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "decimal"}),
        validators=[MinValueValidator(limits[0]), MaxValueValidator(limits[1])],
    )


class PlanForm(PortalForm):
    """One dense page: what, where, when, how many at a time."""

    kind = forms.ChoiceField(label=_("What is it?"))
    unit = forms.ModelChoiceField(label=_("Mobile unit"), queryset=MobileUnit.objects.none(), required=False)
    enterprise = CleanCharField(
        label=_("Enterprise: NSSF number"), help_text=_("For a registration day at an enterprise."), required=False
    )
    commune_code = CommuneField(label=_("Where?"))
    venue = CleanCharField(label=_("Place"), help_text=_("Market, pagoda, factory gate"), max_length=200)
    latitude = _degrees(_("Latitude"), _LATITUDES)
    longitude = _degrees(_("Longitude"), _LONGITUDES)
    day = KhmerDateField(label=_("Day"))
    begins = _clock(_("Begins"), initial=time(8))
    ends = _clock(_("Ends"), initial=time(12))
    slot_minutes = _number(_("Minutes of one time"), least=5, most=240, initial=30)
    slot_people = _number(
        _("People at one time"), required=False, help_text=_("Empty: as many as the unit registers in that time.")
    )
    is_public = forms.BooleanField(label=_("Show it to everybody"), required=False, initial=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.user = user
        self.fields["kind"].choices = [(str(kind), capfirst(str(kind.label))) for kind in StopKind]
        self.fields["unit"].queryset = MobileUnit.objects.visible_to(user).in_use()
        prefixes = user.place_prefixes(Permission.PLAN_STOPS)
        self.initial.setdefault("commune_code", next((code for code in prefixes if code), ""))

    def clean_enterprise(self) -> Enterprise | None:
        typed = tidy_identity(self.cleaned_data["enterprise"])
        found = Enterprise.objects.registered().filter(nssf_number=typed).first() if typed else None
        if typed and found is None:
            raise ValidationError(_("No enterprise has this number. Look at its certificate."))
        return found

    def clean_commune_code(self) -> str:
        code = self.cleaned_data["commune_code"]
        if not stops.may_plan(self.user, code):
            raise ValidationError(_("This commune is not one of your office's places."))
        return code

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("kind") == StopKind.MOBILE and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Choose the mobile unit that comes."))
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Write both numbers, or none."))
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("The end lies before the beginning."))
        return data

    def values(self) -> dict[str, Any]:
        """What a stop keeps; without a number of people, what the unit (or a team) registers in one time."""
        data = self.cleaned_data
        names = ("kind", "unit", "enterprise", "commune_code", "venue", "latitude", "longitude")
        names += ("slot_minutes", "is_public", "submission_id")
        kept = {name: data[name] for name in names}
        unit = data["unit"] if data["kind"] == StopKind.MOBILE else None
        an_hour = unit.people_an_hour if unit else int(value_or("stop.people_an_hour", 12))
        usual = max(1, an_hour * data["slot_minutes"] // 60)
        return kept | {
            "slot_people": data["slot_people"] or usual,
            "starts_at": _moment(data["day"], data["begins"]),
            "ends_at": _moment(data["day"], data["ends"]),
        }


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


class ReasonForm(PortalForm):
    reason = CleanCharField(
        label=_("Why is it cancelled?"),
        help_text=_("The employer who asked for it reads this."),
        max_length=300,
        error_messages={"required": _("Write the reason.")},
    )


class TeamForm(PortalForm):
    users = forms.ModelMultipleChoiceField(
        label=_("Who joins?"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args: Any, stop: UnitStop, **kwargs: Any):
        super().__init__(*args, **kwargs)
        candidates = stops.may_join(stop)
        self.fields["users"].queryset = User.objects.filter(pk__in=[one.pk for one in candidates]).order_by("name")
        self.fields["users"].label_from_instance = lambda user: user.name
        self.anybody = bool(candidates)


class UnitForm(PortalForm):
    """A van or a travelling desk."""

    code = forms.SlugField(
        label=_("Code"), max_length=20, help_text=_("Letters, digits and dashes, for example van-12-1")
    )
    name_km = CleanCharField(label=_("Name in Khmer"), max_length=120, widget=forms.TextInput(attrs={"lang": "km"}))
    name_en = CleanCharField(label=_("Name in English"), max_length=120)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    people_an_hour = _number(_("People it registers in an hour"), most=200, initial=12)
    retired = forms.BooleanField(label=_("Not used any more"), required=False)

    def __init__(self, *args: Any, user: User, unit: MobileUnit | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.unit = unit
        prefixes = user.place_prefixes(Permission.PLAN_STOPS)
        fitting = [o.pk for o in Office.objects.filter(tree=Office.Tree.NSSF) if _covers(prefixes, o.place_prefix)]
        self.fields["office"].queryset = Office.objects.filter(pk__in=fitting)
        if unit is None:
            del self.fields["retired"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        others = MobileUnit.objects.filter(code=code)
        if (others.exclude(pk=self.unit.pk) if self.unit else others).exists():
            raise ValidationError(_("Another unit has this code."))
        return code


def _covers(prefixes: list[str], place: str) -> bool:
    return any(place.startswith(prefix) for prefix in prefixes)


class SlotChoice(forms.ChoiceField):
    """A free time of a stop; the value is its clock."""

    def __init__(self, **kwargs: Any):
        super().__init__(error_messages={"required": _("Choose a time.")}, **kwargs)
        self.error_messages["invalid_choice"] = _("This time is full or over. Choose another one.")


class BookForm(PortalForm):
    """A time, how many, a phone number: no account."""

    at = SlotChoice(label=_("At what time?"))
    people = _number(_("How many people come?"), initial=1)
    name = CleanCharField(
        label=_("Your name"), help_text=_("You may leave this empty."), max_length=120, required=False
    )
    phone = PhoneField(
        label=_("Your phone number"),
        help_text=_("We send the number of the booking and a reminder, nothing else."),
        error_messages={"required": _("Enter your phone number.")},
    )
    language = forms.ChoiceField(label=_("Which language?"), choices=LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, free: list[stops.Slot], **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.slots = {slot.clock: slot for slot in free}
        self.fields["at"].choices = [("", "–"), *((s.clock, _slot_words(s)) for s in free)]
        most = int(value_or("stop.booking_people", 5))
        self.fields["people"].validators.append(
            MaxValueValidator(most, _("At most %(limit_value)s in one booking. More: the employer books."))
        )

    @property
    def slot_at(self) -> datetime:
        return self.slots[self.cleaned_data["at"]].at


def _slot_words(slot: stops.Slot) -> Any:
    return _("%(clock)s – %(room)s free") % {"clock": slot.clock, "room": slot.room}


class StaffForm(PortalForm):
    """An employer's staff at a stop."""

    at = SlotChoice(label=_("From what time on?"), help_text=_("More than fit at one time come at the next ones."))
    people = _number(_("How many of your staff come?"), most=1_000)

    def __init__(self, *args: Any, free: list[stops.Slot], **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.slots = {slot.clock: slot for slot in free}
        self.fields["at"].choices = [("", "–"), *((s.clock, _slot_words(s)) for s in free)]

    @property
    def slot_at(self) -> datetime:
        return self.slots[self.cleaned_data["at"]].at


class AskDayForm(PortalForm):
    """A registration day at the employer's place."""

    people = _number(_("How many of your staff are to be registered?"), most=10_000)
    day = KhmerDateField(label=_("Which day suits you?"))
    begins = _clock(_("From what time on?"), initial=time(8))
    venue = CleanCharField(
        label=_("Where exactly?"), help_text=_("Hall, gate, street: where the team sets up."), max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)

    def clean_people(self) -> int:
        people, least, most = self.cleaned_data["people"], _least(), stops.most_of_a_day()
        if people < least:
            raise ValidationError(
                _("We come for %(n)s people or more. For fewer, book a time at a stop."), params={"n": least}
            )
        if people > most:
            raise ValidationError(_("One day takes %(n)s people at most. Ask for several days."), params={"n": most})
        return people

    def clean_day(self) -> date:
        first = stops.first_day_to_ask()
        if self.cleaned_data["day"] < first:
            said = _("The team needs time to prepare. The first possible day: %(day)s.")
            raise ValidationError(said, params={"day": long_day(first)})
        return self.cleaned_data["day"]

    @property
    def starts_at(self) -> datetime:
        return _moment(self.cleaned_data["day"], self.cleaned_data["begins"])


def _least() -> int:
    return int(value_or("stop.staff_least", 10))


class ReferenceForm(PortalForm):
    reference = CleanCharField(
        label=_("Number of the booking"),
        help_text=_("For example BKG-26-7K3QXAB-9. It stands in our message."),
        max_length=24,
        error_messages={"required": _("Enter the number of the booking.")},
    )


class WalkInForm(PortalForm):
    people = _number(_("People"), most=50, initial=1)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)


class CardForm(PortalForm):
    # A space is one of the signs of a card's code (base45), also twice in a row or at its end: nothing is tidied up.
    text = forms.CharField(
        label=_("Scan the card, or type the member number"),
        strip=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Scan the card or type the number.")},
    )


def submission_of(data: Any) -> uuid.UUID | None:
    """The submission id a form came with, if it is one."""
    try:
        return uuid.UUID(str(data.get("submission_id", "")))
    except ValueError:
        return None
