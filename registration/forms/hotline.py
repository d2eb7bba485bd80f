"""What callers, inspectors, complaints officers and reviewers type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, RoleGrant, User
from nssf_portal.places.fields import CommuneField
from nssf_portal.places.names import province_choices
from nssf_portal.reading.cells import tidy_identity
from nssf_portal.ui.forms import CleanCharField, DigitsField, KhmerDateField, PhoneField, PortalForm
from registration.enums_service import CallTime, CallTopic, ComplaintAbout, Fact, TipAbout
from registration.models import Call
from registration.services import call_backs

LANGUAGES = [("km", _("Khmer")), ("en", _("English"))]


def _long(label: Any, *, help_text: Any = "", most: int = 2000, required: bool = True, rows: int = 4) -> CleanCharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return CleanCharField(label=label, help_text=help_text, max_length=most, required=required, widget=widget)


class CallMeForm(PortalForm):
    phone = PhoneField(label=_("Your phone number"), error_messages={"required": _("Enter your phone number.")})
    best_time = forms.ChoiceField(
        label=_("When may we call?"), choices=CallTime.choices, initial=CallTime.ANY, widget=forms.RadioSelect
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        choices=CallTopic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    language = forms.ChoiceField(label=_("Which language?"), choices=LANGUAGES, widget=forms.RadioSelect)


class TipForm(PortalForm):
    """About an enterprise; nobody need say who they are."""

    about = forms.ChoiceField(
        label=_("What is wrong there?"),
        choices=TipAbout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    enterprise = CleanCharField(
        label=_("Which enterprise?"),
        help_text=_("Its name, as people call it, or its NSSF number."),
        max_length=250,
        error_messages={"required": _("Write the name or the number of the enterprise.")},
    )
    province = forms.ChoiceField(label=_("In which province?"), required=False)
    where = CleanCharField(
        label=_("Where exactly?"), help_text=_("Street, market, village"), max_length=250, required=False
    )
    seen = CleanCharField(
        label=_("When did you see it?"),
        help_text=_("For example: every day, since May"),
        max_length=120,
        required=False,
    )
    text = _long(_("What happened?"), help_text=_("Don't write your own name here."), required=False)
    contact = CleanCharField(
        label=_("May we ask you back? A phone number or a name"),
        help_text=_("Leave it empty to stay unknown. Only the inspector and the chief of that place can read it."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["province"].choices = [("", _("I don't know")), *province_choices()]

    def values(self) -> dict[str, Any]:
        """What a tip keeps; an NSSF number that we know is that enterprise, everything else stays as typed."""
        data = self.cleaned_data
        found = Enterprise.objects.filter(nssf_number=tidy_identity(data["enterprise"])).first()
        named = {"enterprise": found} if found else {"enterprise_typed": data["enterprise"]}
        rest = {name: data[name] for name in ("about", "where", "seen", "text", "contact", "submission_id")}
        return named | rest | {"place_code": data["province"]}


class ComplaintForm(PortalForm):
    """About our own work."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=ComplaintAbout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = _long(_("What happened?"))
    office = forms.ModelChoiceField(
        label=_("Which office?"), queryset=Office.objects.none(), required=False, empty_label=_("I don't know")
    )
    person_typed = CleanCharField(
        label=_("Who was it?"),
        help_text=_("A name, or what the person looked like. You may leave this empty."),
        max_length=200,
        required=False,
    )
    contact = PhoneField(
        label=_("Your phone number, if we may ask you back"),
        help_text=_("Leave it empty to stay unknown."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(tree=Office.Tree.NSSF)

    def values(self) -> dict[str, Any]:
        names = ("about", "text", "office", "person_typed", "contact", "submission_id")
        return {name: self.cleaned_data[name] for name in names}


class ComplaintStatusForm(PortalForm):
    reference = CleanCharField(label=_("Reference"), help_text=_("For example CMP-26-7K3QXA-9"), max_length=20)
    code = CleanCharField(
        label=_("Code"),
        help_text=_("The 8 digits shown when you sent it."),
        max_length=12,
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "numeric", "autocomplete": "off"}),
    )


class AskReviewForm(PortalForm):
    """The decision, a birth date as proof, and why."""

    number = CleanCharField(
        label=_("Reference of the application"),
        help_text=_("For example APP-26-7K3QXA-9. If two records were joined: your old member number."),
        max_length=24,
        error_messages={"required": _("Enter the reference.")},
    )
    born_on = KhmerDateField(
        label=_("Your date of birth"),
        help_text=_("For example 3 April 1998 or 03/04/1998."),
        error_messages={"required": _("Write your date of birth.")},
    )
    statement = _long(
        _("Why do you not agree?"),
        help_text=_("A few words are enough. Another person reads them, not the one who decided."),
    )


class FactsForm(PortalForm):
    """What the caller says; the right answers are on no screen."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any):
        super().__init__(*args, **kwargs)
        makers = {
            Fact.BORN_ON: lambda: KhmerDateField(label=Fact.BORN_ON.label),
            Fact.LAST_FOUR: lambda: self._end(Fact.LAST_FOUR.label),
            Fact.PHONE_END: lambda: self._end(Fact.PHONE_END.label),
            Fact.COMMUNE: lambda: CommuneField(label=Fact.COMMUNE.label),
        }
        for fact in call.facts:
            self.fields[fact] = makers[fact]()

    @staticmethod
    def _end(label: Any) -> DigitsField:
        widget = forms.TextInput(attrs={"class": "w-s", "autocomplete": "off"})
        return DigitsField(label=label, min_length=4, max_length=4, widget=widget)


class LanguageForm(PortalForm):
    language = forms.ChoiceField(label=_("Tell this person things in"), choices=LANGUAGES)


class NewPhoneForm(PortalForm):
    phone = PhoneField(label=_("New phone number"), error_messages={"required": _("Enter the new phone number.")})


class CallOutcomeForm(PortalForm):
    outcome = forms.ChoiceField(
        label=_("What came of the call?"),
        choices=[
            (call_backs.DONE, _("We spoke")),
            (call_backs.NOT_REACHED, _("Nobody answered")),
            (call_backs.CANCEL, _("No longer wanted")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    note = _long(_("Note"), help_text=_("No names and no numbers."), most=500, required=False, rows=2)


class SourceForm(PortalForm):
    reason = CleanCharField(
        label=_("Why do you need to know who gave this tip?"),
        max_length=300,
        error_messages={"required": _("Write the reason. It stands in the read log.")},
    )


class TipOutcomeForm(PortalForm):
    outcome = _long(
        _("What came of it"), help_text=_("Nothing that could point to who gave the tip."), most=1000, rows=3
    )


class AnswerForm(PortalForm):
    text = _long(_("Answer"), help_text=_("The person who complained reads this."))


class ConcernForm(PortalForm):
    """Whom a complaint is about; from then on they cannot reach it."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), required=False)
    person = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(tree=Office.Tree.NSSF)
        staff = RoleGrant.objects.active().values("user_id")
        self.fields["person"].queryset = User.objects.filter(pk__in=staff, is_active=True).order_by("name", "id")


class ReviewForm(PortalForm):
    decision = forms.ChoiceField(
        label=_("After reading everything anew"),
        choices=[("upheld", _("The decision stands")), ("changed", _("The decision was not right: open it again"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    answer = _long(_("Reason"), help_text=_("The person who asked reads this."), most=1000, rows=3)
