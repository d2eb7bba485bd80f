"""The questions of emergency relief: the rule, which lines, why, and until when."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from compliance.declaring import months as calendar
from compliance.services.reliefs import OF_MONTHS
from enterprises.enums import Sector
from incentives.enums import EmergencyKind, Size
from incentives.models import Intervention
from incentives.services.interventions import months_most
from nssf_portal.khmer.cleaning import clean
from nssf_portal.law.book import value_or
from nssf_portal.places.enums import Level
from nssf_portal.places.models import Place, place_key
from nssf_portal.places.names import place_name, province_choices
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm
from nssf_portal.ui.templatetags.ui import long_month

_LONG = forms.Textarea(attrs={"rows": 3})


def _month_choices(months: list[date]) -> list[tuple[str, str]]:
    return [(f"{month:%Y-%m}", long_month(month)) for month in months]


class MonthField(forms.TypedChoiceField):
    """A month out of a list, by its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=calendar.read, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class PlacesField(forms.Field):
    """Districts and communes, one on each line, by name or code; the value is their codes."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> list[str]:
        return [_code_of(place) for line in str(value or "").splitlines() if (place := clean(line))]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def _code_of(text: str) -> str:
    """The one place of this name or code; several of one name are listed with their codes."""
    levels = (Level.DISTRICT, Level.COMMUNE)
    exact = Place.objects.current().filter(level__in=levels, code=text)
    key = place_key(text)
    named = [
        place
        for place in Place.objects.search(text).filter(level__in=levels)[:50]
        if key in (place.key_km, place.key_latin)
    ]
    found = list(exact) or named
    if len(found) == 1:
        return found[0].code
    if not found:
        raise ValidationError(_("No district or commune is called “%(name)s”."), params={"name": text})
    listed = ", ".join(f"{place.code} {place_name(place.code)}" for place in found[:8])
    said = _("“%(name)s” can be several places. Write the code: %(places)s")
    raise ValidationError(said, params={"name": text, "places": listed})


class RuleForm(PortalForm):
    """Who is meant and what is relieved."""

    name_km = CleanCharField(label=_("Name in Khmer"), max_length=200, widget=forms.TextInput(attrs={"lang": "km"}))
    name_en = CleanCharField(label=_("Name in English"), max_length=200, widget=forms.TextInput(attrs={"lang": "en"}))
    kind = forms.ChoiceField(label=_("What happened"), choices=EmergencyKind.choices)
    reason = CleanCharField(
        label=_("Why relief is due"), help_text=_("Employers read this. Name no person."), max_length=500, widget=_LONG
    )
    effect = forms.ChoiceField(label=_("What is relieved"), choices=[(kind.value, kind.label) for kind in OF_MONTHS])
    legal_ground = CleanCharField(label=_("Legal ground"), help_text=_("The decision this rests on."), max_length=300)
    from_month = MonthField(label=_("First month"))
    to_month = MonthField(label=_("Last month"))
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), choices=Sector.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    activity_contains = CleanCharField(
        label=_("Main activity contains"), help_text=_("For example: garment"), max_length=60, required=False
    )
    provinces = forms.MultipleChoiceField(label=_("Provinces"), required=False, widget=forms.CheckboxSelectMultiple)
    places = PlacesField(
        label=_("Districts and communes"), help_text=_("One on each line, by name or code."), required=False
    )
    sizes = forms.MultipleChoiceField(
        label=_("Sizes"), choices=Size.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    registered_before = KhmerDateField(label=_("Registered before"), required=False)

    WHAT = ("name_km", "name_en", "kind", "reason", "effect", "legal_ground", "from_month", "to_month")
    WHO = ("sectors", "activity_contains", "provinces", "places", "sizes", "registered_before")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["provinces"].choices = province_choices()
        choices = _month_choices(_months(self.initial.get("from_month")))
        self.fields["from_month"].choices = self.fields["to_month"].choices = choices

    @property
    def what(self) -> list[Any]:
        return [self[name] for name in self.WHAT]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("from_month"), given.get("to_month")
        if first and last and last < first:
            self.add_error("to_month", _("The last month comes before the first."))
        elif first and last and last >= calendar.after(first, months_most()):
            said = _now("An emergency relief lasts %(months)s months at most.")
            self.add_error("to_month", said % {"months": months_most()})
        return given

    def rule(self) -> dict[str, Any]:
        """What the service takes: provinces and smaller places are one list, a province swallowing its parts."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("submission_id", "provinces")}
        provinces = self.cleaned_data["provinces"]
        smaller = [code for code in given["places"] if code[:2] not in provinces]
        return given | {"places": [*provinces, *dict.fromkeys(smaller)]}


def _months(earliest: date | None) -> list[date]:
    """From so many months back (law book) to twice the longest time ahead."""
    this = calendar.first_of(timezone.localdate())
    back = int(value_or("relief.emergency_months_back", 12))
    first = min(calendar.after(this, -back), earliest or this)
    found = [first]
    while found[-1] < calendar.after(this, 2 * months_most()):
        found.append(calendar.after(found[-1]))
    return found


def first_rule(like: Intervention | None) -> dict[str, Any]:
    """What the form begins with: this month, or what another one says."""
    if like is None:
        this = calendar.first_of(timezone.localdate())
        return {"from_month": this, "to_month": calendar.after(this, 2)}
    names = [name for name in (*RuleForm.WHAT, *RuleForm.WHO) if name != "provinces"]
    given = {name: getattr(like, name) for name in names}
    provinces = [code for code in like.places if len(code) == 2]
    return given | {"provinces": provinces, "places": [code for code in like.places if len(code) > 2]}


class LinesForm(PortalForm):
    """What becomes of the ticked enterprises; taking them off needs a reason."""

    act = forms.ChoiceField(choices=[("exclude", ""), ("put_back", "")], widget=forms.HiddenInput)
    reason = CleanCharField(label=_("Reason"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("act") == "exclude" and not given.get("reason"):
            self.add_error("reason", _("Say why it is taken off the list."))
        return given


class WhyForm(PortalForm):
    reason = CleanCharField(label=_("Reason"), help_text=_("Name no person."), max_length=500, widget=_LONG)


class EndForm(WhyForm):
    last_month = MonthField(label=_("Last month with relief"))

    field_order = ("last_month", "reason")

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_month"].choices = _month_choices(months)
