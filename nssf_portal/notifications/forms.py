"""How somebody wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.notifications.models import Channel, Preference
from nssf_portal.ui.forms import PortalForm

LANGUAGES = [("km", _("Khmer")), ("en", _("English"))]


class PreferenceForm(PortalForm):
    sms = forms.BooleanField(label=_("SMS"), required=False)
    email = forms.BooleanField(label=_("E-mail"), required=False)
    telegram = forms.BooleanField(
        label=_("Telegram"), required=False, help_text=_("It only says that there is a message, and where to read it.")
    )
    first = forms.ChoiceField(
        label=_("Which way first?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("", _("As it suits the message")),
            (Channel.SMS, _("SMS")),
            (Channel.EMAIL, _("E-mail")),
            (Channel.TELEGRAM, _("Telegram")),
        ],
    )
    language = forms.ChoiceField(label=_("Language of messages"), widget=forms.RadioSelect, choices=LANGUAGES)

    @classmethod
    def of(cls, user: User, preference: Preference, data: Any = None) -> "PreferenceForm":
        """The form as this person left it."""
        names = ("sms", "email", "telegram", "first")
        return cls(data, initial={"language": user.language} | {name: getattr(preference, name) for name in names})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = data.get("first")
        if first and not data.get(first):
            self.add_error("first", _("This way is switched off above. Switch it on, or choose another."))
        return data
