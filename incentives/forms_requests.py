"""What officers write about a request for an incentive."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import CleanCharField, PortalForm


class ReasonForm(PortalForm):
    """Why it is not sent, or why it is taken back."""

    reason = CleanCharField(
        label=_("Reason"),
        help_text=_("The enterprise reads this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )
