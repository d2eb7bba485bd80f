"""Forms of the plan: rows, decisions, targets, baselines, the plan that follows, the evaluation."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.places.names import province_choices
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm
from reporting import registry
from reporting.enums import Body, Criterion, DecisionKind, Theme
from reporting.models import Measure, Plan
from reporting.periods import Period
from reporting.services.targeting import WHOLE_PLAN

_cap = lazy(capfirst, str)
_FIRST, _LAST = 2020, 2060


def _area(label: Any, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _labels(choices: Any) -> list[tuple[str, Any]]:
    return [(value, _cap(label)) for value, label in choices]


def _any(field: forms.Field) -> Any:
    """A field whose kind is known here and not to the type checker."""
    return field


class NumberField(forms.Field):
    """A number as people write it: Khmer digits, spaces or commas between thousands, a point for the decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "w-m"})

    def to_python(self, value: Any) -> Decimal | None:
        text = to_latin_digits(str(value or "")).replace(",", "")
        text = "".join(text.replace("%", "").split()).replace("\u200b", "")
        if not text:
            return None
        try:
            found = Decimal(text)
        except InvalidOperation as wrong:
            raise ValidationError(_("Write a number, for example 1,200,000 or 23.4."), code="number") from wrong
        if not found.is_finite() or abs(found) >= Decimal("1e13") or found < 0:
            raise ValidationError(_("Write a number, for example 1,200,000 or 23.4."), code="number")
        return found.quantize(Decimal("0.0001"))


class InvitationForm(PortalForm):
    """Which institution is asked to name a contact."""

    institution = forms.ModelChoiceField(queryset=Institution.objects.all(), to_field_name="code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)


class InstitutionsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any):
        super().__init__(queryset=Institution.objects.order_by("code"), **kwargs)

    def label_from_instance(self, obj: Institution) -> str:
        return obj.name


class VersionForm(PortalForm):
    """What a row says from a day on."""

    valid_from = KhmerDateField(label=_("In force from"))
    title_km = _area(_("Measure in Khmer"), 1500, 5)
    title_en = _area(_("Measure in English"), 1500, 5)
    indicator_km = _area(_("Indicator text in Khmer"), 500, 2)
    indicator_en = _area(_("Indicator text in English"), 500, 2)
    first_year = forms.IntegerField(label=_("Timeline: first year"), min_value=_FIRST, max_value=_LAST)
    last_year = forms.IntegerField(label=_("Timeline: last year"), min_value=_FIRST, max_value=_LAST)
    lead = InstitutionsField(label=_("Leads"))
    support = InstitutionsField(label=_("Support"), required=False)
    why = _area(_("Why it is changed"), 500, 2, help_text=_("Name the decision, if there is one."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("first_year"), found.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last year lies before the first."))
        return found


class RowForm(VersionForm):
    """A row that the plan did not have."""

    number = CleanCharField(label=_("Number"), max_length=6, help_text=_("Key measure, point, row: 2.3"))
    theme = forms.ChoiceField(label=_("Key measure"), choices=_labels(Theme.choices))
    field_order = ["number", "theme"]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        number, theme = to_latin_digits(found.get("number", "")), found.get("theme")
        head, _point, tail = number.partition(".")
        if number and not (tail.isdigit() and head == theme):
            self.add_error("number", _("The number begins with that of the key measure, then a point: 2.3"))
        return found | {"number": number}


class DecisionForm(PortalForm):
    """A decision as it was taken; the paper itself can be given with it."""

    measure = forms.ModelChoiceField(
        label=_("Row"), queryset=Measure.objects.none(), required=False, empty_label=_("The whole plan")
    )
    kind = forms.ChoiceField(label=_("What was decided"), choices=_labels(DecisionKind.choices))
    body = forms.ChoiceField(label=_("Decided by"), choices=_labels(Body.choices))
    decided_on = KhmerDateField(label=_("Decided on"))
    until = KhmerDateField(label=_("Until"), required=False, help_text=_("Wanted where something is extended."))
    reference = CleanCharField(label=_("Number of the paper"), max_length=120)
    text_km = _area(_("Decision in Khmer"), 2000)
    text_en = _area(_("Decision in English"), 2000)
    file = forms.FileField(
        label=_("The paper"), required=False, help_text=_("PDF or a picture. It can be left out."), max_length=200
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        _any(self.fields["measure"]).queryset = plan.measures.all()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("kind") == DecisionKind.EXTENDED and not found.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when it is extended."))
        return found


def indicator_choices() -> list[tuple[str, str]]:
    return [(one.code, str(one.name)) for one in registry.every()]


def period_choices(plan: Plan) -> list[tuple[str, str]]:
    """The whole plan, its years, its quarters."""
    years = [Period.parse(str(year)) for year in range(plan.starts_on.year, plan.ends_on.year + 1)]
    quarters = [quarter for year in years for quarter in year.quarters]
    inside = [one for one in quarters if one.last >= plan.starts_on and one.first <= plan.ends_on]
    return [(WHOLE_PLAN, str(_("The whole plan"))), *((one.code, one.words) for one in (*years, *inside))]


class TargetForm(PortalForm):
    """What is to be reached by the end of a period, in the country or in one province."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    period = forms.ChoiceField(label=_("By the end of"))
    province_code = forms.ChoiceField(label=_("Where"), required=False)
    value = NumberField(label=_("Target"))
    source = CleanCharField(label=_("Source"), max_length=300, help_text=_("Who set it, and in which paper."))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        _any(self.fields["indicator"]).choices = indicator_choices()
        _any(self.fields["period"]).choices = period_choices(plan)
        _any(self.fields["province_code"]).choices = [("", _("The whole country")), *province_choices()]


class BaselineForm(PortalForm):
    """Where an indicator stood, by one source on one day."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    as_of = KhmerDateField(label=_("As of"))
    value = NumberField(label=_("Value"))
    numerator = forms.IntegerField(label=_("Of which"), required=False, min_value=0)
    denominator = forms.IntegerField(
        label=_("Of all"), required=False, min_value=1, help_text=_("For a share: both counts it is made from.")
    )
    source = CleanCharField(label=_("Source"), max_length=300)
    note_km = _area(_("Note in Khmer"), 500, 2, required=False)
    note_en = _area(_("Note in English"), 500, 2, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _any(self.fields["indicator"]).choices = indicator_choices()


class SuccessorForm(PortalForm):
    """The plan that follows, and the rows of this one that go on in it."""

    name_km = CleanCharField(label=_("Name in Khmer"), max_length=200)
    name_en = CleanCharField(label=_("Name in English"), max_length=200)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("For addresses and files: formalization-2027-2029")
    )
    starts_on = KhmerDateField(label=_("First day"))
    ends_on = KhmerDateField(label=_("Last day"))
    counted_from = KhmerDateField(
        label=_("New members are counted from"), help_text=_("The first day of a month: members are counted by months.")
    )
    counted_why_km = _area(_("Why from that day, in Khmer"), 500, 2)
    counted_why_en = _area(_("Why from that day, in English"), 500, 2)
    source = CleanCharField(label=_("Source"), max_length=300, help_text=_("Who adopted it, when, in which paper."))
    rows = forms.ModelMultipleChoiceField(
        label=_("Rows that go on"), queryset=Measure.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, plan: Plan, titles: dict[Any, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = _any(self.fields["rows"])
        rows.queryset = plan.measures.all()
        rows.label_from_instance = lambda row: f"{row.number} {titles.get(row.pk, '')}"

    def clean_counted_from(self) -> Any:
        day = self.cleaned_data["counted_from"]
        if day.day != 1:
            raise ValidationError(_("Choose the first day of a month."), code="month")
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("starts_on") and found.get("ends_on") and found["ends_on"] <= found["starts_on"]:
            self.add_error("ends_on", _("The last day comes after the first."))
        return found


class EvaluationForm(PortalForm):
    """One question of the final evaluation, in both languages, with the figures it rests on."""

    criterion = forms.ChoiceField(label=_("Criterion"), choices=_labels(Criterion.choices))
    question = CleanCharField(label=_("Question"), max_length=500, help_text=_("One sentence that can be answered."))
    finding_km = _area(_("Finding in Khmer"), 8000, 6, required=False)
    finding_en = _area(_("Finding in English"), 8000, 6, required=False)
    recommendation_km = _area(_("Recommendation in Khmer"), 4000, 4, required=False)
    recommendation_en = _area(_("Recommendation in English"), 4000, 4, required=False)
    indicators = forms.MultipleChoiceField(
        label=_("Figures it rests on"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _any(self.fields["indicators"]).choices = indicator_choices()
