"""Forms of schools: the school, its visits, pieces of the curriculum and their steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.places.fields import CommuneField
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm
from outreach.enums import CurriculumState
from outreach.models import CurriculumItem, School
from outreach.services.schools import may_keep
from outreach.workflow import CURRICULUM

MOST_PUPILS = 20_000  # a slip of the finger, not a rule
_SHORT = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})  # a number box takes no Khmer digits
_NAMES = dict.fromkeys(("name_km", "name_en", "code"), CleanCharField)
WORDS = {
    "draft": _("The text is drafted"),
    "approve": _("Approve"),
    "print": _("It is in the textbook"),
    "teach": _("It is taught"),
    "redraft": _("Take the text up again"),
    "drop": _("Give it up"),
}


class SchoolForm(PortalModelForm):
    commune_code = CommuneField(label=_("Where is it?"))

    class Meta:
        model = School
        fields = ["name_km", "name_en", "level", "commune_code", "code", "pupils"]
        field_classes = _NAMES
        widgets = {"pupils": _SHORT}

    def __init__(self, user: User, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=kwargs.get("instance") is None, **kwargs)
        self.user = user

    def clean_commune_code(self) -> str:
        code = self.cleaned_data["commune_code"]
        if not may_keep(self.user, code):
            raise forms.ValidationError(_("This commune is another office's."))
        return code


class VisitForm(PortalForm):
    """At which school an activity is held."""

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label="–")
    grade = CleanCharField(label=_("Grades"), max_length=40, required=False)

    def __init__(self, user: User, place_code: str, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = School.objects.visible_to(user).filter(closed_on__isnull=True)
        self.fields["school"].queryset = here.filter(commune_code__startswith=place_code[:4])


class ReportForm(PortalForm):
    """A visit of the ministry: the day, the grades, how many pupils; no names."""

    on = KhmerDateField(label=_("Day of the school visit"))
    grade = CleanCharField(label=_("Grades"), max_length=40, required=False)
    women = forms.IntegerField(label=_("Girls"), min_value=0, max_value=MOST_PUPILS, widget=_SHORT)
    men = forms.IntegerField(label=_("Boys"), min_value=0, max_value=MOST_PUPILS, widget=_SHORT)
    not_stated = forms.IntegerField(
        label=_("Pupils whose sex was not stated"), min_value=0, max_value=MOST_PUPILS, required=False, widget=_SHORT
    )
    about = CleanCharField(
        label=_("What was it about?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in ("women", "men", "not_stated")):
            raise forms.ValidationError(_("Write how many pupils were there."))
        return given


class ItemForm(PortalModelForm):
    """Where in the curriculum, for which grade, with which text."""

    class Meta:
        model = CurriculumItem
        fields = ["name_km", "name_en", "level", "grade", "subject", "textbook", "text"]
        field_classes = dict.fromkeys(("name_km", "name_en", "grade", "subject", "textbook"), CleanCharField)
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"text": _("The lesson itself, or what it should say.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=kwargs.get("instance") is None, **kwargs)


class StepForm(PortalForm):
    """The next step of a piece of the curriculum."""

    move = forms.ChoiceField(label=_("Next step"))
    taught_from = KhmerDateField(label=_("Taught from"), required=False, help_text=_("Only when it is taught."))
    note = CleanCharField(
        label=_("Letter, decision or remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, item: CurriculumItem, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [(name, WORDS[name]) for name in WORDS if CURRICULUM.allows(item, name)]
        if not any(CURRICULUM.allows(item, name) for name in ("teach",)):
            del self.fields["taught_from"]

    @property
    def has_steps(self) -> bool:
        return bool(self.fields["move"].choices)


TAGS = {
    CurriculumState.PROPOSED: "waits",
    CurriculumState.DRAFTED: "progress",
    CurriculumState.APPROVED: "progress",
    CurriculumState.PRINTED: "progress",
    CurriculumState.TAUGHT: "ok",
    CurriculumState.DROPPED: "none",
}
