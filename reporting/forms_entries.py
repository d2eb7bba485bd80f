"""Forms of progress entries, findings and the coordination log."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.places.names import province_choices
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm
from reporting import registry
from reporting.enums import Body, Inquiry, Status, Theme
from reporting.models import CoordinationItem, Finding, Indicator, Measure, Plan, ProgressEntry
from reporting.periods import NotAPeriod, Period
from reporting.registry import Definition
from reporting.services import entered_values, entering, finding_out

_NAME_NOBODY = _("Write no names and no numbers of people.")


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _people(label: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False, widget=widget)


def _choices(choices: Any) -> list[tuple[str, str]]:
    return [("", "–"), *((value, capfirst(str(label))) for value, label in choices)]


def _measures() -> Any:
    return Measure.objects.select_related("plan").order_by("-plan__starts_on", "number")


class EntryForm(PortalForm):
    """How a row goes, in a word and in four texts."""

    status = forms.ChoiceField(
        label=_("How does this row go?"), widget=forms.RadioSelect,
        error_messages={"required": _("Say how the row goes.")},
    )  # fmt: skip
    strengths = CleanCharField(
        label=_("Strengths"), help_text=_("What was reached this quarter and what helped."), max_length=4000,
        required=False, widget=_long(),
    )  # fmt: skip
    weaknesses = CleanCharField(
        label=_("Weaknesses"), help_text=_("What was not reached, for reasons within your institution."),
        max_length=4000, required=False, widget=_long(),
    )  # fmt: skip
    challenges = CleanCharField(
        label=_("Challenges"), help_text=_("What stands in the way from outside."), max_length=4000, required=False,
        widget=_long(),
    )  # fmt: skip
    needs = CleanCharField(
        label=_("Needs for coordination"), help_text=_("Which institution should do what, and by when."),
        max_length=4000, required=False, widget=_long(),
    )  # fmt: skip

    def __init__(self, *args: Any, of: ProgressEntry, keeps: bool = False, **kwargs: Any) -> None:
        initial = {name: getattr(of, name) for name in ("status", *entering.TEXTS)}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["status"].required = not keeps
        self.fields["status"].choices = [(value, capfirst(str(label))) for value, label in Status.choices]


class WhyForm(PortalForm):
    why = CleanCharField(label=_("Comments"), max_length=2000, widget=_long())


class EvidenceForm(PortalForm):
    file = forms.FileField(label=_("File"), help_text=_("PDF, JPEG or PNG."))
    caption = CleanCharField(label=_("What it shows"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, auto_id="evidence_%s", **kwargs)


class FigureField(CleanCharField):
    """A number with Khmer or Latin digits, spaces or commas between thousands."""

    widget = forms.TextInput(attrs={"class": "w-m", "inputmode": "decimal"})

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = to_latin_digits(super().clean(value) or "").replace(",", "").replace(" ", "").removesuffix("%")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("Write a number, for example 1250 or 12.5.")) from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
            raise ValidationError(_("Write a number, for example 1250 or 12.5."))
        return number.quantize(Decimal("0.0001"))


class ValueForm(PortalForm):
    """One figure that the portal cannot know."""

    indicator = forms.ChoiceField(label=_("Figure"))
    province = forms.ChoiceField(label=_("Of the country, or of a province"), required=False)
    value = FigureField(label=_("Value"))
    source = CleanCharField(
        label=_("Where it comes from"), max_length=300, help_text=_("The report, survey or register, with its date.")
    )

    def __init__(self, *args: Any, asked: list[Definition], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="value_%s", **kwargs)
        self.fields["indicator"].choices = [(one.code, str(one.name)) for one in asked]
        self.fields["province"].choices = [("", _("The whole country")), *province_choices()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code, value = given.get("indicator"), given.get("value")
        if code and value is not None and (wrong := entered_values.check(registry.get(code), value)):
            self.add_error("value", wrong)
        return given


class CallForm(PortalForm):
    """Which quarter is called by hand."""

    period = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, quarter = [], Period.quarter_of(timezone.localdate()).before
        for _number in range(8):
            found.append((quarter.code, quarter.words))
            quarter = quarter.before
        self.fields["period"].choices = found

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except NotAPeriod:
            raise ValidationError(_("Choose a quarter.")) from None


class FindingForm(PortalForm):
    """Interviews, focus groups, consultations: how, where, how many, what was learnt."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    inquiry = forms.ChoiceField(label=_("Method"))
    held_on = KhmerDateField(label=_("Held on"))
    place_code = forms.ChoiceField(label=_("Where it was held"), required=False)
    women = _people(_("Women"))
    men = _people(_("Men"))
    not_stated = _people(_("Sex not stated"))
    question = CleanCharField(label=_("What was asked"), max_length=500, widget=_long(2))
    learnt = CleanCharField(label=_("What was learnt"), help_text=_NAME_NOBODY, max_length=4000, widget=_long(6))
    measure = forms.ModelChoiceField(
        label=_("Row of the plan"), queryset=Measure.objects.none(), required=False, empty_label=_("No single row")
    )
    indicators = forms.ModelMultipleChoiceField(
        label=_("Figures it speaks of"), queryset=Indicator.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label=_("Report of it"), required=False, help_text=_("PDF, without names."))

    HOW = ("institution", "inquiry", "held_on", "place_code", "women", "men", "not_stated")
    WHAT = ("question", "learnt", "file")
    OF_WHAT = ("measure", "indicators")

    def __init__(self, *args: Any, by: User, of: Finding | None = None, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, initial=_initial_of(of) if of else {}, **kwargs)
        own = finding_out.institutions_of(by)
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=own).order_by("code")
        self.fields["inquiry"].choices = _choices(Inquiry.choices)
        self.fields["place_code"].choices = [("", _("Several provinces")), *province_choices()]
        self.fields["measure"].queryset = _measures()
        self.fields["indicators"].queryset = Indicator.objects.filter(retired_on__isnull=True)
        names = {one.code: str(one.name) for one in registry.every()}
        self.fields["indicators"].label_from_instance = lambda one: names.get(one.code, one.code)
        if of:
            del self.fields["institution"]

    def part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def groups(self) -> list[tuple[str, list[Any], bool]]:
        """Figures by key measure: its name, boxes to tick, whether it is shown open."""
        chosen = {str(one) for one in self["indicators"].value() or []}
        themes = {one.code: one.measures[0][0] if one.measures else "" for one in registry.every()}
        found: dict[str, list[Any]] = {theme: [] for theme in ("", *Theme.values)}
        for box in self["indicators"].subwidgets:
            found[themes.get(str(box.data["value"]), "")].append(box)
        names = dict(Theme.choices) | {"": _("Members and enterprises as a whole")}
        return [
            (str(names[theme]), boxes, any(str(box.data["value"]) in chosen for box in boxes))
            for theme, boxes in found.items() if boxes
        ]  # fmt: skip

    @property
    def how(self) -> list[forms.BoundField]:
        return self.part(self.HOW)

    @property
    def what(self) -> list[forms.BoundField]:
        return self.part(self.WHAT)

    @property
    def of_what(self) -> list[forms.BoundField]:
        return self.part(self.OF_WHAT)

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("women", "men", "not_stated"):
            given[name] = given.get(name) or 0
        if not given["women"] + given["men"] + given["not_stated"] and not {"women", "men"} & set(self.errors):
            self.add_error("women", _("Say how many people took part."))
        for name in ("question", "learnt"):
            if wrong := finding_out.names_somebody(given.get(name) or ""):
                self.add_error(name, wrong)
        return given

    def facts(self) -> dict[str, Any]:
        """What the service takes, without the file and the submission."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", "submission_id")}


def _initial_of(of: Finding) -> dict[str, Any]:
    names = ("inquiry", "held_on", "place_code", "women", "men", "not_stated", "question", "learnt")
    given = {name: getattr(of, name) for name in names}
    return given | {"measure": of.measure_id, "indicators": list(of.indicators.values_list("pk", flat=True))}


class ItemForm(PortalForm):
    """A problem for the coordination log."""

    problem = CleanCharField(label=_("Problem"), help_text=_NAME_NOBODY, max_length=1000, widget=_long())
    institution = forms.ModelChoiceField(
        label=_("Institution asked"), queryset=Institution.objects.order_by("code"), empty_label="–"
    )
    measure = forms.ModelChoiceField(
        label=_("Row of the plan"), queryset=Measure.objects.none(), required=False, empty_label=_("No single row")
    )
    intervention = CleanCharField(
        label=_("Intervention"), help_text=_("What the General Secretariat does about it."), max_length=1000,
        required=False, widget=_long(3),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["measure"].queryset = _measures().filter(plan=plan)


class InterventionForm(PortalForm):
    intervention = CleanCharField(label=_("Intervention"), max_length=1000, widget=_long(3))

    def __init__(self, *args: Any, of: CoordinationItem, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="do_%s", initial={"intervention": of.intervention}, **kwargs)


class DecisionForm(PortalForm):
    """What was decided, who does it, by when."""

    body = forms.ChoiceField(label=_("Decided by"))
    decision = CleanCharField(label=_("Decision"), max_length=1000, widget=_long(3))
    decided_on = KhmerDateField(label=_("Decided on"))
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Institution.objects.order_by("code"), empty_label="–"
    )
    due_on = KhmerDateField(label=_("By when"))

    def __init__(self, *args: Any, of: CoordinationItem, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="decision_%s", initial={"owner": of.institution_id}, **kwargs)
        self.fields["body"].choices = _choices(Body.choices)


class DoneForm(PortalForm):
    done_on = KhmerDateField(label=_("Done on"))
    note = CleanCharField(label=_("What was done"), max_length=1000, widget=_long(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="done_%s", **kwargs)


class DropForm(PortalForm):
    why = CleanCharField(label=_("Why it is given up"), max_length=1000, widget=_long(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="drop_%s", **kwargs)
