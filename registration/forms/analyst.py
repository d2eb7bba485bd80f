from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm
from registration.models import FamilyPackage, PriorityCriterion, PriorityGroup
from registration.models.study import Measure


class FigureForm(PortalForm):
    """One figure of a group, with where it comes from."""

    group = forms.ModelChoiceField(queryset=PriorityGroup.objects.none(), label=_("Group"))
    criterion = forms.ModelChoiceField(queryset=PriorityCriterion.objects.none(), label=_("Criterion"))
    value = forms.DecimalField(label=_("Figure"), max_digits=16, decimal_places=4, localize=False)
    source = CleanCharField(label=_("Source"), max_length=300)
    as_of = KhmerDateField(label=_("As of"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        named = [group.pk for group in PriorityGroup.objects.all() if group.is_named]
        self.fields["group"].queryset = PriorityGroup.objects.filter(pk__in=named)
        entered = PriorityCriterion.objects.filter(active=True, measure=Measure.ENTERED)
        self.fields["criterion"].queryset = entered
        self.fields["criterion"].label_from_instance = lambda criterion: criterion.name


class GroupForm(PortalModelForm):
    """What is written of a group; an empty name is a slot still to be supplied."""

    class Meta:
        model = PriorityGroup
        fields = [
            "kind", "name_km", "name_en", "source", "confirmed", "benefits", "registration_plan", "owner",
        ]  # fmt: skip
        widgets = {
            "benefits": forms.Textarea(attrs={"rows": 3}),
            "registration_plan": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Institution.objects.order_by("code")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("name_km") or data.get("name_en")) and not (data.get("kind") and data.get("source")):
            self.add_error("source", _("Say what kind of group it is and where its name comes from."))
        return data


class WeightForm(PortalForm):
    """The weights of all criteria on one page."""

    def __init__(self, *args: Any, criteria: list[PriorityCriterion], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for criterion in criteria:
            self.fields[f"weight_{criterion.pk}"] = forms.DecimalField(
                label=criterion.name, min_value=0, max_value=100, decimal_places=2, initial=criterion.weight,
                widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "decimal"}),
            )  # fmt: skip


class PackageForm(PortalModelForm):
    class Meta:
        model = FamilyPackage
        fields = [
            "name_km", "name_en", "monthly_amount", "covers_spouse", "most_children", "take_up", "monthly_cost",
            "assumptions",
        ]  # fmt: skip
        widgets = {"assumptions": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["take_up"].min_value = 0
