"""Forms of a type of activity and of one question of its sheet."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm
from outreach.enums import FieldKind
from outreach.models import ActivityType

_SHORT = {"class": "w-s", "inputmode": "numeric"}


class TypeForm(PortalModelForm):
    """Its words and what is special about it."""

    class Meta:
        model = ActivityType
        fields = ["name_km", "name_en", "minutes", "asks_names", "is_public", "valid_to"]
        field_classes = {"name_km": CleanCharField, "name_en": CleanCharField, "valid_to": KhmerDateField}
        widgets = {"minutes": forms.TextInput(attrs=_SHORT)}
        labels = {
            "name_km": _("Name in Khmer"),
            "name_en": _("Name in English"),
            "minutes": _("Usual length in minutes"),
            "asks_names": _("Names may be taken"),
            "is_public": _("Shown to everybody"),
            "valid_to": _("Used until"),
        }


class NewTypeForm(TypeForm):
    """A new one has a code and a row of the action table, which stay."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Letters a-z, digits and dashes; it stays."))
    action = CleanCharField(
        label=_("Row of the action table"), max_length=4, validators=[RegexValidator(r"^[1-4]\.[1-9]\Z")],
        help_text=_("For example 4.4"), widget=forms.TextInput(attrs={"class": "w-s"}),
    )  # fmt: skip

    class Meta(TypeForm.Meta):
        fields = ["code", "action", *TypeForm.Meta.fields]


class QuestionForm(PortalForm):
    """One question of the sheet; the choices of both languages, one on each line, in the same order."""

    label_km = CleanCharField(
        label=_("Question in Khmer"), max_length=200, widget=forms.TextInput(attrs={"lang": "km"})
    )
    label_en = CleanCharField(
        label=_("Question in English"), max_length=200, widget=forms.TextInput(attrs={"lang": "en"})
    )
    kind = forms.ChoiceField(label=_("Kind of answer"))
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    choices_km = forms.CharField(
        label=_("Choices in Khmer"), required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "km"}),
        help_text=_("One on each line."),
    )  # fmt: skip
    choices_en = forms.CharField(
        label=_("Choices in English"), required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        help_text=_("One on each line, in the same order."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(value, capfirst(str(label))) for value, label in FieldKind.choices]

    def _lines(self, name: str) -> list[str]:
        return [line.strip()[:80] for line in self.cleaned_data[name].splitlines() if line.strip()]

    def clean_choices_km(self) -> list[str]:
        return self._lines("choices_km")

    def clean_choices_en(self) -> list[str]:
        return self._lines("choices_en")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        km, en = given.get("choices_km", []), given.get("choices_en", [])
        if given.get("kind") != FieldKind.CHOICE:
            return given | {"choices_km": [], "choices_en": []}
        if len(km) < 2 or len(km) != len(en):
            self.add_error("choices_km", _("Write at least two choices, as many in Khmer as in English."))
        return given
