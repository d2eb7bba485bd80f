"""What is asked at the door, and what the desk types: one line a person, or heads."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compliance.units import by_number
from nssf_portal.ui.forms import CleanCharField, PhoneField, PictureRadioSelect, PortalForm
from outreach.enums import Gender, TargetGroup
from outreach.models import Activity
from outreach.services.attending import MOST_HEADS, Person

GROUPS = [choice for choice in TargetGroup.choices if choice[0] != TargetGroup.PUBLIC]
ONE = [(Gender.FEMALE, _("Woman")), (Gender.MALE, _("Man")), (Gender.NOT_STATED, _("not stated"))]
I_AM = [
    (Gender.FEMALE, _("Woman")),
    (Gender.MALE, _("Man")),
    (Gender.NOT_STATED, _("I would rather not say")),
]
I_DO = [
    (TargetGroup.WORKERS, _("I work for an employer")),
    (TargetGroup.SELF_EMPLOYED, _("I work for myself")),
    (TargetGroup.INFORMAL, _("I work here and there, without a contract")),
    (TargetGroup.EMPLOYERS, _("I employ people")),
    (TargetGroup.STUDENTS, _("I study")),
    (TargetGroup.OFFICIALS, _("I am an official")),
    (TargetGroup.LOCAL, _("I work for the commune, district or province")),
    ("", _("Something else, or I would rather not say")),
]
_NONE = "none"  # a radio needs a value to be chosen


class DoorForm(PortalForm):
    """Two questions on one page; nobody has to say anything about themselves, only press."""

    gender = forms.ChoiceField(
        label=_("You are"),
        choices=I_AM,
        widget=PictureRadioSelect,
        error_messages={"required": _("Choose one; you need not say.")},
    )
    group = forms.ChoiceField(
        label=_("What do you do?"),
        choices=[(value or _NONE, words) for value, words in I_DO],
        widget=PictureRadioSelect,
        error_messages={"required": _("Choose one; you need not say.")},
    )

    def clean_group(self) -> str:
        given = self.cleaned_data["group"]
        return "" if given == _NONE else given


class LineForm(PortalForm):
    """One person at the desk, on one line; Enter keeps it and begins the next."""

    gender = forms.ChoiceField(label=_("Sex"), choices=ONE, initial=Gender.NOT_STATED)
    group = forms.ChoiceField(label=_("Group"), choices=[("", _("not stated")), *GROUPS], required=False)
    name = CleanCharField(label=_("Name"), max_length=120, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    consent = forms.BooleanField(label=_("Agrees that we keep name and number"), required=False)
    enterprise = CleanCharField(label=_("Number of the enterprise"), max_length=20, required=False)
    access_needs = CleanCharField(label=_("What should be prepared"), max_length=200, required=False)
    childcare = forms.BooleanField(label=_("Brought children"), required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        if not self.is_bound:
            self.fields["gender"].widget.attrs["autofocus"] = True
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        if not activity.type.asks_names:
            for name in ("name", "phone", "consent"):
                del self.fields[name]
        if activity.enterprise_id:
            del self.fields["enterprise"]

    def clean_enterprise(self) -> Any:
        typed = self.cleaned_data["enterprise"]
        found = by_number(typed)
        if typed and found is None:
            raise ValidationError(_("We know no enterprise with this number. Check it, or leave it empty."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if (given.get("name") or given.get("phone")) and not given.get("consent"):
            why = _("Ask whether the person agrees and tick it, or leave name and telephone empty.")
            self.add_error("consent", why)
        return given

    @property
    def first(self) -> list[forms.BoundField]:
        """What is typed for everybody."""
        return [self[name] for name in ("gender", "group", "name", "phone", "consent") if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is typed for some."""
        return [self[name] for name in ("enterprise", "access_needs", "childcare") if name in self.fields]

    @property
    def person(self) -> Person:
        given = {name: value for name, value in self.cleaned_data.items() if name != "submission_id" and value}
        return Person(**given)


def _heads(label: Any) -> forms.IntegerField:
    """A box of text: a browser's own number box takes no Khmer digits."""
    typed = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_HEADS, required=False, widget=typed)


class HeadsForm(PortalForm):
    """All heads of a group in the room, by sex."""

    group = forms.ChoiceField(label=_("Group"), choices=[("", _("the whole room")), *GROUPS], required=False)
    women = _heads(_("Women"))
    men = _heads(_("Men"))
    not_stated = _heads(_("Not stated"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        heads = {name: given.get(name) or 0 for name in ("women", "men", "not_stated")}
        if not self.errors and not any(heads.values()):
            raise ValidationError(_("Write how many heads you counted."))
        return given | heads


class BegunForm(PortalForm):
    """A registration that somebody began here: the reference of its application, or an enterprise's number."""

    number = CleanCharField(
        label=_("Reference of the application, or number of the enterprise"),
        help_text=_("For example APP-26-7K3QX-9. It is tied to this activity once; what is in it is not shown."),
        max_length=24,
    )
