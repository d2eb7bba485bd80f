"""The pages about a dependant, and an owner's wish for cover."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.places.names import province_choices
from nssf_portal.reading.cells import tidy_identity
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PictureRadioSelect, PortalForm
from registration.enums import InterestKind, Relation
from registration.forms.register.base import QUESTION, StepForm, yes_or_no


class SponsorForm(StepForm):
    """The member, by number and birth date; a code to the member's own phone proves it."""

    page = "sponsor"
    fields_of = {"sponsor": ("member_number", "born_on")}
    member_number = CleanCharField(
        label=_("Member number"),
        help_text=_("On the member's card."),
        max_length=24,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
        error_messages={"required": _("Enter the member number.")},
    )
    born_on = KhmerDateField(
        label=_("Birth date of the member"), error_messages={"required": _("Enter the member's birth date.")}
    )

    def clean_member_number(self) -> str:
        return tidy_identity(self.cleaned_data["member_number"])


class RelationForm(StepForm):
    page = "relation"
    relation = forms.ChoiceField(
        label=_("What is this person to the member?"),
        choices=Relation.choices,
        widget=PictureRadioSelect(
            pictures={"spouse": "people", "child": "person", "orphan": "sprout", "grandchild": "house"},
            hints={
                Relation.CHILD: _("Under 18; without an age limit if disabled or ill for long"),
                Relation.GRANDCHILD: _("Grandparents who care for a grandchild"),
            },
        ),
        template_name=QUESTION,
        error_messages={"required": _("Choose one.")},
    )


class MarriageForm(StepForm):
    page = "marriage"
    marriage_registered = yes_or_no(
        _("Is the marriage registered at the commune?"),
        help_text=_("A wedding alone is not a registration. Both are respected here."),
        required=_("Say yes or no."),
    )


class UnregisteredForm(StepForm):
    """Explained, not a dead end: what can be done, and the wish is noted."""

    page = "unregistered"
    interest = forms.BooleanField(label=_("Tell the Fund that we wish for cover as we are"), required=False)


class DisabledForm(StepForm):
    page = "disabled"
    is_disabled = yes_or_no(
        _("Is this person disabled, or ill for long?"),
        help_text=_("Then there is no age limit."),
        required=_("Say yes or no."),
    )


class FamilyForm(StepForm):
    """Optional: how many live together, and whether one contribution for all would be welcome (plan 1.3)."""

    page = "family"
    people = forms.CharField(
        label=_("How many people are in your family?"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )
    package = forms.BooleanField(
        label=_("We would like one contribution for the whole family"),
        help_text=_("There is no such scheme yet. Your wish is counted, without your name."),
        required=False,
    )

    def clean_people(self) -> int | None:
        return clean_count(self.cleaned_data["people"])


class OwnerForm(PortalForm):
    """An owner's own cover, and that of family members who work along: no scheme is open, the wish is counted."""

    kinds = forms.MultipleChoiceField(
        label=_("For whom would you like cover?"),
        choices=[
            (InterestKind.OWN_COVER, _("For myself")),
            (InterestKind.FAMILY_WORKERS, _("For family members who work along without a wage")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    people = forms.CharField(
        label=_("For how many people?"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )
    province = forms.ChoiceField(label=_("In which province?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["province"].choices = [("", "-"), *province_choices()]

    def clean_people(self) -> int | None:
        return clean_count(self.cleaned_data["people"])


def clean_count(text: str) -> int | None:
    """A small number in any digits; what is not one is left out rather than refused: nobody must answer."""
    digits = to_latin_digits(text).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < int(digits) < 100 else None
