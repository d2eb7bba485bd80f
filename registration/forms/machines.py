"""What an owner says about a programme, and where it wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.api import webhooks
from nssf_portal.api.models.client import ClientKind
from nssf_portal.api.scopes import choices_for
from nssf_portal.ui.forms import CleanCharField, PortalForm


class MachineForm(PortalForm):
    name = CleanCharField(
        label=_("Name of the programme"), max_length=80, help_text=_("So that you know it again, for example Payroll.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the programme may do.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["scopes"].choices = [
            (code, str(name)[:1].upper() + str(name)[1:]) for code, name in choices_for(ClientKind.EMPLOYER)
        ]


class WebhookForm(PortalForm):
    url = CleanCharField(
        label=_("Address of your programme"), max_length=500, help_text="https://payroll.example.com/nssf"
    )
    events = forms.MultipleChoiceField(label=_("Tell it when"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = list(webhooks.events().items())
