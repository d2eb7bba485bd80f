"""The questions of the employer's pages."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Capacity, ClaimPath, IdentityKind, RepresentativeRole, Sector
from enterprises.identity import bare
from enterprises.models import Claim
from nssf_portal.exchange.registries import clean_number
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law.book import value_or
from nssf_portal.places.fields import CommuneField
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PhoneField, PictureRadioSelect, PortalForm

QUESTION = "components/question_field.html"
_TIN_WITHOUT_DASH = re.compile(r"([A-Z]\d{3})(\d{9,10})\Z")

PATH_HINTS = {
    ClaimPath.TIN: _("On the patent or any tax paper, for example K007-123456789"),
    ClaimPath.MOC: _("On the certificate of the Ministry of Commerce"),
    ClaimPath.ONE_WINDOW: _("From the one-window office of your district or province"),
    ClaimPath.INFORMAL: _("For a shop or workshop without a TIN"),
    ClaimPath.NONE: _("You can still register; an officer helps you"),
    ClaimPath.HOUSEHOLD: _("Housekeeper, nanny, cook, gardener, driver"),
}
PATH_PICTURES = {
    "tin": "document", "moc": "building", "one_window": "shop", "informal": "sprout", "none": "question",
    "household": "house",
}  # fmt: skip


class WhatForm(PortalForm):
    """What the person has in hand."""

    path = forms.ChoiceField(
        label=_("What do you have for your enterprise?"),
        help_text=_("One is enough. With a tax number it is quickest."),
        choices=ClaimPath.choices,
        widget=PictureRadioSelect(pictures=PATH_PICTURES, hints=PATH_HINTS),
        template_name=QUESTION,
        error_messages={"required": _("Choose what you have.")},
    )


class TinForm(PortalForm):
    number = CleanCharField(
        label=_("What is the tax number (TIN)?"),
        help_text=_("A letter and 12 or 13 digits, for example K007-123456789. Khmer digits are fine."),
        max_length=30,
        template_name=QUESTION,
        error_messages={"required": _("Enter the tax number.")},
    )

    def clean_number(self) -> str:
        number = clean_number(self.cleaned_data["number"])
        if without_dash := _TIN_WITHOUT_DASH.match(number):
            number = "-".join(without_dash.groups())
        if not re.match(str(value_or("identifier.tin.pattern", ".*")), number):
            raise ValidationError(_("A TIN has a letter, 3 digits, a dash and 9 or 10 digits: K007-123456789."))
        return number


class MocForm(PortalForm):
    number = CleanCharField(
        label=_("What is the commercial registration number?"),
        help_text=_("4 to 12 digits, on the certificate of the Ministry of Commerce."),
        max_length=30,
        template_name=QUESTION,
        error_messages={"required": _("Enter the registration number.")},
    )

    def clean_number(self) -> str:
        number = clean_number(self.cleaned_data["number"]).replace("-", "")
        if not re.match(str(value_or("identifier.moc.pattern", ".*")), number):
            raise ValidationError(_("This number has 4 to 12 digits."))
        return number


class CertificateForm(PortalForm):
    number = CleanCharField(
        label=_("What is the number on the certificate?"),
        max_length=40,
        template_name=QUESTION,
        error_messages={"required": _("Enter the number on the certificate.")},
    )


class InsteadForm(PortalForm):
    """No registry knows the number: where to go from here."""

    instead = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=[
            ("retype", _("Type the number again")),
            (ClaimPath.ONE_WINDOW, _("I have a one-window service certificate")),
            (ClaimPath.INFORMAL, _("I have an informal economy certificate")),
            (ClaimPath.NONE, _("I have none of these: go on without")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class PersonForm(PortalForm):
    """Who asks: the name in its parts, one identity document, and the capacity."""

    family_name_km = CleanCharField(label=_("Family name in Khmer"), max_length=80, required=False)
    given_name_km = CleanCharField(label=_("Given name in Khmer"), max_length=80, required=False)
    family_name_latin = CleanCharField(label=_("Family name in Latin letters"), max_length=80, required=False)
    given_name_latin = CleanCharField(label=_("Given name in Latin letters"), max_length=80, required=False)
    identity_kind = forms.ChoiceField(
        label=_("Which document do you have?"), choices=IdentityKind.choices, widget=forms.RadioSelect
    )
    identity_number = CleanCharField(
        label=_("Number of the document"),
        help_text=_("A Khmer identity card has 9 digits."),
        max_length=20,
        error_messages={"required": _("Enter the number of your identity card or passport.")},
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )
    capacity = forms.ChoiceField(
        label=_("What are you in the enterprise?"),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you are in the enterprise.")},
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if claim.identity_blind:
            self.fields["identity_number"].required = False
            self.fields["identity_number"].help_text = _("Leave this empty to keep the number ending in %(end)s.") % {
                "end": claim.identity_last4
            }
        if claim.is_household:
            del self.fields["capacity"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        khmer = data.get("family_name_km") or data.get("given_name_km")
        if not (khmer or data.get("family_name_latin") or data.get("given_name_latin")):
            self.add_error("family_name_km", _("Enter your name as it stands on your identity card or passport."))
        self._check_number(data)
        return data

    def _check_number(self, data: dict[str, Any]) -> None:
        number, kind = bare(data.get("identity_number", "")), data.get("identity_kind", "")
        if not number:
            return
        pattern = str(value_or(f"identifier.{kind}.pattern", ".*"))
        if not re.match(pattern, number):
            self.add_error("identity_number", self._sentence(kind, number))
        data["identity_number"] = number

    @staticmethod
    def _sentence(kind: str, number: str) -> str:
        if kind == IdentityKind.KHMER_ID:
            return _("The number has %(count)s digits; an identity card has 9.") % {"count": len(number)}
        return _("A passport number has 6 to 9 letters and digits.")


class DataForm(PortalForm):
    """What the enterprise says of itself; every value with where else it is known from."""

    name_km = CleanCharField(label=_("Name in Khmer"), max_length=250, required=False)
    name_latin = CleanCharField(label=_("Name in Latin letters"), max_length=250, required=False)
    commune_code = CommuneField(label=_("Where is it?"))
    address = CleanCharField(label=_("House and street"), max_length=300, required=False)
    phone = PhoneField(label=_("Phone number"))
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", "-"), *Sector.choices], required=False)
    activity = CleanCharField(label=_("Main activity in your words"), max_length=200, required=False)
    workers = forms.CharField(
        label=_("How many people work there?"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )
    opened_on = KhmerDateField(label=_("Opened on"), required=False)

    def __init__(self, *args: Any, household: bool = False, hints: dict[str, str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if household:
            for name in ("name_km", "name_latin", "sector", "activity", "workers", "opened_on"):
                del self.fields[name]
        for name, hint in (hints or {}).items():
            if name in self.fields:
                self.fields[name].help_text = hint

    def clean_workers(self) -> int | None:
        text = to_latin_digits(self.cleaned_data["workers"]).replace(" ", "").replace(",", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) < 1_000_000):
            raise ValidationError(_("Write a number, for example 12."))
        return int(text)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "name_km" in self.fields and not (data.get("name_km") or data.get("name_latin")):
            self.add_error("name_km", _("Enter the name of the enterprise in Khmer or in Latin letters."))
        return data


class DocumentForm(PortalForm):
    file = forms.FileField(
        label=_("Photo or scan"),
        help_text=_("A photo from your phone is fine: JPEG, PNG or PDF, up to 5 MB."),
        error_messages={"required": _("Choose the file or take a photo.")},
    )

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["file"].required = not optional


class EstablishmentForm(PortalForm):
    name_km = CleanCharField(label=_("Name in Khmer"), max_length=250, required=False)
    name_latin = CleanCharField(label=_("Name in Latin letters"), max_length=250, required=False)
    commune_code = CommuneField(label=_("Where is it?"))
    address = CleanCharField(label=_("House and street"), max_length=300, required=False)
    phone = PhoneField(label=_("Phone number"), required=False)
    opened_on = KhmerDateField(label=_("Opened on"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("name_km") or data.get("name_latin")):
            self.add_error("name_km", _("Enter the name of this place in Khmer or in Latin letters."))
        return data


class CloseForm(PortalForm):
    closed_on = KhmerDateField(label=_("On which day did it close?"))


class InviteForm(PortalForm):
    """Whom to invite: an e-mail address or a phone number."""

    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(label=_("Phone number"), required=False)
    role = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=RepresentativeRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person may do.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not (data.get("email") or data.get("phone")):
            self.add_error("email", _("Enter an e-mail address or a phone number."))
        return data


class DecisionForm(PortalForm):
    """An officer's decision on a claim; what it needs depends on what it is."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("approve", _("Approve: this person may act for the enterprise")),
            ("return", _("Return: the person must change or add something")),
            ("refuse", _("Propose a refusal; a second officer decides")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    fields_back = forms.MultipleChoiceField(
        label=_("What must be changed or added?"),
        choices=[
            ("person", _("Name, identity document, capacity")),
            ("data", _("Data of the enterprise")),
            ("document", _("The document")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = CleanCharField(
        label=_("Reason (the person can read it)"), max_length=500, required=False, widget=forms.Textarea
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        decision = data.get("decision")
        if decision == "return" and not data.get("fields_back"):
            self.add_error("fields_back", _("Choose at least one."))
        if decision in ("return", "refuse") and not data.get("reason"):
            self.add_error("reason", _("Say why, so that the person knows what to do."))
        return data


class SecondDecisionForm(PortalForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("confirm", _("Confirm the refusal")), ("reject", _("I disagree: send it back to the queue"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    reason = CleanCharField(label=_("Reason"), max_length=500, required=False, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("decision") == "reject" and not data.get("reason"):
            self.add_error("reason", _("Say why, so that the first officer understands."))
        return data
