"""What the holder of a link types: two facts as proof, what is wrong, another phone number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import DigitsField, KhmerDateField, PhoneField, PortalForm
from registration.enums import WhatIsWrong

_ABOUT_END = (WhatIsWrong.STILL_THERE, WhatIsWrong.LEFT_EARLIER, WhatIsWrong.NEVER_WORKED, WhatIsWrong.NOT_ME)
_ABOUT_WORK = (WhatIsWrong.NEVER_WORKED, WhatIsWrong.OTHER_FACTS, WhatIsWrong.NOT_ME)


class ProofForm(PortalForm):
    """The date of birth and the end of the identity number."""

    born_on = KhmerDateField(label=_("Your date of birth"), help_text=_("For example 3 April 1998 or 03/04/1998."))
    last_four = DigitsField(
        label=_("The last four signs of your identity number"),
        help_text=_("Of your ID card, or the passport you gave your employer."),
        min_length=4,
        max_length=4,
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off", "inputmode": "text"}),
    )


class WrongForm(PortalForm):
    """What is wrong, in one choice: no free text that could name somebody."""

    said = forms.ChoiceField(label=_("What is wrong?"), choices=WhatIsWrong.choices, widget=forms.RadioSelect)

    def __init__(self, *args, about: str, **kwargs):
        super().__init__(*args, **kwargs)
        fitting = _ABOUT_END if about == "member.ended" else _ABOUT_WORK
        self.fields["said"].choices = [(choice.value, choice.label) for choice in fitting]


class AnotherPhoneForm(PortalForm):
    phone = PhoneField(label=_("Another phone number of yours"))
