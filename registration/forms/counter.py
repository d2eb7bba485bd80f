"""Registering somebody else on one dense page: everything a path asks, all errors at once at their fields."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law.book import value_or
from nssf_portal.law.enums import DocumentKind
from nssf_portal.places.fields import CommuneField
from nssf_portal.reading.cells import tidy_identity
from nssf_portal.ui.forms import CleanCharField, PhoneField, PortalForm
from registration.enums import (
    ApplicantPath,
    Channel,
    ConsentPurpose,
    EmployerContact,
    MemberState,
    NoIdentity,
    Payer,
    Relation,
    Sex,
)
from registration.forms.register.person import BirthDateField
from registration.models import Member
from registration.presenting.nationality import WORDS

K = Identifier.Kind
IDENTITIES = (K.KHMER_ID, K.KIDC, K.PASSPORT, K.WORK_PERMIT, K.BIRTH_CERTIFICATE, K.FAMILY_BOOK, K.RESIDENCE_BOOK)
_FOREIGN = (K.PASSPORT, K.WORK_PERMIT)
_ROLE_CHANNELS = {
    "clerk": (Channel.COUNTER, Channel.MOBILE_UNIT, Channel.ON_SITE),
    "senior_clerk": (Channel.COUNTER, Channel.MOBILE_UNIT, Channel.ON_SITE),
    "field_agent": (Channel.MOBILE_UNIT, Channel.ON_SITE),
    "bank_agent": (Channel.BANK_AGENT,),
    "hotline_agent": (Channel.HOTLINE,),
}
_HAS_EMPLOYER = (Payer.ENTERPRISE, Payer.HOUSEHOLD)
_EMPLOYER = ("enterprise", "enterprise_typed", "employer_contact", "occupation", "started_on", "wage")
FIELDS_OF: dict[str, tuple[str, ...]] = {
    ApplicantPath.EMPLOYEE: _EMPLOYER,
    ApplicantPath.DOMESTIC: _EMPLOYER,
    ApplicantPath.CASUAL: ("payer", *_EMPLOYER, "certificate"),
    ApplicantPath.SELF_EMPLOYED: ("occupation", "certificate", "uses_workers", "terms"),
    ApplicantPath.OWNER: ("enterprise", "enterprise_typed", "occupation"),
    ApplicantPath.DEPENDANT: ("sponsor", "relation", "is_disabled", "marriage_registered"),
}
_PERSON = (
    "family_name_km",
    "given_name_km",
    "family_name_latin",
    "given_name_latin",
    "sex",
    "born_on",
    "phone",
    "identity",
    "identity_number",
    "nationality",
    "commune_code",
)


def channels_of(user: User) -> list[str]:
    """How the people whom this user registers come, by the user's roles."""
    roles = [grant.role for grant in user.active_grants]
    return list(dict.fromkeys(str(channel) for role in roles for channel in _ROLE_CHANNELS.get(role, ())))


def _text(label: Any, *, most: int = 120, width: str = "w-m", required: bool = False, **attrs: Any) -> CleanCharField:
    widget = forms.TextInput(attrs={"class": width, "autocomplete": "off"} | attrs)
    return CleanCharField(label=label, max_length=most, required=required, widget=widget)


def _tick(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


class DocumentNumberForm(PortalForm):
    """A document held in the hand: its kind and its number, as the law book writes numbers."""

    def check_number(self, kind: str, typed: str, field: str) -> str:
        number = tidy_identity(typed)
        pattern = str(value_or(f"identifier.{kind}.pattern", r"^[0-9A-Z/.-]{1,30}$"))
        if not number:
            self.add_error(field, _("Enter the number as it stands on the document."))
        elif not re.match(pattern, number):
            wanted = {K.KHMER_ID: 9, K.KIDC: 10}.get(kind)
            words = _("The number has %(count)s signs; this document has %(wanted)s digits.") if wanted else None
            self.add_error(
                field,
                words % {"count": len(number), "wanted": wanted}
                if words
                else _("This is not how the number of such a document looks. Read it once more."),
            )
        return number


class CounterForm(DocumentNumberForm):
    """One person who stands at the counter or is on the telephone."""

    channel = forms.ChoiceField(label=_("Where are you?"))
    family_name_km = _text(_("Family name in Khmer"), most=80, lang="km")
    given_name_km = _text(_("Given name in Khmer"), most=80, lang="km")
    family_name_latin = _text(_("Family name in Latin letters"), most=80)
    given_name_latin = _text(_("Given name in Latin letters"), most=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices])
    born_on = BirthDateField(label=_("Date of birth"), help_text=_("3/4/1998; the year alone when no more is known"))
    phone = PhoneField(label=_("Phone number"), required=False)
    identity = forms.ChoiceField(label=_("Identity document"))
    identity_number = _text(_("Number"), most=40)
    nationality = forms.ChoiceField(
        label=_("Nationality"), choices=[(code, word) for code, word in WORDS.items() if code != "ZZ"], initial="KH"
    )
    commune_code = CommuneField(label=_("Where does this person live?"))
    language = forms.ChoiceField(label=_("Messages in"), choices=[("km", _("Khmer")), ("en", _("English"))])

    payer = forms.ChoiceField(label=_("Who pays?"), choices=[("", "–"), *Payer.choices])
    enterprise = _text(_("Employer: NSSF number"), most=20)
    enterprise_typed = _text(_("or its name"), most=250)
    employer_contact = forms.ChoiceField(label=_("Ask the employer?"), choices=EmployerContact.choices)
    occupation = _text(_("Work"))
    started_on = BirthDateField(label=_("Works there since"), required=False)
    wage = _text(_("Monthly wage in riel"), most=20, inputmode="numeric")
    certificate = _text(_("Number of the informal economy certificate"), most=40)
    uses_workers = _tick(_("Pays other people to work"))
    terms = _tick(_("Price, where to pay, first day of cover and what unpaid months may cost were read aloud; agreed"))
    sponsor = _text(_("Member number of the member"), most=20, inputmode="numeric", required=True)
    relation = forms.ChoiceField(label=_("This person is the member's"), choices=[("", "–"), *Relation.choices])
    is_disabled = _tick(_("Disabled or chronically ill"))
    marriage_registered = _tick(_("The marriage is registered"))

    identity_check = _tick(_("“May we compare your data with the Ministry of Interior?” – yes"))
    informal_platform = _tick(_("“May we fetch your informal economy certificate?” – yes"))
    document_kind = forms.ChoiceField(label=_("Document"), choices=[("", "–"), *DocumentKind.choices], required=False)
    document = forms.FileField(
        label=_("Photo or scan"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )
    path = forms.ChoiceField(choices=ApplicantPath.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, path: str, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.path = path
        self.initial["path"] = path
        self._drop_fields_of_other_paths()
        self._choices(user)
        number = self.fields["identity_number"]
        number.required = self.data.get("identity") not in NoIdentity.values
        number.error_messages["required"] = _("Enter the number as it stands on the document.")
        self.fields["family_name_km"].widget.attrs["autofocus"] = True

    def _drop_fields_of_other_paths(self) -> None:
        kept = FIELDS_OF[self.path]
        for name in {name for names in FIELDS_OF.values() for name in names} - set(kept):
            del self.fields[name]
        if "certificate" not in kept:
            del self.fields["informal_platform"]

    def _choices(self, user: User) -> None:
        channels = channels_of(user)
        self.fields["channel"].choices = [(code, Channel(code).label.capitalize()) for code in channels]
        if len(channels) == 1:
            self.fields["channel"].widget = forms.HiddenInput()
            self.initial["channel"] = channels[0]
        kinds = [(str(kind), kind.label) for kind in IDENTITIES]
        self.fields["identity"].choices = [*kinds, *((str(why), _none_words(why)) for why in NoIdentity)]
        if self.path == ApplicantPath.DOMESTIC:
            self.initial["employer_contact"] = EmployerContact.QUIET
        prefixes = [grant.place_prefix for grant in user.active_grants]
        self.initial.setdefault("commune_code", next((code for code in prefixes if code), ""))

    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The page's blocks in the order of the Tab key."""
        consents = ("identity_check", "informal_platform", "terms")
        work = [name for name in FIELDS_OF[self.path] if name != "terms"]
        blocks = (
            (_("Person"), _PERSON),
            (_("Family") if self.path == ApplicantPath.DEPENDANT else _("Work"), tuple(work)),
            (_("Read aloud, then tick"), consents),
            (_("Papers and messages"), ("document_kind", "document", "language", "channel")),
        )
        shown = ((title, [self[name] for name in names if self._is_shown(name)]) for title, names in blocks)
        return [(title, fields) for title, fields in shown if fields]

    def _is_shown(self, name: str) -> bool:
        return name in self.fields and not self.fields[name].widget.is_hidden

    def clean_born_on(self) -> Any:
        reading = self.cleaned_data["born_on"]
        if reading and reading.value > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Look at the year once more."))
        return reading

    def clean_started_on(self) -> datetime.date | None:
        reading = self.cleaned_data["started_on"]
        if reading and reading.value > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return reading.value if reading else None

    def clean_wage(self) -> int | None:
        text = re.sub(r"[ ,៛]", "", to_latin_digits(self.cleaned_data["wage"]))
        if text and not (text.isascii() and text.isdigit() and int(text) < 1_000_000_000):
            raise ValidationError(_("Write a number in riel, for example 800000."))
        return int(text) if text else None

    def clean_certificate(self) -> str:
        return to_latin_digits(self.cleaned_data["certificate"]).replace(" ", "").upper()

    def clean_enterprise(self) -> Enterprise | None:
        number = tidy_identity(self.cleaned_data["enterprise"])
        if not number:
            return None
        found = Enterprise.objects.filter(nssf_number=number).first()
        if found is None:
            raise ValidationError(_("No enterprise has this number. Write its name instead."))
        return found

    def clean_sponsor(self) -> Member | None:
        number = tidy_identity(self.cleaned_data["sponsor"])
        found = Member.objects.filter(member_number=number).select_related("merged_into").first()
        found = (found.merged_into or found) if found else None
        if found is None or found.state == MemberState.ENDED:
            raise ValidationError(_("No member has this number. Read it once more from the member's card."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._clean_name(data)
        self._clean_identity(data)
        self._clean_work(data)
        if data.get("document") and not data.get("document_kind"):
            self.add_error("document_kind", _("Say which document this is."))
        return data

    def _clean_name(self, data: dict[str, Any]) -> None:
        names = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")
        if not any(data.get(name) for name in names) and not any(name in self.errors for name in names):
            self.add_error("family_name_km", _("Enter the name in at least one script. One part is enough."))

    def _clean_identity(self, data: dict[str, Any]) -> None:
        kind, typed = data.get("identity", ""), data.get("identity_number", "")
        if kind in NoIdentity.values:
            data["identity_number"] = ""
        elif kind and "identity_number" not in self.errors:
            data["identity_number"] = self.check_number(kind, typed, "identity_number")
            if kind in _FOREIGN and data.get("nationality") == "KH":
                self.add_error("nationality", _("Which country issued the document?"))

    def _clean_work(self, data: dict[str, Any]) -> None:
        if self._needs_employer(data) and not data.get("enterprise") and not data.get("enterprise_typed"):
            if "enterprise" not in self.errors:
                self.add_error("enterprise", _("Enter the employer's number, or its name."))
        if self.path == ApplicantPath.SELF_EMPLOYED and not data.get("terms"):
            self.add_error("terms", _("Read it aloud first. Nobody is registered who has not heard the price."))

    def _needs_employer(self, data: dict[str, Any]) -> bool:
        if self.path == ApplicantPath.CASUAL:
            return data.get("payer") in _HAS_EMPLOYER
        return self.path in (ApplicantPath.EMPLOYEE, ApplicantPath.DOMESTIC)

    def values(self) -> dict[str, Any]:
        """What an application keeps of the answers."""
        data = self.cleaned_data
        names = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin", "sex", "nationality")
        names += ("commune_code", "payer", "enterprise", "enterprise_typed", "occupation", "started_on", "wage")
        names += ("uses_workers", "sponsor", "relation", "is_disabled", "marriage_registered")
        values = {name: data[name] for name in names if name in data}
        values |= {"born_on": data["born_on"].value, "born_precision": data["born_on"].precision}
        without = data["identity"] in NoIdentity.values
        values |= {"no_identity": data["identity"]} if without else {"identity_kind": data["identity"]}
        if self._needs_employer(data):
            values["employer_contact"] = data["employer_contact"]
        if data.get("terms"):
            values["accepted_terms_at"] = timezone.now()
        return values

    def numbers(self) -> dict[str, str]:
        """Kinds and numbers, to be kept encrypted."""
        data = self.cleaned_data
        found = {str(K.PHONE): data.get("phone", ""), str(K.INFORMAL_CERTIFICATE): data.get("certificate", "")}
        return {
            kind: number for kind, number in (found | {data["identity"]: data["identity_number"]}).items() if number
        }

    def consents(self) -> dict[str, bool]:
        """What was read aloud and answered; naming the employer is the choice to ask."""
        said = {
            name: self.cleaned_data[name] for name in ("identity_check", "informal_platform") if name in self.fields
        }
        if self._needs_employer(self.cleaned_data):
            said[ConsentPurpose.EMPLOYER_NAMED] = self.cleaned_data["employer_contact"] == EmployerContact.ASK
        return said


def _none_words(why: str) -> Any:
    words = {
        NoIdentity.LOST: _("None: lost"),
        NoIdentity.PAWNED: _("None: kept by somebody else, or pawned"),
        NoIdentity.NEVER_HAD: _("None: never had one"),
    }
    return words[NoIdentity(why)]


class ProveForm(DocumentNumberForm):
    """What the officer sees: the document, its number, and that it is this person's."""

    kind = forms.ChoiceField(label=_("Document you hold"), choices=[(str(kind), kind.label) for kind in IDENTITIES])
    number = _text(_("Number on it"), most=40)
    same_face = forms.BooleanField(
        label=_("The photo and the facts on it are this person's"),
        error_messages={"required": _("Compare the document with the person first.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind"):
            data["number"] = self.check_number(data["kind"], data.get("number", ""), "number")
        return data


class NumberForm(PortalForm):
    """A whole number or reference: nobody is looked for by name here."""

    number = _text(_("Application reference or member number"), most=30, required=True, autofocus=True)
