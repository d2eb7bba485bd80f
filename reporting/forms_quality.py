from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import CleanCharField, PortalForm


class SettleForm(PortalForm):
    """What an alarm was; a word is no explanation."""

    explanation = CleanCharField(
        label=_("What was it, and what was done?"),
        help_text=_("No names of people. The tally itself is rebuilt by an administrator, never from here."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
