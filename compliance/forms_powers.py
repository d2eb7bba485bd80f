"""Forms of the rooms of powers, texts, guidelines, checklists, recommendations and ties."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from compliance import facts
from compliance.enums import Act, InspectorKind, TextState, Tie
from compliance.models import ChecklistQuestion, Guideline, LegalText, ViolationType
from nssf_portal.accounts.models import Institution
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm

_LONG = forms.Textarea(attrs={"rows": 3})


class PowerForm(PortalForm):
    """Another power: only texts in force are offered."""

    act = forms.ChoiceField(label=_("Act"), choices=Act.choices)
    inspector_kind = forms.ChoiceField(label=_("Kind of inspector"), choices=InspectorKind.choices)
    text = forms.ModelChoiceField(label=_("Legal text in force"), queryset=LegalText.objects.none())
    article = CleanCharField(label=_("Article"), max_length=60, required=False)
    valid_from = KhmerDateField(label=_("In force from"))
    confirmed = forms.BooleanField(label=_("I have read the article: it gives this power"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].queryset = LegalText.objects.filter(state=TextState.IN_FORCE)


class ConfirmPowerForm(PortalForm):
    article = CleanCharField(label=_("Article that gives this power"), max_length=60)


class EndPowerForm(PortalForm):
    on = KhmerDateField(label=_("Last day"))


class TextForm(PortalModelForm):
    """A legal text; its state moves only by steps."""

    file = forms.FileField(label=_("The text as a file"), required=False, help_text=_("PDF or a picture of the paper."))

    class Meta:
        model = LegalText
        fields = ["title_km", "title_en", "reference", "institution", "due_on", "note"]
        field_classes = {"due_on": KhmerDateField}
        widgets = {"note": _LONG}
        labels = {"institution": _("Institution in charge")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.order_by("code")


class StepForm(PortalForm):
    """A step of a text: the note says what remains; the day is asked where one is needed."""

    move = forms.ChoiceField(label=_("Step"), choices=())
    on = KhmerDateField(
        label=_("From which day"), required=False, help_text=_("Only when it is put in force or repealed.")
    )
    note = CleanCharField(label=_("What was done and what remains"), max_length=500, required=False)

    def __init__(self, *args: Any, moves: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [(move, MOVES[move]) for move in moves]


MOVES = {
    "draft": _("Drafting began"),
    "consult": _("Sent for consultation"),
    "redraft": _("Back to drafting"),
    "sign": _("Signed"),
    "put_in_force": _("In force"),
    "repeal": _("Repealed"),
    "drop": _("Given up"),
}


class RecommendForm(PortalForm):
    """Only acts that no text gives."""

    act = forms.ChoiceField(label=_("What do you recommend?"), choices=())
    reason = CleanCharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, acts: list[Act], **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["act"].choices = [(act.value, act.label) for act in acts]


class DecideForm(PortalForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("follow", _("Follow the recommendation")), ("dismiss", _("Do not follow it"))],
        widget=forms.RadioSelect,
    )
    reason = CleanCharField(label=_("Reason"), max_length=500, widget=_LONG)


class NewGuidelineForm(PortalForm):
    title_en = CleanCharField(label=_("title in English"), max_length=200)
    title_km = CleanCharField(label=_("title in Khmer"), max_length=200)

    def code(self) -> str:
        """The name under which its versions belong together."""
        return slugify(self.cleaned_data["title_en"])[:40] or "guideline"


class GuidelineForm(PortalModelForm):
    class Meta:
        model = Guideline
        fields = ["title_km", "title_en", "body_km", "body_en"]
        widgets = {"body_km": forms.Textarea(attrs={"rows": 12}), "body_en": forms.Textarea(attrs={"rows": 12})}


class QuestionForm(PortalModelForm):
    """A question of a checklist, in both languages."""

    class Meta:
        model = ChecklistQuestion
        fields = ["text_km", "text_en", "section_km", "section_en", "violation", "proven_by"]
        labels = {"violation": _('Violation that a "no" points to')}
        help_texts = {"proven_by": _("Exchanged data that answer it; it is not asked again then.")}
        widgets = {"proven_by": forms.Select(choices=[("", "–"), *facts.NAMES.items()])}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["violation"].queryset = ViolationType.objects.filter(active=True)


class TieSearchForm(PortalForm):
    text = CleanCharField(label=_("Name or number of the enterprise"), max_length=100)


class TieForm(PortalForm):
    """The enterprise itself is taken from what was found, within one's own scope."""

    enterprise = forms.UUIDField(widget=forms.HiddenInput)
    tie = forms.ChoiceField(label=_("What ties you to it?"), choices=Tie.choices, widget=forms.RadioSelect)
    note = CleanCharField(label=_("Note (only you and the audit see it)"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
