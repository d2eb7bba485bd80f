"""What is typed about candidates, the jury, its marks, the committee, the announcement and withdrawals."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incentives.enums import Vote
from incentives.models import AwardCriterion, JurorScore
from incentives.services.scoring import Mark
from nssf_portal.accounts.models import User
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm

_SHORT = forms.Textarea(attrs={"rows": 3})
_LONG = forms.Textarea(attrs={"rows": 5})


class NominateForm(PortalForm):
    """Why this enterprise is an example; the enterprise is in the address or on the page."""

    reason = forms.CharField(
        label=_("Why this enterprise"),
        help_text=_("What it does well for its staff, in a few sentences. The jury reads this."),
        widget=_LONG,
        max_length=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)


class ReasonForm(PortalForm):
    reason = forms.CharField(label=_("Reason"), widget=_SHORT, max_length=500)


class NoteForm(PortalForm):
    text = forms.CharField(label=_("Note"), widget=_SHORT, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)


class CallForm(PortalForm):
    """Who is called, and what for."""

    user = forms.ModelChoiceField(
        label=_("Person"),
        help_text=_("People who hold the role of a juror and are not called yet."),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
    )
    scores = forms.BooleanField(label=_("Scores the candidates of the short list"), required=False, initial=True)
    votes = forms.BooleanField(label=_("Votes in the committee"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("scores") and not given.get("votes"):
            raise ValidationError(_("Say whether the person scores, votes, or both."))
        return given


class SheetForm(PortalForm):
    """One juror's marks of one candidate: a number and a note for each judged criterion."""

    untied = forms.BooleanField(
        label=_("I have no tie to this enterprise: no work, family, share, contract or dispute"),
        error_messages={"required": _("Say that you have no tie, or declare the tie below.")},
    )

    def __init__(self, *args: Any, criteria: Iterable[AwardCriterion], known: dict[Any, JurorScore], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        self.fields["untied"].initial = bool(known)
        for number, one in enumerate(self.criteria, 1):
            self.fields[f"mark_{number}"] = _mark_field(one, known.get(one.pk))
            self.fields[f"note_{number}"] = _note_field(one, known.get(one.pk))

    def marks(self) -> list[Mark]:
        given = self.cleaned_data
        return [Mark(one, given[f"mark_{n}"], given[f"note_{n}"]) for n, one in enumerate(self.criteria, 1)]


def _mark_field(one: AwardCriterion, known: JurorScore | None) -> forms.IntegerField:
    guidance = one.guidance_en if get_language() == "en" else one.guidance_km
    scale = _("From 0 to %(most)s.") % {"most": one.scale}
    return forms.IntegerField(
        label=one.name,
        help_text=f"{guidance} {scale}".strip(),
        min_value=0,
        max_value=one.scale,
        initial=known.points if known else None,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
    )


def _note_field(one: AwardCriterion, known: JurorScore | None) -> forms.CharField:
    label = _("Note on “%(name)s”") % {"name": one.name}
    return CleanCharField(label=label, max_length=500, required=False, initial=known.note if known else "")


class ConflictForm(PortalForm):
    reason = CleanCharField(
        label=_("What the tie is"),
        help_text=_("In a few words: work, family, share, contract, dispute. It cannot be taken back."),
        max_length=300,
    )

    prefix = "tie"


class ProposeForm(PortalForm):
    tie_reason = forms.CharField(
        label=_("Why this one, where marks are equal or another has more"),
        widget=_SHORT,
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, wanted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["tie_reason"].required = wanted


class VoteForm(PortalForm):
    vote = forms.ChoiceField(label=_("How do you vote?"), choices=Vote.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), widget=_SHORT, max_length=500, required=False)


class AnnounceForm(PortalForm):
    """The day that stands on the certificates, and who gets the award although standing is not good today."""

    day = KhmerDateField(label=_("Day of the presentation"), help_text=_("It stands on certificates and letters."))
    despite = forms.MultipleChoiceField(
        label=_("Not in good standing today: given all the same"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, doubtful: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["despite"].choices = doubtful
        if not doubtful:
            del self.fields["despite"]


class SearchForm(PortalForm):
    q = CleanCharField(
        label=_("Enterprise"), help_text=_("NSSF number or the first letters of its name"), max_length=80
    )
