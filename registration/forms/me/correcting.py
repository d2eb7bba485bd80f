"""What should be true instead: one small form for each thing that can be put right."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.book import value_or
from nssf_portal.places.fields import CommuneField
from nssf_portal.ui.forms import CleanCharField, DigitsField, KhmerDateField, PhoneField, PortalForm
from registration.enums import CorrectionCode, Sex
from registration.models import Employment, Member
from registration.presenting.nationality import WORDS

_IDENTITIES = (
    Identifier.Kind.KHMER_ID,
    Identifier.Kind.KIDC,
    Identifier.Kind.PASSPORT,
    Identifier.Kind.WORK_PERMIT,
    Identifier.Kind.BIRTH_CERTIFICATE,
    Identifier.Kind.FAMILY_BOOK,
    Identifier.Kind.RESIDENCE_BOOK,
)


def _text(label: object, *, most: int, lang: str = "", **more: Any) -> CleanCharField:
    attrs = {"class": "w-m", "autocomplete": "off"} | ({"lang": lang} if lang else {})
    return CleanCharField(label=label, max_length=most, widget=forms.TextInput(attrs=attrs), **more)


class CorrectionForm(PortalForm):
    """Common to all: the member's own words and a photo of a paper."""

    words_needed = False
    statement = CleanCharField(
        label=_("In your words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    document = forms.FileField(
        label=_("A photo of a paper that shows it"),
        required=False,
        help_text=_("A photo from your phone is fine: JPEG, PNG or PDF, up to 5 MB. You may also bring the paper."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.member = member
        self.fields["statement"].required = self.words_needed
        first = [name for name in self.fields if name not in ("statement", "document", "submission_id")]
        self.order_fields([*first, "statement", "document"])

    def values(self) -> dict[str, Any]:
        """For the application's own fields."""
        apart = ("document", "submission_id", "identity_kind", "identity_number", "phone")
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}

    def numbers(self) -> dict[str, str]:
        return {}


class NameForm(CorrectionForm):
    family_name_km = _text(_("Family name in Khmer"), most=80, lang="km", required=False)
    given_name_km = _text(_("Given name in Khmer"), most=80, lang="km", required=False)
    family_name_latin = _text(_("Family name in Latin letters"), most=80, required=False)
    given_name_latin = _text(_("Given name in Latin letters"), most=80, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in self.fields if "name_" in name):
            raise ValidationError(_("Write the name as it should be, in one script at least."))
        return cleaned


class BirthDateForm(CorrectionForm):
    born_on = KhmerDateField(label=_("Your date of birth"), help_text=_("For example 3 April 1998 or 03/04/1998."))

    def clean_born_on(self) -> Any:
        if self.cleaned_data["born_on"] >= timezone.localdate():
            raise ValidationError(_("This day is not over yet."))
        return self.cleaned_data["born_on"]


class SexForm(CorrectionForm):
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)


class NationalityForm(CorrectionForm):
    nationality = forms.ChoiceField(label=_("Nationality"), choices=lambda: list(WORDS.items()))


class IdentityForm(CorrectionForm):
    identity_kind = forms.ChoiceField(
        label=_("Kind of identity document"), choices=[(kind.value, kind.label) for kind in _IDENTITIES]
    )
    identity_number = DigitsField(
        label=_("Identity number"), help_text=_("As printed on the card or document."), max_length=40
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, number = cleaned.get("identity_kind"), cleaned.get("identity_number", "").upper()
        pattern = str(value_or(f"identifier.{kind}.pattern", r"^[0-9A-Z/.-]{1,40}$"))
        if kind and number and not re.match(pattern, number):
            self.add_error("identity_number", _("This number has not the form of the document. Look at it again."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return super().values() | {"identity_kind": self.cleaned_data["identity_kind"]}

    def numbers(self) -> dict[str, str]:
        return {self.cleaned_data["identity_kind"]: self.cleaned_data["identity_number"].upper()}


class AddressForm(CorrectionForm):
    commune_code = CommuneField(label=_("Where do you live?"))


class PhoneLostForm(CorrectionForm):
    phone = PhoneField(label=_("Your new phone number"))

    def numbers(self) -> dict[str, str]:
        return {Identifier.Kind.PHONE: self.cleaned_data["phone"]}


class WorkForm(CorrectionForm):
    words_needed = True
    employment = forms.ModelChoiceField(
        queryset=Employment.objects.none(), label=_("Which work?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        spells = Employment.objects.filter(member=member).select_related("enterprise").order_by("-started_on", "id")
        self.fields["employment"].queryset = spells
        self.fields["employment"].label_from_instance = lambda spell: spell.enterprise.name

    def values(self) -> dict[str, Any]:
        return super().values() | {"enterprise": self.cleaned_data["employment"].enterprise}


class TwoNumbersForm(CorrectionForm):
    other_person = DigitsField(
        label=_("Your other NSSF member number"), max_length=20, widget=forms.TextInput(attrs={"class": "w-m"})
    )


class OtherNameForm(CorrectionForm):
    words_needed = True
    other_person = _text(_("The name under which you worked"), most=120)
    enterprise_typed = _text(_("Where did you work under it?"), most=250)


class ReturningForm(CorrectionForm):
    pass


FORMS: dict[str, type[CorrectionForm]] = {
    CorrectionCode.NAME: NameForm,
    CorrectionCode.BIRTH_DATE: BirthDateForm,
    CorrectionCode.SEX: SexForm,
    CorrectionCode.NATIONALITY: NationalityForm,
    CorrectionCode.IDENTITY_NUMBER: IdentityForm,
    CorrectionCode.ADDRESS: AddressForm,
    CorrectionCode.PHONE_LOST: PhoneLostForm,
    CorrectionCode.EMPLOYMENT_WRONG: WorkForm,
    CorrectionCode.TWO_NUMBERS: TwoNumbersForm,
    CorrectionCode.OTHER_NAME: OtherNameForm,
    CorrectionCode.RETURNING: ReturningForm,
}
