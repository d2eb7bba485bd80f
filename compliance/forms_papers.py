"""What is typed about notices, fines and relief."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import AdjustmentKind, NoticeKind, ServedBy
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm

_LONG = forms.Textarea(attrs={"rows": 6})
_SHORT = forms.Textarea(attrs={"rows": 3})


class NoticeForm(PortalForm):
    """Only the kinds for which a text in force gives the power are offered."""

    kind = forms.ChoiceField(label=_("Kind of notice"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What the employer is to do, and what happens if not"), widget=_LONG, max_length=4000
    )
    hearing_on = KhmerDateField(label=_("Day of the hearing"), required=False)
    hearing_time = forms.TimeField(
        label=_("Hour of the hearing"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"}),
        error_messages={"invalid": _("Write the hour, for example 09:30.")},
    )
    hearing_where = CleanCharField(label=_("Place of the hearing"), max_length=250, required=False)
    legal_source = CleanCharField(
        label=_("Legal reference"),
        help_text=_("Empty: the text that gives the power."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in NoticeKind if kind in kinds]
        if NoticeKind.HEARING not in kinds:
            for name in ("hearing_on", "hearing_time", "hearing_where"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == NoticeKind.HEARING and not all(
            given.get(name) for name in ("hearing_on", "hearing_time", "hearing_where")
        ):
            raise ValidationError(_("Say when and where the hearing is."))
        return given

    def hearing_at(self) -> datetime | None:
        given = self.cleaned_data
        if given.get("kind") != NoticeKind.HEARING:
            return None
        return timezone.make_aware(datetime.combine(given["hearing_on"], given["hearing_time"]))


class ServeForm(PortalForm):
    how = forms.ChoiceField(label=_("How it was served"), choices=ServedBy.choices, widget=forms.RadioSelect)


class AnswerForm(PortalForm):
    """The employer's words and up to three papers."""

    text = forms.CharField(label=_("Your answer"), widget=_LONG, max_length=4000)
    file1 = forms.FileField(
        label=_("A paper or photo, if you have one"),
        help_text=_("A photo from your phone is fine: JPEG, PNG or PDF, up to 5 MB."),
        required=False,
    )
    file2 = forms.FileField(label=_("A second one"), required=False)
    file3 = forms.FileField(label=_("A third one"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)

    def papers(self) -> list[Any]:
        return [self.cleaned_data[name] for name in ("file1", "file2", "file3") if self.cleaned_data.get(name)]


class FineForm(PortalForm):
    """The multiplier within the law's bounds, for so many of the finding's workers, and why."""

    workers = forms.IntegerField(label=_("Workers concerned"), widget=forms.NumberInput(attrs={"class": "w-s"}))
    multiplier = forms.IntegerField(label=_("Multiplier"), widget=forms.NumberInput(attrs={"class": "w-s"}))
    reason = forms.CharField(label=_("Why this multiplier"), widget=_SHORT, max_length=500)

    def __init__(self, *args: Any, least: int, most: int, workers: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"workers": workers, "multiplier": least})
        super().__init__(*args, with_submission_id=True, **kwargs)
        bounds = {"least": least, "most": most}
        self.fields["multiplier"].help_text = _("Between %(least)s and %(most)s times the base daily wage.") % bounds


class WhyForm(PortalForm):
    reason = forms.CharField(label=_("Reason"), widget=_SHORT, max_length=500)


class CourtForm(PortalForm):
    court = CleanCharField(label=_("Which court"), max_length=200)


class ReliefForm(PortalForm):
    legal_ground = CleanCharField(label=_("Legal ground"), max_length=300)
    reason = forms.CharField(label=_("Why relief is due"), widget=_SHORT, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)

    kind = AdjustmentKind.FINE_RELIEF
