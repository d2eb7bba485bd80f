"""What a partner fills in: a proposal and a list of people; and how an officer begins a registration."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui.forms import PortalForm
from outreach.enums import PartnerRole
from outreach.forms_activities import PlanForm
from outreach.services.calling import PATHS


class ProposalForm(PlanForm):
    """An activity as a partner proposes it: the Fund adds the rest."""

    institution = forms.ModelChoiceField(
        label=_("For which institution"), queryset=Institution.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(label=_("What your institution does"))

    WHO = ("target_group", "languages", "capacity", "role", "institution")
    _NOT_ASKED = ("position", "nssf_number", "is_public", "takes_sign_ups", "contact_phone")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._NOT_ASKED:
            del self.fields[name]
        self.fields["type"].queryset = self.fields["type"].queryset.filter(for_officials=False)
        self.fields["role"].choices = [(value, capfirst(str(word))) for value, word in PartnerRole.choices]
        theirs = Institution.objects.filter(pk__in=by.institutions(Permission.JOIN_OUTREACH)).order_by("code")
        self.fields["institution"].queryset = theirs
        if len(theirs) == 1:
            self.fields["institution"].initial = theirs[0]
            self.fields["institution"].widget = forms.HiddenInput()

    def _part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [field for field in super()._part(names) if not field.is_hidden]

    def clean_nssf_number(self) -> None:
        """A partner names no enterprise by its number."""

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        plain = ("name_km", "name_en", "summary_km", "summary_en", "place_code", "venue", "target_group", "languages",
                 "capacity", "type", "role", "institution")  # fmt: skip
        return {name: given[name] for name in plain} | {"is_public": given["type"].is_public}


class ListForm(PortalForm):
    """People with their consent, in one file."""

    institution = forms.ModelChoiceField(
        label=_("For which institution"), queryset=Institution.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("File with the people"),
        help_text=_("Excel or CSV: name, sex, phone number, and the day on which each person agreed."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": _("Choose the file.")},
        max_length=200,
    )
    agreed = forms.BooleanField(
        label=_("Each person on the list agreed that the Fund calls about registering"),
        error_messages={"required": _("Bring only people who agreed.")},
    )

    def __init__(self, *args: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        field = self.fields["institution"]
        field.queryset = Institution.objects.filter(pk__in=[one.pk for one in institutions])
        if len(institutions) == 1:
            field.initial, field.widget = institutions[0], forms.HiddenInput()


class BeginForm(PortalForm):
    """Which way of registering fits the person on the telephone."""

    path = forms.ChoiceField(
        label=_("What does the person do?"),
        choices=[(str(path), path.label) for path in PATHS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    agreed = forms.BooleanField(
        label=_("The person agrees to register now"),
        error_messages={"required": _("Ask the person first.")},
    )
