"""The questions of the pages where authorities work together."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Existence, Party
from compliance.models import CaseFile, UnitQuestion
from compliance.units import by_number
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, Office
from nssf_portal.law.book import value_or
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class ShareForm(PortalForm):
    """With whom, why, until when."""

    party = forms.ChoiceField(label=_("With whom"), choices=Party, widget=forms.RadioSelect)
    institution = forms.ModelChoiceField(
        label=_("Which institution"),
        queryset=Institution.objects.order_by("code"),
        required=False,
        help_text=_("Only for a list shared with an institution."),
    )
    purpose = CleanCharField(
        label=_("Purpose"), max_length=300, help_text=_("The partner reads this. Write no reason about an enterprise.")
    )
    until = KhmerDateField(label=_("Shared until"))

    def __init__(self, data: Any = None) -> None:
        ends = timezone.localdate() + timedelta(days=int(value_or("share.days", 30)))
        super().__init__(data, initial={"until": ends})

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        wanted = given.get("party") == Party.INSTITUTION
        if wanted and not given.get("institution"):
            self.add_error("institution", _("Choose the institution."))
        if not wanted:
            given["institution"] = None
        return given


class AnswerForm(PortalForm):
    """What a commune says of a unit: short, on one page, for a phone."""

    exists = forms.ChoiceField(
        label=_("Does this unit exist?"),
        choices=Existence,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    is_open = forms.ChoiceField(
        label=_("Is it open now?"),
        choices=Existence,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Leave this out when there is no such unit."),
    )
    where = CleanCharField(
        label=_("Where is it?"),
        required=False,
        max_length=300,
        help_text=_("Commune, village, or in words: beside the market, behind the school."),
    )
    interest = forms.ChoiceField(
        label=_("Do you or your family have a part in it?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("As an owner, partner, landlord or worker. You may answer in any case; we only need to know."),
        error_messages={"required": _("Choose yes or no.")},
    )
    note = CleanCharField(
        label=_("Anything else"),
        required=False,
        max_length=500,
        help_text=_("Do not write names of people."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if given.get("exists") == Existence.YES and not given.get("is_open"):
            self.add_error("is_open", _("Choose one answer."))
        return given

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"interest": self.cleaned_data["interest"] == "yes"}

    @staticmethod
    def of(question: UnitQuestion) -> dict[str, Any]:
        """What was said before, for a correction."""
        if question.interest is None:
            return {}
        names = ("exists", "is_open", "where", "note")
        return {n: getattr(question, n) for n in names} | {"interest": "yes" if question.interest else "no"}


class ReferForm(PortalForm):
    """Whom an inspector asks, and what."""

    to = forms.ChoiceField(label=_("To whom"))
    what = CleanCharField(
        label=_("What is asked"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other authority reads this. Never write who gave information."),
    )

    def __init__(self, data: Any = None, *, case: CaseFile, office: Office | None) -> None:
        super().__init__(data, with_submission_id=True)
        self._office = office
        self._institutions = {str(one.pk): one for one in Institution.objects.exclude(code="MLVT").order_by("code")}
        named = [(key, one.name) for key, one in self._institutions.items()]
        labour = [("office", office.name)] if office else []
        self.fields["to"].choices = [*labour, *named]

    def target(self) -> Institution | Office:
        chosen = self.cleaned_data["to"]
        return self._office if chosen == "office" and self._office else self._institutions[chosen]


class UnitForm(PortalForm):
    """A partner names a unit by a number it holds."""

    number = CleanCharField(
        label=_("Number of the enterprise"),
        help_text=_("TIN, commercial registration number or NSSF number."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-m"}),
    )

    def clean_number(self) -> Enterprise:
        found = by_number(self.cleaned_data["number"])
        if found is None:
            raise ValidationError(_("We know no enterprise, or more than one, by this number."))
        return found


class PartnerReferForm(UnitForm):
    """What a partner asks the Fund to look at."""

    what = CleanCharField(label=_("What should we look at?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, with_submission_id=True)


class PlanForm(UnitForm):
    """One visit of MLVT's."""

    planned_on = KhmerDateField(label=_("Day of the visit"))
    reason = CleanCharField(
        label=_("Why visited again so soon"),
        required=False,
        max_length=500,
        help_text=_("Needed only when another visit, of either inspectorate, lies within the months of the rule."),
    )
    note = CleanCharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, data: Any = None, *, initial: dict | None = None) -> None:
        super().__init__(data, initial=initial, with_submission_id=True)


class UploadForm(PortalForm):
    """A month's plan in one file."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("First row: number, date, reason, note. One visit a row."), max_length=200
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > 1_000_000:
            raise ValidationError(_("The file is too big. Send one month at a time."))
        return given


def month_of(text: str) -> date:
    """The first day of the month in the address; this month when it says nothing readable."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
