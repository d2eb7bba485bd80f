"""Forms of an award cycle: its days and sizes, its categories, its criteria."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incentives.enums import CriterionKind, Measure
from incentives.models import AwardCategory, AwardCriterion, AwardCycle
from nssf_portal.places.names import province_choices
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm

_DAYS = ("cut_off_on", "nominations_from", "nominations_until", "scoring_until", "week_from", "week_until")
_SIZES = ("months", "quorum", "jurors_each", "long_list_size", "short_list_size")
_WORDS = ("name_km", "name_en")
_AFTER = ("presented_at", "legal_ground")
_SMALL = {"inputmode": "numeric", "class": "govuk-input--width-4"}
# What every enterprise answers by itself; sector, place and size are categories, not merits.
MEASURES = [
    (value, label) for value, label in Measure.choices if value not in (Measure.SECTOR, Measure.PLACE, Measure.SIZE)
]
BOUNDED = (Measure.YEARS, Measure.WORKERS)


class CycleForm(PortalModelForm):
    """A year's award: its days, and the sizes of its lists and bodies."""

    class Meta:
        model = AwardCycle
        fields = ["year", *_WORDS, *_DAYS, *_AFTER, *_SIZES]
        field_classes = dict.fromkeys(_DAYS, KhmerDateField) | dict.fromkeys(_WORDS, CleanCharField)
        widgets = {name: forms.TextInput(attrs=_SMALL) for name in ("year", *_SIZES)}
        help_texts = {
            "cut_off_on": _("Only what was recorded by the end of this day counts."),
            "week_from": _("Empty while the days are not fixed; they can be changed later."),
            "legal_ground": _("The decision that founds the award, with its date."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.state != "drafted":
            for name in ("year", *_SIZES):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for first, second in (
            ("nominations_from", "nominations_until"),
            ("nominations_until", "scoring_until"),
            ("week_from", "week_until"),
        ):
            if given.get(first) and given.get(second) and given[second] < given[first]:
                self.add_error(second, _("This day lies before the one it follows."))
        if bool(given.get("week_from")) != bool(given.get("week_until")):
            self.add_error("week_until", _("Give the first and the last day of the week, or neither."))
        self._sizes(given)
        return given

    def _sizes(self, given: dict[str, Any]) -> None:
        if given.get("quorum") is not None and given["quorum"] < 2:
            self.add_error("quorum", _("A committee decides with two members at least."))
        if given.get("jurors_each") is not None and given["jurors_each"] < 1:
            self.add_error("jurors_each", _("Each candidate is scored by one juror at least."))
        if not 1 <= given.get("months", 1) <= 36:
            self.add_error("months", _("Between 1 and 36 months."))

    def validate_constraints(self) -> None:
        """Said above in words, field by field; the database says so again."""


class CategoryForm(PortalModelForm):
    """Who competes with whom; what is left empty does not matter."""

    class Meta:
        model = AwardCategory
        fields = ["name_km", "name_en", "order", "size", "sector", "province_code", "first_year", "winners"]
        field_classes = dict.fromkeys(_WORDS, CleanCharField)
        widgets = {name: forms.TextInput(attrs=_SMALL) for name in ("order", "winners")}
        help_texts = {"order": _("An enterprise competes in the first category that fits it.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["province_code"] = forms.ChoiceField(
            label=_("province"), required=False, choices=[("", _("The whole country")), *province_choices()]
        )

    def clean_winners(self) -> int:
        winners = self.cleaned_data["winners"]
        if winners < 1:
            raise forms.ValidationError(_("At least one award."))
        return winners


class ComputedForm(PortalModelForm):
    """A criterion the register answers."""

    measure = forms.ChoiceField(label=_("measure"), choices=MEASURES)

    class Meta:
        model = AwardCriterion
        fields = ["measure", "name_km", "name_en", "minimum", "required", "weight", "order"]
        field_classes = dict.fromkeys(_WORDS, CleanCharField)
        widgets = {name: forms.TextInput(attrs=_SMALL) for name in ("minimum", "weight", "order")}
        labels = {"weight": _("points when it holds")}
        help_texts = {"minimum": _("Only for years and workers.")}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("minimum") is not None and given.get("measure") not in BOUNDED:
            self.add_error("minimum", _("This measure has no number: leave it empty."))
        return given | {"kind": CriterionKind.COMPUTED, "scale": None}

    def validate_constraints(self) -> None:
        """The service says which measure is there already."""


class JudgedForm(PortalModelForm):
    """A criterion the jury marks on a scale."""

    scale = forms.IntegerField(
        label=_("highest mark"), min_value=2, max_value=100, initial=10, widget=forms.TextInput(attrs=_SMALL)
    )

    class Meta:
        model = AwardCriterion
        fields = ["name_km", "name_en", "guidance_km", "guidance_en", "scale", "weight", "order"]
        field_classes = dict.fromkeys(_WORDS, CleanCharField)
        widgets = {name: forms.TextInput(attrs=_SMALL) for name in ("weight", "order")} | {
            name: forms.Textarea(attrs={"rows": 2}) for name in ("guidance_km", "guidance_en")
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return given | {"kind": CriterionKind.JUDGED, "measure": "", "required": False, "minimum": None}

    def validate_constraints(self) -> None:
        """Kind and measure are ours, not the person's."""


class CancelForm(PortalForm):
    reason = CleanCharField(
        label=_("Why the award is called off"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class RunForm(PortalForm):
    """One press computes eligibility; pressed twice, it is the same run."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
