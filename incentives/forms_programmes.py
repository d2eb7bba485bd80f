"""Forms of officers who keep programmes: the programme, its conditions, what institutions published."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Sector
from incentives.conditions import COUNTED, LISTED
from incentives.enums import Measure, Size
from incentives.models import Programme, ProgrammeCondition, ProgrammeTerm
from incentives.riel import RielField
from nssf_portal.accounts.models import Institution
from nssf_portal.places.names import province_names
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm

_LONG = forms.Textarea(attrs={"rows": 4})
_SHORT = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})


class ProgrammeForm(PortalModelForm):
    """Everything of a version that is not in force yet."""

    budget = RielField(
        label=_("Budget in riel"), required=False, min_value=0, max_value=10**15,
        help_text=_("Leave it empty when no text states one."),
    )  # fmt: skip

    class Meta:
        model = Programme
        fields = [
            "name_km", "name_en", "kind", "institution", "summary_km", "summary_en", "legal_ground", "confirmed",
            "budget", "takes_requests", "valid_from", "valid_to", "order",
        ]  # fmt: skip
        field_classes = {"valid_from": KhmerDateField, "valid_to": KhmerDateField}
        widgets = {"summary_km": _LONG, "summary_en": _LONG, "order": _SHORT}
        labels = {
            "name_km": _("Name in Khmer"),
            "name_en": _("Name in English"),
            "kind": _("Kind"),
            "institution": _("Institution that decides or answers"),
            "summary_km": _("In plain words, in Khmer"),
            "summary_en": _("In plain words, in English"),
            "legal_ground": _("Legal ground"),
            "confirmed": _("I have read the text: it gives this programme"),
            "takes_requests": _("Enterprises ask for it here"),
            "valid_from": _("In force from"),
            "valid_to": _("In force until"),
            "order": _("Place in the list"),
        }
        help_texts = {
            "takes_requests": _("Otherwise it is shown for information only."),
            "valid_from": _("A day to come. Until then everything can still be changed."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.order_by("code")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and first <= timezone.localdate():
            self.add_error("valid_from", _("Choose a day to come: nobody is surprised by a change of today or before."))
        if first and last and last < first:
            self.add_error("valid_to", _("The last day comes before the first."))
        if given.get("takes_requests") and not given.get("institution"):
            self.add_error("institution", _("Say which institution answers, or make it information only."))
        return given

    def validate_constraints(self) -> None:
        """Said above in words of the reader; the database says it again."""


class ChangeForm(PortalForm):
    valid_from = KhmerDateField(label=_("The new version is in force from"), help_text=_("A day to come."))


class EndForm(PortalForm):
    on = KhmerDateField(label=_("Last day"))


class ConfirmForm(PortalForm):
    """The text with its number and day, as it was read."""

    text = CleanCharField(label=_("Text that says so, with its number and day"), max_length=300)


class MeasureForm(PortalForm):
    """The first step of a condition: which measure."""

    measure = forms.ChoiceField(label=_("What must the register say?"), choices=Measure.choices)


class ConditionForm(PortalForm):
    """One measure of the register with its bounds, or its list: only the fields of that measure are asked."""

    measure = forms.ChoiceField(choices=Measure.choices, widget=forms.HiddenInput)
    minimum = forms.IntegerField(
        label=_("At least"), required=False, min_value=0, max_value=1_000_000, widget=_SHORT
    )  # fmt: skip
    maximum = forms.IntegerField(label=_("At most"), required=False, min_value=0, max_value=1_000_000, widget=_SHORT)
    one_of = forms.MultipleChoiceField(label=_("One of these"), choices=(), widget=forms.CheckboxSelectMultiple)
    source = CleanCharField(label=_("Text that asks for it"), max_length=300)
    confirmed = forms.BooleanField(label=_("I have read the text: it asks for this"), required=False)

    def __init__(self, *args: Any, measure: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["measure"].initial = measure
        if measure not in COUNTED:
            del self.fields["minimum"], self.fields["maximum"]
        if measure in LISTED:
            self.fields["one_of"].choices = _codes_of(measure)
        else:
            del self.fields["one_of"]

    @staticmethod
    def initial_of(condition: ProgrammeCondition) -> dict[str, Any]:
        names = ("minimum", "maximum", "one_of", "source", "confirmed")
        return {name: getattr(condition, name) for name in names}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        least, most = given.get("minimum"), given.get("maximum")
        if "minimum" in self.fields and least is None and most is None and not self.errors:
            self.add_error("minimum", _("Say at least how many, or at most how many."))
        if least is not None and most is not None and most < least:
            self.add_error("maximum", _("“At most” is less than “at least”."))
        return given

    def fields_given(self) -> dict[str, Any]:
        """Everything a condition has; what does not belong to the measure is empty."""
        return {"minimum": None, "maximum": None, "one_of": []} | self.cleaned_data


def _codes_of(measure: str) -> list[tuple[str, Any]]:
    if measure == Measure.PLACE:
        return list(province_names().items())
    return list(Sector.choices if measure == Measure.SECTOR else Size.choices)


class TermForm(PortalModelForm):
    """What an institution published, word for word."""

    class Meta:
        model = ProgrammeTerm
        fields = [
            "institution", "label_km", "label_en", "value_km", "value_en", "published_on", "valid_to", "source",
            "confirmed", "is_history",
        ]  # fmt: skip
        field_classes = {"published_on": KhmerDateField, "valid_to": KhmerDateField}
        labels = {
            "institution": _("Institution"),
            "label_km": _("Term in Khmer"),
            "label_en": _("Term in English"),
            "value_km": _("What it says, in Khmer"),
            "value_en": _("What it says, in English"),
            "published_on": _("Published on"),
            "valid_to": _("Held until"),
            "source": _("Where it was published"),
            "confirmed": _("I have read it there"),
            "is_history": _("It is quoted; nobody knows that it still holds"),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.order_by("code")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("published_on"), given.get("valid_to")
        if first and first > timezone.localdate():
            self.add_error("published_on", _("This day is still to come. Choose today or an earlier day."))
        if first and last and last < first:
            self.add_error("valid_to", _("It cannot end before it was published."))
        return given


class TermEndForm(PortalModelForm):
    """How long a published term held; its words stay."""

    class Meta:
        model = ProgrammeTerm
        fields = ["valid_to", "source", "confirmed", "is_history"]
        field_classes = {"valid_to": KhmerDateField}
        labels = {name: TermForm.Meta.labels[name] for name in fields}

    def clean_valid_to(self) -> Any:
        day = self.cleaned_data["valid_to"]
        if day and day < self.instance.published_on:
            raise forms.ValidationError(_("It cannot end before it was published."))
        return day
