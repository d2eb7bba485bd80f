"""What an institution answers on its own screen, and the file it may send instead."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incentives.enums import AnswerKind
from incentives.riel import RielField
from incentives.services.answering import Said, Wrong
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm

_FIELDS = {"answer": "kind", "date": "happened_on"}


class AnswerForm(PortalForm):
    """One answer: what, when, and the terms as far as they are known."""

    kind = forms.ChoiceField(
        label=_("What do you answer?"),
        choices=AnswerKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    happened_on = KhmerDateField(
        label=_("On which day?"), help_text=_("The day you decided, or the day it was taken up.")
    )
    amount = RielField(
        label=_("Amount in riel"), required=False, help_text=_("Offered, or taken up. Needed when a loan is taken up.")
    )
    interest = forms.DecimalField(
        label=_("Interest a year, of 100"),
        required=False,
        localize=False,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-s"}),
    )
    months = forms.IntegerField(
        label=_("Term in months"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
    )
    reason = CleanCharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed when you refuse; the enterprise reads it. Do not write names of people."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"happened_on": timezone.localdate()}, with_submission_id=True)

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        interest = given.get("interest")
        return Said(
            kind=given["kind"],
            happened_on=given["happened_on"],
            amount=given.get("amount"),
            interest=interest.quantize(Decimal("0.01")) if interest is not None else None,
            months=given.get("months"),
            reason=given.get("reason", ""),
        )

    def show(self, found: list[Wrong]) -> None:
        """Each thing that is wrong at its field."""
        for one in found:
            name = _FIELDS.get(one.field, one.field)
            self.add_error(name if name in self.fields else None, one.text)


class AnswerFileForm(PortalForm):
    """Many answers at once."""

    file = forms.FileField(
        label=_("File with your answers"),
        help_text=_("Excel or CSV, with the columns of the table above."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the file.")},
        max_length=200,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, with_submission_id=True)
