"""Forms of studies: the question, findings, the decision, a paper, and a scheme to be tried."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Sector
from incentives.enums import SchemeKind, Size
from incentives.models import IncentiveStudy, Simulation
from incentives.riel import RielField
from nssf_portal.accounts.models import Institution
from nssf_portal.places.names import province_names
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm

_WHOM = ("only_good", "sizes", "province_code", "sectors")
_cap = lazy(capfirst, str)


def _labels(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(value, _cap(label)) for value, label in choices]


class StudyForm(PortalModelForm):
    """The question and how it is looked into."""

    class Meta:
        model = IncentiveStudy
        fields = ["topic", "question", "method", "institution", "due_on"]
        field_classes = {"question": CleanCharField, "method": CleanCharField, "due_on": KhmerDateField}
        widgets = {"question": forms.Textarea(attrs={"rows": 2}), "method": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "question": _("One sentence that can be answered."),
            "method": _("Which figures, from when, compared with what; what stays open."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["institution"].queryset = Institution.objects.order_by("code")
        self.fields["institution"].empty_label = "–"


class FindingsForm(PortalForm):
    findings = forms.CharField(label=_("What was found"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))


class DecisionForm(PortalForm):
    """Who decided stands in the reference: a letter, minutes, a circular."""

    decision = forms.CharField(label=_("What was decided"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    reference = CleanCharField(label=_("Reference of the decision"), max_length=200)
    decided_on = KhmerDateField(label=_("Decided on"))


class PaperForm(PortalForm):
    title = CleanCharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"), help_text=_("PDF or a picture of the paper."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)


class SchemeForm(PortalModelForm):
    """A scheme to be tried on the register of today."""

    sizes = forms.MultipleChoiceField(
        label=_("Size classes"),
        choices=_labels(Size.choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: all."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=_labels(Sector.choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: all."),
    )
    province_code = forms.ChoiceField(label=_("Province"), required=False)

    class Meta:
        model = Simulation
        fields = [
            "title", "kind", "share", "amount", "months", "take_up", "law_on", "assumptions", "only_good", "sizes",
            "province_code", "sectors",
        ]  # fmt: skip
        field_classes = {
            "title": CleanCharField,
            "assumptions": CleanCharField,
            "law_on": KhmerDateField,
            "amount": RielField,
        }
        widgets = {
            "assumptions": forms.Textarea(attrs={"rows": 2}),
            "title": forms.TextInput(attrs={"class": "w-full"}),
        }
        help_texts = {
            "kind": _(
                "Contributions: all schemes, both sides. Interest: of one loan for each enterprise, by the rate in the "
                "law book. A sum for an enterprise is paid once, a sum for a worker every month."
            ),
            "share": _("For contributions and interest."),
            "amount": _("The sum for each enterprise or worker, or the loan of each enterprise."),
            "law_on": _("Rates in force on this day are used; the enterprises are today's."),
            "assumptions": _("Above all for how many will take it up: a survey, another country, a guess."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["province_code"].choices = [("", _("all")), *province_names().items()]
        self.fields["law_on"].initial = timezone.localdate
        self.fields["kind"].choices = _labels(SchemeKind.choices)
        self.fields["months"].min_value = 1
        self.fields["months"].validators.append(forms.fields.validators.MinValueValidator(1))
        self.fields["amount"].validators.append(forms.fields.validators.MinValueValidator(1))

    @property
    def scheme(self) -> list[forms.BoundField]:
        """What is paid, and on what it rests."""
        return [self[name] for name in self.fields if name not in (*_WHOM, "submission_id")]

    @property
    def whom(self) -> list[forms.BoundField]:
        """The rule that chooses enterprises."""
        return [self[name] for name in _WHOM]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = given.get("kind")
        if kind in (SchemeKind.DISCOUNT, SchemeKind.INTEREST) and given.get("share") is None:
            self.add_error("share", _("Say which share is paid, from 0 to 100."))
        if kind in (SchemeKind.INTEREST, SchemeKind.GRANT, SchemeKind.WORKER_GRANT) and given.get("amount") is None:
            self.add_error("amount", _("Say how many riel."))
        for name in ("share", "take_up"):
            value = given.get(name)
            if value is not None and not 0 <= value <= 100:
                self.add_error(name, _("A share is a number from 0 to 100."))
        return given
