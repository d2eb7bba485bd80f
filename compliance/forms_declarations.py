"""What is asked on the pages of declarations and payments."""

import re
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.declaring.presenting import typed_name
from compliance.declaring.statement import Line, Wage
from compliance.enums import DeclarationKind
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.ui.forms import PortalForm

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)


class FilingForm(PortalForm):
    """One month, declared one of three ways."""

    kind = forms.ChoiceField(choices=DeclarationKind.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, with_submission_id=True, **kwargs)


class PaymentsForm(PortalForm):
    file = forms.FileField(
        label=gettext_lazy("The file of the collection system"),
        help_text=gettext_lazy(
            "CSV in UTF-8 with the columns nssf_number, month, fine_reference, amount, paid_on, reference."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, with_submission_id=True, **kwargs)


class WageRefused(Exception):
    """A wage that cannot be read; the words name nobody."""


def typed_wages(lines: Iterable[Line], data: Mapping[str, str]) -> dict[uuid.UUID, Wage]:
    """Wages typed for this month only, where they differ from the staff list. Raises WageRefused."""
    found: dict[uuid.UUID, Wage] = {}
    for line in lines:
        text = to_latin_digits(data.get(typed_name(line.employment_id), "")).replace(",", "").replace(" ", "")
        if not text:
            continue
        if not _NUMBER.fullmatch(text):
            raise WageRefused(_("Write each wage as a number, for example 816000 or 204.50."))
        if Decimal(text) != line.wage:
            found[line.employment_id] = (Decimal(text), line.currency)
    return found
