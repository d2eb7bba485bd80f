"""The pages about the person: identity, consents, name, birth, home."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.dates import DateReading, parse_date
from nssf_portal.places.fields import CommuneField
from nssf_portal.reading.cells import tidy_identity
from nssf_portal.ui.forms import CleanCharField, KhmerDateField
from registration.enums import ApplicantPath, ConsentPurpose, NoIdentity, Sex
from registration.forms.register.base import QUESTION, StepForm, yes_or_no
from registration.identity import looks_right
from registration.presenting.nationality import WORDS
from registration.steps import purposes_of

_K = Identifier.Kind
KINDS = (_K.KHMER_ID, _K.KIDC, _K.PASSPORT, _K.WORK_PERMIT, _K.BIRTH_CERTIFICATE, _K.FAMILY_BOOK, _K.RESIDENCE_BOOK)
_KIND_WORDS = {
    _K.KHMER_ID: _("Khmer identity card"),
    _K.KIDC: _("Khmer identification code (10 digits)"),
    _K.PASSPORT: _("Passport"),
    _K.WORK_PERMIT: _("Work permit"),
    _K.BIRTH_CERTIFICATE: _("Birth certificate"),
    _K.FAMILY_BOOK: _("Family book"),
    _K.RESIDENCE_BOOK: _("Residence book"),
}
_NONE_WORDS = {
    NoIdentity.LOST: _("I lost my card"),
    NoIdentity.PAWNED: _("Somebody else keeps my card, or it is pawned"),
    NoIdentity.NEVER_HAD: _("I never had one"),
}


class IdentityForm(StepForm):
    """One identity document, or why there is none: then one begins anyway and proves it later."""

    page = "identity"
    fields_of = {"identity_number": ("kind", "number")}
    kind = forms.ChoiceField(
        label=_("Which paper shows who you are?"),
        help_text=_("One is enough. Without one you can begin all the same."),
        widget=forms.RadioSelect,
        template_name=QUESTION,
        error_messages={"required": _("Choose one.")},
    )
    number = CleanCharField(
        label=_("Number on it"),
        help_text=_("An identity card has 9 digits. Khmer digits are fine. Without a paper leave this empty."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )

    def prepare(self) -> None:
        kinds = sorted(KINDS, key=lambda kind: kind != _K.BIRTH_CERTIFICATE) if self._is_child() else KINDS
        words = [(str(kind), _KIND_WORDS[kind]) for kind in kinds]
        self.fields["kind"].choices = [*words, *((str(why), word) for why, word in _NONE_WORDS.items())]
        if self._is_child():
            self.fields["kind"].label = _("Which paper shows who this person is?")
        if held := self._held():
            self.fields["number"].help_text = _("Leave this empty to keep the number ending in %(end)s.") % {
                "end": held.last_four
            }

    def _is_child(self) -> bool:
        return self.application.path == ApplicantPath.DEPENDANT

    def _held(self) -> Any:
        kind = self.application.identity_kind
        return self.application.number_of(kind) if kind else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind, number = data.get("kind", ""), tidy_identity(data.get("number", ""))
        if kind in _NONE_WORDS:
            return data | {"number": ""}
        kept = self._held() is not None and self.application.identity_kind == kind
        if not kind or (kept and not number):
            return data
        if not number:
            self.add_error("number", _("Enter the number on it."))
        elif not looks_right(kind, number):
            self.add_error("number", _sentence(kind, number))
        return data | {"number": number}


def _sentence(kind: str, number: str) -> str:
    if kind == _K.KHMER_ID:
        return _("The number has %(count)s digits; an identity card has 9.") % {"count": len(number)}
    if kind == _K.KIDC:
        return _("The number has %(count)s digits; an identification code has 10.") % {"count": len(number)}
    return _("This does not look like the number of such a paper. Look at it once more.")


class NationalityForm(StepForm):
    page = "nationality"
    nationality = forms.ChoiceField(
        label=_("Which country issued it?"),
        choices=[(code, word) for code, word in WORDS.items() if code != "ZZ"],
        template_name=QUESTION,
    )


class ConsentForm(StepForm):
    """Each optional sharing on its own; "no" is as good an answer as "yes"."""

    page = "consent"
    identity_check = yes_or_no(
        _("May we compare your number, name, birth date and sex with the Ministry of Interior?"),
        help_text=_("Then you need no photo of your card, and it goes faster. If you say no, an officer looks at it."),
        required=_("Say yes or no."),
        question=False,
    )
    informal_platform = yes_or_no(
        _("May we fetch your certificate from the informal economy platform?"),
        help_text=_("Then you need not print it. If you say no, an officer asks you for it."),
        required=_("Say yes or no."),
        question=False,
    )

    def prepare(self) -> None:
        asked = purposes_of(self.application)
        for purpose in (ConsentPurpose.IDENTITY_CHECK, ConsentPurpose.INFORMAL_PLATFORM):
            if purpose not in asked:
                del self.fields[purpose]


class NameForm(StepForm):
    """As on the paper; one script is enough, and so is one part of a name."""

    page = "name"
    family_name_km = CleanCharField(label=_("Family name in Khmer"), max_length=80, required=False)
    given_name_km = CleanCharField(label=_("Given name in Khmer"), max_length=80, required=False)
    family_name_latin = CleanCharField(label=_("Family name in Latin letters"), max_length=80, required=False)
    given_name_latin = CleanCharField(label=_("Given name in Latin letters"), max_length=80, required=False)

    def prepare(self) -> None:
        for name in self.fields:
            self.fields[name].widget.attrs["autocomplete"] = "family-name" if "family" in name else "given-name"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kept = [getattr(self.application, name) for name in NameForm.base_fields if name not in self.fields]
        if not any([*(data.get(name) for name in self.fields), *kept]):
            self.add_error(next(iter(self.fields)), _("Enter the name as it stands on the paper. One part is enough."))
        return data


class BirthDateField(KhmerDateField):
    """A date as people know it: the whole day, the month, or only the year. The value is what was read."""

    default_error_messages = {
        "unreadable": _("Write the date, for example 3 April 1998 or 03/04/1998. The year alone is enough: 1998."),
    }

    def to_python(self, value: Any) -> DateReading | None:
        if value in self.empty_values:
            return None
        reading = parse_date(str(value), self.order)
        if reading.value is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return reading


class BirthForm(StepForm):
    page = "birth"
    born_on = BirthDateField(
        label=_("When were you born?"),
        help_text=_("Day, month, year, for example 3 April 1998. If you know only the year, write the year."),
        error_messages={"required": _("Write the birth date, or the year alone.")},
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[(str(Sex.FEMALE), _("Female")), (str(Sex.MALE), _("Male"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def prepare(self) -> None:
        if self.application.path == ApplicantPath.DEPENDANT:
            self.fields["born_on"].label = _("When was this person born?")

    def clean_born_on(self) -> DateReading:
        reading = self.cleaned_data["born_on"]
        today = timezone.localdate()
        if reading.value > today:
            raise ValidationError(_("This day has not come yet. Look at the year once more."))
        if reading.value < today - datetime.timedelta(days=120 * 366):
            raise ValidationError(_("This is more than 120 years ago. Look at the year once more."))
        return reading


class PlaceForm(StepForm):
    page = "place"
    commune_code = CommuneField(label=_("Where do you live?"), template_name=QUESTION)

    def prepare(self) -> None:
        if self.application.path == ApplicantPath.DEPENDANT:
            self.fields["commune_code"].label = _("Where does this person live?")
