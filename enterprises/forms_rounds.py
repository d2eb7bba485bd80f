"""The questions of a round of requests, and of the page on which an enterprise answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.services.rounds import default_answer_by, default_before
from nssf_portal.places.names import name_of, province_choices
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm

QUESTION = "components/question_field.html"


class RoundForm(PortalForm):
    """Whom to ask, and by when they should answer."""

    name = CleanCharField(
        label=_("Name of the round"),
        help_text=_("For your own lists, for example: Phnom Penh, first round."),
        max_length=120,
    )
    place_code = forms.ChoiceField(label=_("Place"), required=False)
    registered_before = KhmerDateField(
        label=_("Registered with the Fund before"),
        help_text=_("Online registration began in the middle of June 2020; who came before was never in the exchange."),
    )
    answer_by = KhmerDateField(label=_("Answer by"))

    def __init__(self, data: Any = None, *, prefixes: list[str], **kwargs: Any) -> None:
        initial = {"registered_before": default_before(), "answer_by": default_answer_by()}
        super().__init__(data, initial=initial, with_submission_id=True, **kwargs)
        if "" in prefixes:
            choices = [("", _("The whole country")), *province_choices()]
        else:
            choices = [(code, name_of(code)) for code in prefixes]
        self.fields["place_code"].choices = choices

    def clean_answer_by(self) -> Any:
        day = self.cleaned_data["answer_by"]
        if day <= timezone.localdate():
            raise ValidationError(_("The last day must lie in the future."))
        return day


class LetterForm(PortalForm):
    """What stands on the letter."""

    reference = CleanCharField(
        label=_("Reference on the letter"),
        help_text=_("For example CNF-26-7K3QX9AB-4"),
        max_length=24,
        error_messages={"required": _("Enter the reference on the letter.")},
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = CleanCharField(
        label=_("Code on the letter"),
        help_text=_("Eight letters and digits, for example 7K3Q-X9AB"),
        max_length=20,
        error_messages={"required": _("Enter the code on the letter.")},
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off", "autocapitalize": "characters"}),
    )


WRONG = {
    "not_us": _("This letter is not for us: we are another enterprise"),
    "closed": _("The enterprise has closed"),
    "moved": _("The enterprise has moved away and we do not know where it is"),
    "other": _("Something else"),
}


class WrongForm(PortalForm):
    """Why the letter cannot be answered."""

    why = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=list(WRONG.items()),
        widget=forms.RadioSelect,
        template_name=QUESTION,
        error_messages={"required": _("Choose what is wrong.")},
    )
    more = CleanCharField(
        label=_("Tell us more, if you like"),
        help_text=_("Do not write names of people or numbers of identity cards."),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def said(self) -> str:
        """As the request keeps it: the choice by its code, then the words."""
        return " ".join(part for part in (f"{self.cleaned_data['why']}:", self.cleaned_data["more"]) if part)


def wrong_words(said: str) -> tuple[str, str]:
    """The choice in the reader's language, and the words as they were typed."""
    code, _colon, more = said.partition(":")
    return (str(WRONG[code]), more.strip()) if code in WRONG else ("", said)


class LookedIntoForm(PortalForm):
    note = CleanCharField(
        label=_("What did you find, and what was done?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what you found, so that the next officer understands.")},
    )
