"""One person by a form: added, changed, ended; and a list of staff asked for as a file."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import Establishment
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm
from registration import under_age
from registration.enums import Currency, EndReason, ExportFormat, Presence, Sex
from registration.models import Employment
from registration.presenting.nationality import WORDS
from registration.reading.checks import DOCUMENT_REQUIRED, ERROR, CheckedRow
from registration.reading.forms import FORM_FIELDS, recheck
from registration.reading.words import describe
from registration.services.checking import rules_today

_LAST_DAY_AHEAD = datetime.timedelta(days=31)
_OTHER = "other"
_NATIONALITIES = [
    *((code, WORDS[code]) for code in "KH CN VN TH LA MM MY SG ID PH KR JP TW IN BD FR GB US AU".split()),
    (_OTHER, _("another: write it below")),
]
_IDENTITIES = [(kind.value, kind.label) for kind in Identifier.Kind if kind != Identifier.Kind.PHONE]
_SHOWN_AT = {"family_name": "family_name_km", "given_name": "given_name_km"}


def _text(label: Promise, *, most: int = 120, width: str = "w-m", **more: Any) -> CleanCharField:
    more.setdefault("required", False)
    attrs = {"class": width, "autocomplete": "off"} | more.pop("attrs", {})
    return CleanCharField(label=label, max_length=most, widget=forms.TextInput(attrs=attrs), **more)


class AddPersonForm(PortalForm):
    """What a row of a list says, typed in; the same checks read it, so the fields themselves are only text."""

    establishment = forms.ModelChoiceField(
        queryset=Establishment.objects.none(), label=_("Where does this person work?"), empty_label=None
    )
    family_name_km = _text(_("Family name in Khmer"), most=80, attrs={"lang": "km"})
    given_name_km = _text(_("Given name in Khmer"), most=80, attrs={"lang": "km"})
    family_name_latin = _text(_("Family name in Latin letters"), most=80)
    given_name_latin = _text(_("Given name in Latin letters"), most=80)
    one_part_name = forms.BooleanField(label=_("This person has only one name"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    date_of_birth = _text(
        _("Date of birth"), most=60, required=True, help_text=_("For example 3 April 1998 or 25-03-1990.")
    )
    nationality = forms.ChoiceField(label=_("Nationality"), choices=_NATIONALITIES, initial="KH")
    nationality_other = _text(_("Another nationality"), most=60)
    identity_kind = forms.ChoiceField(label=_("Kind of identity document"), choices=_IDENTITIES)
    identity_number = _text(
        _("Identity number"), most=40, required=True, help_text=_("As printed on the card or document.")
    )
    phone = _text(_("Phone number"), most=40, attrs={"type": "tel", "inputmode": "tel"})
    hired_on = _text(_("Date of hire"), most=60, required=True)
    wage = _text(_("Monthly wage"), most=40, required=True, attrs={"inputmode": "decimal"})
    wage_currency = forms.ChoiceField(label=_("Currency of the wage"), choices=Currency.choices)
    position = _text(_("Position"))
    department = _text(_("Department"))
    staff_number = _text(_("Staff number"), most=40)
    member_number = _text(_("NSSF member number"), most=20, help_text=_("If this person already has one."))
    document = forms.FileField(
        label=_("Identity card or birth certificate"),
        required=False,
        help_text=_("A photo from your phone is fine: JPEG, PNG or PDF, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )

    groups = (
        (_("Name"), ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin", "one_part_name")),
        (
            _("Person"),
            ("sex", "date_of_birth", "nationality", "nationality_other", "identity_kind", "identity_number", "phone"),
        ),
        (
            _("Work"),
            ("establishment", "hired_on", "wage", "wage_currency", "position", "department", "staff_number")
            + ("member_number",),
        ),
    )

    def __init__(self, *args: Any, establishments: list[Establishment], session: SessionBase, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.session, self.was_under_age, self.mark = session, False, ""
        self.fields["establishment"].queryset = Establishment.objects.filter(pk__in=[e.pk for e in establishments])
        self.fields["establishment"].initial = establishments[0].pk if establishments else None

    def fieldsets(self) -> list[tuple[Promise, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self._groups()]

    def _groups(self) -> Iterator[tuple[Promise, tuple[str, ...]]]:
        """The document is asked for only where a date of birth was corrected that was under the working age."""
        for title, names in self.groups:
            asked = "date_of_birth" in names and (self.was_under_age or self.mark)
            yield title, (*names, "document") if asked else names

    def clean(self) -> dict[str, Any]:
        """All that is wrong at once: what the fields found, and what the checks of a list's row find."""
        checked = recheck(self.values(), rules_today(), one_part_name_confirmed=self.cleaned_data["one_part_name"])
        said_by_checks = {_SHOWN_AT.get(found.field, found.field) for found in checked.problems}
        for name in said_by_checks & set(self.errors):
            if self.has_error(name, "required"):
                del self.errors[name]  # the checks say it in plainer words
        self.refuse(checked)
        self._look_back(checked)
        return self.cleaned_data

    def _look_back(self, checked: CheckedRow) -> None:
        self.was_under_age = under_age.was_refused(self.session, self.data, checked)
        self.mark = under_age.remember(self.session, checked) or self.data.get(under_age.MARK, "")
        if self.was_under_age and not self.errors and not self.cleaned_data.get("document"):
            words = describe(DOCUMENT_REQUIRED, "date_of_birth")
            self.add_error("document", f"{words.title}. {words.what_to_do}")

    def values(self) -> dict[str, str]:
        """The person in the words of a list's row."""
        given = {name: str(self.cleaned_data.get(name) or "") for name in FORM_FIELDS}
        if given["nationality"] == _OTHER:
            given["nationality"] = self.cleaned_data.get("nationality_other", "")
        return given

    def refuse(self, checked: CheckedRow) -> None:
        """Put what the checks found at the fields, in plain words."""
        for found in checked.problems:
            shown_at = _SHOWN_AT.get(found.field, found.field)
            if found.severity == ERROR and shown_at not in self.errors:
                words = describe(found.code, found.field, str(self.cleaned_data.get(shown_at) or ""), checked.id_kind)
                self.add_error(shown_at if shown_at in self.fields else None, f"{words.title}. {words.what_to_do}")


class ChangeForm(PortalForm):
    """Wage, position, department, staff number, presence: what may change while somebody works."""

    wage = forms.DecimalField(
        label=_("Monthly wage"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "decimal"}),
    )
    wage_currency = forms.ChoiceField(label=_("Currency of the wage"), choices=Currency.choices)
    occupation = _text(_("Position"))
    department = _text(_("Department"))
    staff_number = _text(_("Staff number"), most=40)
    presence = forms.ChoiceField(
        label=_("At work or away"),
        choices=Presence.choices,
        widget=forms.RadioSelect,
        help_text=_("Leave, sickness, suspension and transfer keep the employment."),
    )

    def __init__(self, data: Any = None, *, employment: Employment):
        if data is not None and "wage" in data:
            data = data.copy()
            data["wage"] = to_latin_digits(data["wage"]).replace(",", "").replace(" ", "").strip("៛$")
        initial = {name: getattr(employment, name) for name in type(self).base_fields}
        initial["wage"] = f"{employment.wage.normalize():f}"
        super().__init__(data, initial=initial)


class EndForm(PortalForm):
    """The last day and why."""

    ended_on = KhmerDateField(label=_("Last day of work"), help_text=_("For example 3 April 2026 or 03/04/2026."))
    end_reason = forms.ChoiceField(
        label=_("Why did this person leave?"), choices=EndReason.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, employment: Employment, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.employment = employment

    def clean_ended_on(self) -> datetime.date:
        day = self.cleaned_data["ended_on"]
        if day < self.employment.started_on:
            raise ValidationError(_("The last day is before the date of hire."), code="before_start")
        if day > timezone.localdate() + _LAST_DAY_AHEAD:
            raise ValidationError(_("The last day is more than a month ahead. Tell us when it is near."), code="ahead")
        return day


class ExportForm(PortalForm):
    """Who wants which people as a file, and what for."""

    people = forms.ChoiceField(
        label=_("Which people?"),
        choices=[("staff", _("everyone on the staff today")), ("left", _("those who left"))],
        initial="staff",
        widget=forms.RadioSelect,
    )
    establishment = forms.ModelChoiceField(
        queryset=Establishment.objects.none(), label=_("Place of work"), required=False, empty_label=_("all places")
    )
    file_format = forms.ChoiceField(
        label=_("Kind of file"), choices=ExportFormat.choices, initial=ExportFormat.XLSX, widget=forms.RadioSelect
    )
    reason = _text(
        _("What do you need the file for?"),
        most=200,
        width="w-full",
        required=True,
        help_text=_("It is kept with your name and the time. Don't write anybody's name here."),
    )

    def __init__(self, *args: Any, establishments: list[Establishment], **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["establishment"].queryset = Establishment.objects.filter(pk__in=[e.pk for e in establishments])
