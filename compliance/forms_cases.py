"""What inspectors type about a case."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Answer, CaseKind, CaseOutcome, Ground, Signature
from compliance.models import CaseFile, ChecklistQuestion, ViolationType
from nssf_portal.accounts.models import User
from nssf_portal.khmer.dates import parse_date
from nssf_portal.law.book import value_or
from nssf_portal.ui.forms import CleanCharField, DigitsField, KhmerDateField, PortalForm
from registration.enums import Sex

_LONG = forms.Textarea(attrs={"rows": 4})
_ANSWERS = [(a.value, a.label) for a in (Answer.YES, Answer.NO, Answer.NOT_APPLICABLE)]


class OpenForm(PortalForm):
    """A self-declaration is the employer's to open."""

    kind = forms.ChoiceField(label=_("Kind of inspection"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Ground of a visit without announcement"),
        choices=[("", _("none: the visit is announced")), *Ground.choices],
        required=False,
    )
    ground_text = CleanCharField(label=_("What the ground is"), max_length=500, required=False)
    follows = forms.ModelChoiceField(
        label=_("Case that this one follows"), queryset=CaseFile.objects.none(), required=False
    )

    def __init__(self, *args: Any, closed: Any, special: bool, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        left_out = {CaseKind.SELF_DECLARATION} | (set() if special else {CaseKind.SPECIAL})
        left_out |= set() if closed.exists() else {CaseKind.FOLLOW_UP}
        self.fields["kind"].choices = [(k.value, k.label) for k in CaseKind if k not in left_out]
        self.fields["follows"].queryset = closed
        if CaseKind.FOLLOW_UP in left_out:
            del self.fields["follows"]
        if not special:
            del self.fields["ground"], self.fields["ground_text"]


class AssignForm(PortalForm):
    user = forms.ModelChoiceField(label=_("Inspector"), queryset=User.objects.none())
    leads = forms.BooleanField(label=_("Leads the case"), required=False, initial=True)

    def __init__(self, *args: Any, inspectors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = inspectors


class PlanForm(PortalForm):
    on = KhmerDateField(label=_("Day of the visit"))
    reason = CleanCharField(
        label=_("Why visited again so soon"),
        help_text=_("Only when somebody was or will be there within the months of the law book."),
        max_length=500,
        required=False,
    )


class MoveForm(PortalForm):
    to = KhmerDateField(label=_("New day"))
    reason = CleanCharField(label=_("Why"), max_length=500)


class WhyForm(PortalForm):
    text = CleanCharField(label=_("Why"), max_length=500, widget=_LONG)


class CloseForm(PortalForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=CaseOutcome.choices, widget=forms.RadioSelect)
    text = CleanCharField(label=_("What was decided"), max_length=1000, widget=_LONG)


class FindingForm(PortalForm):
    violation = forms.ModelChoiceField(label=_("Type of violation"), queryset=ViolationType.objects.none())
    text = CleanCharField(label=_("What was found"), max_length=1000, widget=_LONG)
    workers = forms.IntegerField(
        label=_("Workers concerned"), min_value=0, max_value=200_000, widget=forms.TextInput(attrs={"class": "w-s"})
    )
    since = KhmerDateField(label=_("Since"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["violation"].queryset = ViolationType.objects.filter(active=True)


class SettleFindingForm(PortalForm):
    act = forms.ChoiceField(
        label=_("What became of it"),
        choices=[("cure", _("put right")), ("withdraw", _("withdrawn: it was not so"))],
        widget=forms.RadioSelect,
    )
    text = CleanCharField(label=_("How, or why"), max_length=500)


class WorkerForm(PortalForm):
    """The least that opens a registration; the officer at the desk asks for the rest."""

    family_name = CleanCharField(label=_("Family name"), max_length=80)
    given_name = CleanCharField(label=_("Given name"), max_length=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    born_on = forms.CharField(
        label=_("Date of birth"), help_text=_("The year alone will do."), widget=forms.TextInput(attrs={"class": "w-m"})
    )
    khmer_id = DigitsField(label=_("Khmer ID number"), required=False, max_length=20)
    works_since = KhmerDateField(label=_("Works there since"), required=False)
    note = CleanCharField(label=_("Note"), max_length=300, required=False)

    def clean_born_on(self) -> Any:
        read = parse_date(self.cleaned_data["born_on"], "dmy")
        if not read.value or read.value >= timezone.localdate():
            raise ValidationError(_("Write the date of birth, or its year."), code="unreadable")
        return read

    def clean_khmer_id(self) -> str:
        number = self.cleaned_data["khmer_id"]
        digits = int(value_or("identifier.khmer_id.digits", 9))
        if number and (not number.isdigit() or len(number) != digits):
            raise ValidationError(_("A Khmer ID has %(digits)s digits."), params={"digits": digits})
        return number

    def clean_works_since(self) -> date | None:
        day = self.cleaned_data["works_since"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is in the future."), code="future")
        return day


class PlaceFields(PortalForm):
    """Where, in degrees; both or none."""

    latitude = forms.DecimalField(
        label=_("Latitude"), min_value=-90, max_value=90, max_digits=8, decimal_places=5, required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "decimal"}),
    )  # fmt: skip
    longitude = forms.DecimalField(
        label=_("Longitude"), min_value=-180, max_value=180, max_digits=8, decimal_places=5, required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "decimal"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("latitude") is None) != (data.get("longitude") is None) and not self.errors:
            self.add_error("longitude", _("Write both numbers, or none."))
        return data

    @property
    def where(self) -> tuple[Decimal, Decimal] | None:
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        return None if latitude is None or longitude is None else (latitude, longitude)


class MomentFields(PortalForm):
    """A day and a time of day in Phnom Penh."""

    day = KhmerDateField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"), input_formats=["%H:%M", "%H.%M"], widget=forms.TextInput(attrs={"class": "w-s"})
    )

    @property
    def moment(self) -> datetime | None:
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        return timezone.make_aware(datetime.combine(day, time)) if day and time else None


class EvidenceForm(MomentFields, PlaceFields):
    file = forms.FileField(label=_("Photo or paper"))
    note = CleanCharField(label=_("What it shows"), max_length=300)
    field_order = ("file", "note", "day", "time", "latitude", "longitude")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["day"].required = self.fields["time"].required = False
        self.fields["day"].label, self.fields["time"].label = _("Day it was taken"), _("Time it was taken")


class ChecklistForm(PortalForm):
    """One pair of fields for each question that no data answers."""

    def __init__(self, *args: Any, questions: list[ChecklistQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            name = f"q_{question.pk.hex}"
            self.fields[name] = forms.ChoiceField(label=question.text, choices=_ANSWERS, widget=forms.RadioSelect)
            self.fields[f"{name}_note"] = CleanCharField(label=_("Note"), max_length=500, required=False)

    def asked(self) -> list[tuple[ChecklistQuestion, Any, Any]]:
        """The questions with their two fields, for the template."""
        return [(q, self[f"q_{q.pk.hex}"], self[f"q_{q.pk.hex}_note"]) for q in self.questions]

    @property
    def answers(self) -> dict[Any, tuple[str, str]]:
        data = self.cleaned_data
        return {q.pk: (data[f"q_{q.pk.hex}"], data[f"q_{q.pk.hex}_note"]) for q in self.questions}


class SheetForm(ChecklistForm, MomentFields, PlaceFields):
    """The visit sheet; three people present are enough on one page."""

    PEOPLE = (1, 2, 3)
    workers_met = forms.IntegerField(
        label=_("Workers met"), min_value=0, max_value=200_000, widget=forms.TextInput(attrs={"class": "w-s"})
    )
    statement = CleanCharField(label=_("What the employer says"), max_length=4000, widget=_LONG, required=False)
    note = CleanCharField(label=_("Note"), max_length=1000, widget=_LONG, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in self.PEOPLE:
            self.fields[f"name_{n}"] = CleanCharField(label=_("Name"), max_length=160, required=False)
            self.fields[f"role_{n}"] = CleanCharField(label=_("As what"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.moment and self.moment > timezone.now():
            self.add_error("time", _("The time of the visit is in the future."))
        return data

    def people(self) -> list[tuple[Any, Any]]:
        return [(self[f"name_{n}"], self[f"role_{n}"]) for n in self.PEOPLE]

    @property
    def present(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        return [(data[f"name_{n}"], data[f"role_{n}"]) for n in self.PEOPLE if data[f"name_{n}"]]


class MinutesForm(PortalForm):
    text = CleanCharField(label=_("What the minutes add"), max_length=8000, widget=_LONG, required=False)
    statement = CleanCharField(label=_("What the employer says"), max_length=4000, widget=_LONG, required=False)
    signature = forms.ChoiceField(label=_("Signature"), choices=Signature.choices, widget=forms.RadioSelect)
    signer = CleanCharField(label=_("Who signed"), max_length=160, required=False)
    signature_note = CleanCharField(label=_("Why not signed"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        signed = data.get("signature") == Signature.SIGNED
        if signed and not data.get("signer"):
            self.add_error("signer", _("Write who signed."))
        if data.get("signature") and not signed and not data.get("signature_note"):
            self.add_error("signature_note", _("Write why nobody signed."))
        return data


def closed_cases(case_of: Any) -> Any:
    """What a follow-up may follow."""
    return CaseFile.objects.filter(enterprise=case_of, state="closed").order_by("-closed_at")
