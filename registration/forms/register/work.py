"""The pages about work: who pays, which enterprise, ask or not, one's own business."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PictureRadioSelect
from registration.enums import EmployerContact, EquityCard, Payer
from registration.forms.register.base import QUESTION, StepForm, yes_or_no
from registration.models import PriorityGroup


class PayerForm(StepForm):
    page = "payer"
    payer = forms.ChoiceField(
        label=_("Who pays you?"),
        help_text=_("If somebody pays you a wage, registering you is their duty, and costs you less."),
        choices=Payer.choices,
        widget=PictureRadioSelect(
            pictures={"enterprise": "factory", "household": "house", "many": "people", "nobody": "sprout"},
            hints={Payer.MANY: _("A little here, a little there"), Payer.NOBODY: _("I work for myself")},
        ),
        template_name=QUESTION,
        error_messages={"required": _("Choose who pays you.")},
    )


class WorkersForm(StepForm):
    page = "workers"
    uses_workers = yes_or_no(
        _("Does anybody work for you for a wage?"),
        help_text=_("Family members who help without a wage don't count."),
        required=_("Say yes or no."),
    )


class EnterpriseForm(StepForm):
    """Name, number or certificate: typed once, looked up, then chosen."""

    page = "enterprise"
    q = CleanCharField(
        label=_("Where do you work?"),
        help_text=_("The name (3 letters are enough), its NSSF number, or the number under the QR of its certificate."),
        max_length=250,
        template_name=QUESTION,
        error_messages={"required": _("Write the name or the number.")},
    )

    def prepare(self) -> None:
        self.fields["q"].widget.attrs["autocomplete"] = "organization"


class HouseholdForm(EnterpriseForm):
    def prepare(self) -> None:
        self.fields["q"].label = _("In whose house do you work?")
        self.fields["q"].help_text = _("The name of the family or of the house owner, as you call them.")
        self.fields["q"].widget.attrs["autocomplete"] = "off"


class ContactForm(StepForm):
    """The worker decides first: ask, or check without a name."""

    page = "contact"
    employer_contact = forms.ChoiceField(
        label=_("May we ask your employer?"),
        choices=EmployerContact.choices,
        widget=PictureRadioSelect(
            pictures={"ask": "check", "quiet": "shield"},
            hints={
                EmployerContact.ASK: _("They confirm by one tap. You need no letter."),
                EmployerContact.QUIET: _("We never say your name. An officer looks, and a routine visit may follow."),
            },
        ),
        template_name=QUESTION,
        error_messages={"required": _("Choose one. Both are right.")},
    )


class WorkForm(StepForm):
    """All of it is optional: the employer says it too."""

    page = "work"
    occupation = CleanCharField(label=_("What work do you do?"), max_length=120, required=False)
    started_on = KhmerDateField(
        label=_("Since when?"),
        help_text=_("The day or the month, for example 3 April 2024 or April 2024."),
        required=False,
    )
    wage = forms.CharField(
        label=_("Wage a month, in riel"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "started_on" in self.fields:
            self.fields["started_on"].to_python = _first_day(self.fields["started_on"])

    def clean_started_on(self) -> Any:
        started = self.cleaned_data["started_on"]
        if started and started > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return started

    def clean_wage(self) -> int | None:
        text = to_latin_digits(self.cleaned_data["wage"]).replace(" ", "").replace(",", "").replace("៛", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) < 1_000_000_000):
            raise ValidationError(_("Write a number in riel, for example 800000."))
        return int(text)


def _first_day(field: KhmerDateField) -> Any:
    """A month alone is its first day: good enough for an optional answer."""
    from nssf_portal.khmer.dates import parse_date

    exact = KhmerDateField.to_python

    def read(value: Any) -> Any:
        reading = parse_date(str(value or ""), field.order)
        return reading.value if reading.value else exact(field, value)

    return read


class GroupForm(StepForm):
    """Priority groups of the strategy on the informal economy; a person in none registers all the same."""

    page = "group"
    group = forms.ChoiceField(
        label=_("Is your work one of these?"),
        help_text=_("It only tells the government where help is needed. You register either way."),
        widget=forms.RadioSelect,
        template_name=QUESTION,
        error_messages={"required": _("Choose one, or none of these.")},
    )

    def prepare(self) -> None:
        named = [(str(group.pk), group.name) for group in PriorityGroup.objects.order_by("number") if group.is_named]
        self.fields["group"].choices = [*named, ("none", _("None of these"))]


class CertificateForm(StepForm):
    page = "certificate"
    fields_of = {"certificate": ("have", "certificate")}
    have = yes_or_no(
        _("Do you have an informal economy certificate?"),
        help_text=_("From the CAM-IE app or one of the banks. We fetch it by its number: no print-out."),
        required=_("Say yes or no."),
    )
    certificate = CleanCharField(
        label=_("Number on the certificate"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        held = self.application.number_of("informal_cert")
        if data.get("have") and not data.get("certificate") and held is None:
            self.add_error("certificate", _("Enter the number on the certificate."))
        return data

    def clean_certificate(self) -> str:
        return certificate_number(self.cleaned_data["certificate"])


class GiveCertificateForm(forms.Form):
    """Later: the number that a sent application waits for."""

    use_required_attribute = False
    certificate = CleanCharField(
        label=_("Number on the certificate"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
        error_messages={"required": _("Enter the number on the certificate.")},
    )

    def clean_certificate(self) -> str:
        return certificate_number(self.cleaned_data["certificate"])


def certificate_number(typed: str) -> str:
    """As it stands on the paper, without spaces."""
    return to_latin_digits(typed).replace(" ", "").upper()


class EquityForm(StepForm):
    """Asked gently: voluntary, shown to no employer, ranks nobody."""

    page = "equity"
    equity_card = forms.ChoiceField(
        label=_("Does your family have an equity card?"),
        help_text=_("You need not answer. No employer sees it, and it changes nothing in this registration."),
        choices=[
            (EquityCard.EQUITY, _("Yes, an equity card")),
            (EquityCard.AT_RISK, _("Yes, a card for households at risk")),
            (EquityCard.NONE, _("No")),
            (EquityCard.NOT_SAID, _("I would rather not say")),
        ],
        widget=forms.RadioSelect,
        template_name=QUESTION,
        error_messages={"required": _("Choose one; the last one says nothing.")},
    )


class TermsForm(StepForm):
    """Price, where to pay, first day of cover, unpaid months: read first, then agree."""

    page = "terms"
    accept = forms.BooleanField(
        label=_("I have read this and I agree"),
        error_messages={"required": _("Tick the box when you agree.")},
    )
