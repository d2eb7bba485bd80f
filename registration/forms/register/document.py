"""A photo taken with the phone, or a file that is there already."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.law.enums import DocumentKind
from nssf_portal.ui.forms import SubmissionIdField
from registration.documents_asked import kinds_asked
from registration.enums import ApplicationState
from registration.forms.register.base import StepForm


class DocumentForm(StepForm):
    page = "document"
    kind = forms.ChoiceField(
        label=_("Which paper?"), widget=forms.RadioSelect, error_messages={"required": _("Choose which paper it is.")}
    )
    photo = forms.FileField(
        label=_("Take a photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    file = forms.FileField(
        label=_("Or choose a photo or scan you have"),
        help_text=_("JPEG, PNG or PDF, up to 5 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    submission_id = SubmissionIdField()

    def prepare(self) -> None:
        kinds = kinds_asked(self.application)
        self.fields["kind"].choices = [(kind, DocumentKind(kind).label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial["kind"] = kinds[0]

    def clean(self) -> dict[str, Any]:
        """Going on without one is an answer too; on a returned application it is what was asked for."""
        data = super().clean()
        data["file"] = data.get("photo") or data.get("file")
        if data["file"] is None:
            self.errors.pop("kind", None)
            if self.application.state == ApplicationState.RETURNED and not self._given():
                self.add_error("photo", _("Take the photo, or choose a file."))
        return data

    def _given(self) -> bool:
        """Whether a paper came since it was asked for."""
        return self.application.documents.filter(added_at__gt=self.application.submitted_at).exists()
