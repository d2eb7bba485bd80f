"""Filters, the verdict and the settling of a conflict."""

import uuid
from copy import deepcopy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from enterprises.enums import MatchState, Verdict
from enterprises.forms import DataForm
from enterprises.models import Source
from enterprises.reviewing import BANDS, ORDERS, place_choices
from enterprises.verification import FieldState
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.exchange.registries import clean_number
from nssf_portal.ui.forms import CleanCharField, PortalForm

OTHER = "other"


class FilterForm(PortalForm):
    """Filters live in the address; what was not understood filters nothing."""

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def address(self) -> str:
        """The filters as they stand in the address; '' without any."""
        made = QueryDict(mutable=True)
        made.update(self.chosen())
        return f"?{made.urlencode()}" if made else ""

    def _offer(self, user: User) -> None:
        sources = Source.objects.filter(is_active=True).order_by("rank", "code")
        self.fields["source"].choices = [("", _("All sources")), *((one.code, one.name) for one in sources)]
        prefixes = user.place_prefixes(Permission.READ_REGISTRY)
        places = place_choices(prefixes, str(self.data.get("place", "")))
        self.fields["place"].choices = [("", _("All places")), *places]


class QueueForm(FilterForm):
    """Which of the waiting records, in which order."""

    source = forms.ChoiceField(label=_("Source"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    score = forms.ChoiceField(
        label=_("How alike"),
        required=False,
        choices=[("", _("Any")), *((code, words) for code, (words, _filter) in BANDS.items())],
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=list(ORDERS.items()))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(user)


class RecordsForm(FilterForm):
    """Looking a record up."""

    q = CleanCharField(label=_("Name, TIN or number"), required=False, max_length=250)
    source = forms.ChoiceField(label=_("Source"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any state")), *MatchState.choices])
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(user)


class DecidedForm(FilterForm):
    """Which decisions."""

    verdict = forms.ChoiceField(label=_("Decision"), required=False, choices=[("", _("All")), *Verdict.choices])
    who = forms.ChoiceField(label=_("Decided by"), required=False, choices=[("", _("Everybody")), ("me", _("You"))])


class VerdictForm(PortalForm):
    """One answer about a record and a unit."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    unit = forms.UUIDField()
    why = CleanCharField(label=_("Note"), required=False, max_length=300)


class SettleForm(PortalForm):
    """Which value holds: one that a source says, or another one; and why."""

    choice = forms.ChoiceField(
        label=_("Which value is right?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a value, or write another one.")},
    )
    reason = CleanCharField(
        label=_("Why?"),
        help_text=_("For example: seen on the certificate; the owner said so by telephone."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why this value is right.")},
    )

    def __init__(self, *args: Any, state: FieldState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state, self.values = state, values_of(state)
        said = [(key, text) for key, (_value, text, _record) in self.values.items()]
        self.fields["choice"].choices = [*said, (OTHER, _("Another value"))]
        self.fields[OTHER] = _field_for(state)
        self.order_fields(["choice", OTHER, "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("choice") == OTHER and not self.errors.get(OTHER) and data.get(OTHER) in ("", None):
            self.add_error(OTHER, _("Write the value that is right."))
        return data

    @property
    def settled(self) -> tuple[Any, uuid.UUID | None]:
        """The value and the record whose word it is."""
        choice = self.cleaned_data["choice"]
        if choice == OTHER:
            typed = self.cleaned_data[OTHER]
            return (clean_number(typed) if self.state.field in ("tin", "moc_number") else typed), None
        value, _text, record = self.values[choice]
        return value, record


def values_of(state: FieldState) -> dict[str, tuple[Any, str, uuid.UUID | None]]:
    """Each different value once, with all who say it; the one in force first."""
    found: dict[str, tuple[Any, list[str], str, uuid.UUID | None]] = {}
    if state.shown:
        found["in_force"] = (state.value, [str(_("in force now"))], state.shown, None)
    for said in state.said:
        if said.agrees and "in_force" in found:
            found["in_force"][1].append(said.source)
        elif said.key in found:
            found[said.key][1].append(said.source)
        else:
            found[said.key] = (said.value, [said.source], said.shown, said.record_id)
    return {key: (value, f"{shown} ({', '.join(who)})", record) for key, (value, who, shown, record) in found.items()}


def _field_for(state: FieldState) -> forms.Field:
    """The question that the employer's own form asks for this value."""
    name = "workers" if state.field == "declared_workers" else state.field
    if name == "workers":
        made: forms.Field = forms.IntegerField(min_value=0, max_value=999_999, localize=False)
    elif name in DataForm.base_fields:
        made = deepcopy(DataForm.base_fields[name])
    else:
        made = CleanCharField(max_length=20)
    made.required, made.label, made.help_text = False, _("Another value"), ""
    return made
