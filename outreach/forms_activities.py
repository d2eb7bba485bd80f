"""Forms of activities: one dense page to plan, and the small ones of an activity's page."""

import uuid
from collections.abc import Iterable
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.places.fields import CommuneField
from nssf_portal.ui.forms import CleanCharField, DigitsField, KhmerDateField, PhoneField, PortalForm
from outreach.enums import EvidenceKind, FieldKind, MoneyKind, PartnerRole, Rhythm, TargetGroup
from outreach.models import Activity, ActivityType, MaterialVersion, TypeField
from outreach.money_fields import MOST, RielField
from outreach.services.series import moments

LANGUAGES = (
    ("km", _("Khmer")),
    ("sgn", _("Khmer sign language")),
    ("en", _("English")),
    ("cja", _("Cham")),
    ("tpu", _("Tampuan")),
    ("jra", _("Jarai")),
    ("cmo", _("Bunong")),
)
_LONG = forms.Textarea(attrs={"rows": 3})
_CAMBODIA = ((Decimal("9"), Decimal("15.5")), (Decimal("101.5"), Decimal("108.5")))


def language_names(codes: Iterable[str]) -> str:
    """Languages in words."""
    known = dict(LANGUAGES)
    return ", ".join(str(known.get(code, code)) for code in codes)


def _caps(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


class ClockField(forms.TimeField):
    """A time of day with Khmer or Latin digits, 9:00 or 14.30."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"class": "w-s", "inputmode": "numeric", "placeholder": "09:00"})
        super().__init__(**({"input_formats": ["%H:%M"], "widget": widget} | kwargs))

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = to_latin_digits(value).strip().replace(".", ":")
        return super().to_python(value)


class PositionField(CleanCharField):
    """Latitude and longitude as maps copy them: 11.5564, 104.9282."""

    def clean(self, value: Any) -> tuple[Decimal, Decimal] | None:  # type: ignore[override]
        text = to_latin_digits(super().clean(value) or "")
        if not text:
            return None
        try:
            lat, lon = (Decimal(part.strip()).quantize(Decimal("0.00001")) for part in text.split(","))
        except (InvalidOperation, ValueError):
            raise ValidationError(_("Write two numbers with a comma between, for example 11.5564, 104.9282.")) from None
        for number, (low, high) in zip((lat, lon), _CAMBODIA, strict=True):
            if not low <= number <= high:
                raise ValidationError(_("This position is not in Cambodia."))
        return lat, lon


class PlanForm(PortalForm):
    """An activity on one page."""

    type = forms.ModelChoiceField(label=_("Type"), queryset=ActivityType.objects.none(), empty_label="–")
    name_km = CleanCharField(label=_("Name in Khmer"), max_length=200, widget=forms.TextInput(attrs={"lang": "km"}))
    name_en = CleanCharField(label=_("Name in English"), max_length=200, widget=forms.TextInput(attrs={"lang": "en"}))
    summary_km = CleanCharField(label=_("What it is about, in Khmer"), max_length=1000, required=False, widget=_LONG)
    summary_en = CleanCharField(label=_("What it is about, in English"), max_length=1000, required=False, widget=_LONG)
    on = KhmerDateField(label=_("Day"))
    starts = ClockField(label=_("Begins at"))
    ends = ClockField(label=_("Ends at"))
    place_code = CommuneField(label=_("Where it is held"))
    venue = CleanCharField(label=_("Venue"), max_length=200, required=False)
    position = PositionField(
        label=_("Position on the map"), required=False, help_text=_("Copied from a map: 11.5564, 104.9282")
    )
    nssf_number = DigitsField(
        label=_("NSSF number of the enterprise"), required=False, help_text=_("When it is held at an enterprise.")
    )
    target_group = forms.ChoiceField(label=_("For whom"))
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple)
    capacity = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, max_value=20_000, help_text=_("Empty: no limit."),
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )  # fmt: skip
    is_public = forms.BooleanField(label=_("Show it to everybody once it is announced"), required=False, initial=True)
    takes_sign_ups = forms.BooleanField(label=_("People sign up beforehand"), required=False, initial=True)
    contact_phone = PhoneField(label=_("Telephone for questions"), required=False)

    WHAT = ("type", "name_km", "name_en", "summary_km", "summary_en")
    WHEN = ("on", "starts", "ends")
    WHERE = ("place_code", "venue", "position", "nssf_number")
    WHO = ("target_group", "languages", "capacity", "is_public", "takes_sign_ups", "contact_phone")

    def __init__(self, *args: Any, of: Activity | None = None, **kwargs: Any) -> None:
        self.of = of
        initial = (_initial(of) if of else {"languages": ["km"]}) | kwargs.pop("initial", {})
        super().__init__(*args, with_submission_id=of is None, initial=initial, **kwargs)
        in_use = Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate())
        if of:
            in_use |= Q(pk=of.type_id)
        self.fields["type"].queryset = ActivityType.objects.filter(in_use)
        self.fields["type"].label_from_instance = lambda one: f"{one.action} {one.name}"
        self.fields["target_group"].choices = _caps(TargetGroup.choices)

    def _part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def what(self) -> list[forms.BoundField]:
        return self._part(self.WHAT)

    @property
    def when(self) -> list[forms.BoundField]:
        return self._part(self.WHEN)

    @property
    def where(self) -> list[forms.BoundField]:
        return self._part(self.WHERE)

    @property
    def who(self) -> list[forms.BoundField]:
        return self._part(self.WHO)

    def clean_nssf_number(self) -> Enterprise | None:
        number = self.cleaned_data["nssf_number"]
        if not number:
            return None
        found = Enterprise.objects.filter(nssf_number=number).first()
        if found is None:
            raise ValidationError(_("No enterprise has this number."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("It ends before it begins."))
        return given

    def facts(self) -> dict[str, Any]:
        """Everything but the times, as the service takes it."""
        given = self.cleaned_data
        plain = ("name_km", "name_en", "summary_km", "summary_en", "place_code", "venue", "target_group", "languages",
                 "capacity", "takes_sign_ups", "contact_phone")  # fmt: skip
        latitude, longitude = given["position"] or (None, None)
        shown = given["is_public"] and given["type"].is_public
        found = {name: given[name] for name in plain}
        return found | {
            "type": given["type"],
            "enterprise": given["nssf_number"],
            "latitude": latitude,
            "longitude": longitude,
            "is_public": shown,
        }

    def times(self) -> dict[str, Any]:
        starts_at, ends_at = moments(*(self.cleaned_data[name] for name in self.WHEN))
        return {"starts_at": starts_at, "ends_at": ends_at}


def _initial(of: Activity) -> dict[str, Any]:
    names = ("type", "name_km", "name_en", "summary_km", "summary_en", "place_code", "venue", "target_group",
             "languages", "capacity", "is_public", "takes_sign_ups", "contact_phone")  # fmt: skip
    begin, end = timezone.localtime(of.starts_at), timezone.localtime(of.ends_at)
    position = f"{of.latitude}, {of.longitude}" if of.latitude is not None else ""
    return {name: getattr(of, name) for name in names} | {
        "on": begin.date(),
        "starts": begin.time(),
        "ends": end.time(),
        "position": position,
        "nssf_number": of.enterprise.nssf_number if of.enterprise else "",
    }


class EditForm(PlanForm):
    """Of a series: this one only, or all that are still to come."""

    reach = forms.ChoiceField(
        label=_("What is changed"),
        choices=[("one", _("This one only")), ("all", _("This one and all that come after it"))],
        widget=forms.RadioSelect,
        initial="one",
        help_text=_("When all are changed, each keeps its own day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.of or not self.of.series_id:
            del self.fields["reach"]


class SeriesForm(PlanForm):
    """An activity that comes back; the day is the first one's."""

    rhythm = forms.ChoiceField(label=_("How often"))
    every = forms.IntegerField(
        label=_("Every so many weeks, months or years"), initial=1, min_value=1, max_value=12,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )  # fmt: skip
    last_on = KhmerDateField(label=_("Last day of the series"))

    WHEN = ("on", "starts", "ends")
    AGAIN = ("rhythm", "every", "last_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("First day")
        self.fields["rhythm"].choices = _caps(Rhythm.choices)

    @property
    def again(self) -> list[forms.BoundField]:
        return self._part(self.AGAIN)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day comes before the first."))
        return given


class PartForm(PortalForm):
    """One of several forms of a page: its fields have ids of their own, and it is taken in once."""

    ids = ""
    once = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=self.once, **({"auto_id": f"{self.ids}_%s"} | kwargs))


class WhyForm(PortalForm):
    reason = CleanCharField(label=_("Reason"), max_length=500, widget=_LONG)


class MoneyForm(PartForm):
    """A line of the budget."""

    ids, once = "money", True

    kind = forms.ChoiceField(label=_("Planned or spent"))
    what = CleanCharField(label=_("For what"), max_length=200)
    amount = RielField(label=_("Amount in riel"), min_value=1, max_value=MOST)
    source = forms.ModelChoiceField(
        label=_("Who pays"), queryset=Institution.objects.order_by("code"), required=False, empty_label=_("the Fund")
    )
    spent_on = KhmerDateField(label=_("Paid on"), required=False, help_text=_("For money that was spent."))
    file = forms.FileField(label=_("Invoice or receipt"), required=False, help_text=_("PDF or a picture of the paper."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _caps(MoneyKind.choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == MoneyKind.SPENT and not given.get("spent_on") and "spent_on" not in self.errors:
            self.add_error("spent_on", _("Say on which day it was paid."))
        return given


class PartnerForm(PartForm):
    ids = "partner"
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.order_by("code"), empty_label="–"
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _caps(PartnerRole.choices)


class SpeakerForm(PartForm):
    ids = "speaker"
    name = CleanCharField(label=_("Name"), max_length=120)
    organisation = CleanCharField(label=_("From"), max_length=200, required=False)
    agreed = forms.BooleanField(label=_("Agreed to be named in public"), required=False)


class EvidenceForm(PartForm):
    ids, once = "evidence", True
    kind = forms.ChoiceField(label=_("What it shows"))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A photo (JPEG, PNG) or a PDF. On a sign-in sheet cover telephone numbers: how many came is enough."
        ),
    )
    note = CleanCharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _caps(EvidenceKind.choices)


class UseForm(PartForm):
    """Which version of a material was used."""

    ids = "use"

    version = forms.ModelChoiceField(label=_("Material"), queryset=MaterialVersion.objects.none(), empty_label="–")
    copies = forms.IntegerField(
        label=_("Copies given"), required=False, min_value=0, max_value=1_000_000,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = MaterialVersion.objects.filter(material__retired_on__isnull=True).select_related("material")
        self.fields["version"].queryset = rows.order_by("-material__created_at", "-version")
        self.fields["version"].label_from_instance = lambda one: f"{one.material.name} ({one.version})"


class HeardForm(PartForm):
    ids, once = "heard", True
    heard = CleanCharField(label=_("What was said"), help_text=_("Name no person."), max_length=1000, widget=_LONG)
    institution = forms.ModelChoiceField(
        label=_("Said by people of"), queryset=Institution.objects.order_by("code"), required=False, empty_label="–"
    )


class ChangedForm(PortalForm):
    changed = CleanCharField(label=_("What changed because of it"), max_length=1000, widget=_LONG)
    changed_on = KhmerDateField(label=_("Changed on"))


class MaterialForm(PortalForm):
    name_km = CleanCharField(label=_("Name in Khmer"), max_length=200, widget=forms.TextInput(attrs={"lang": "km"}))
    name_en = CleanCharField(label=_("Name in English"), max_length=200, widget=forms.TextInput(attrs={"lang": "en"}))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    target_group = forms.ChoiceField(label=_("For whom"))
    file = forms.FileField(label=_("File"), help_text=_("PDF, JPEG or PNG."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["target_group"].choices = _caps(TargetGroup.choices)


class VersionForm(PortalForm):
    file = forms.FileField(label=_("File"), help_text=_("PDF, JPEG or PNG."))
    note = CleanCharField(label=_("What changed"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)


class ReportForm(PortalForm):
    """What happened, and the questions of the type's sheet."""

    report = forms.CharField(label=_("What happened"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, sheet: list[TypeField], known: dict[uuid.UUID, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for row in sheet:
            self.fields[f"sheet_{row.pk}"] = _sheet_field(row, known.get(row.pk))

    def answers(self) -> dict[uuid.UUID, Any]:
        found = {}
        for row in self.sheet:
            value = self.cleaned_data[f"sheet_{row.pk}"]
            found[row.pk] = {"yes": True, "no": False}.get(value) if row.kind == FieldKind.YES_NO else value
        return found


def _sheet_field(row: TypeField, known: Any) -> forms.Field:
    common: dict[str, Any] = {"label": row.label, "required": row.required}
    if row.kind == FieldKind.NUMBER:
        widget = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})
        return forms.IntegerField(min_value=0, max_value=10_000_000, initial=known, widget=widget, **common)
    if row.kind == FieldKind.YES_NO:
        initial = {True: "yes", False: "no"}.get(known, "")
        choices = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=choices, initial=initial, **common)
    if row.kind == FieldKind.CHOICE:
        labels = row.choices_en if get_language() == "en" else row.choices_km
        pairs = list(zip(row.choices_km, labels, strict=False))  # the Khmer words are what is kept
        return forms.ChoiceField(choices=[("", "–"), *pairs], initial=known or "", **common)
    return CleanCharField(max_length=1000, initial=known or "", widget=forms.Textarea(attrs={"rows": 2}), **common)
