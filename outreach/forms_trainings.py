"""Forms of courses: the course, which one a session gives, who takes part, the mark."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.ui.forms import CleanCharField, PortalForm, PortalModelForm
from outreach.models import Course, Enrolment
from outreach.services.trainings import FULL_MARK, Participant

_LONG = {"rows": 3}
_SHORT = forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric"})  # a number box takes no Khmer digits


class CourseForm(PortalModelForm):
    """What is taught, how long, which mark is needed, when it is refreshed."""

    class Meta:
        model = Course
        fields = [
            "name_km", "name_en", "code", "kind", "goals_km", "goals_en", "hours", "pass_mark", "valid_months",
        ]  # fmt: skip
        field_classes = dict.fromkeys(("name_km", "name_en", "goals_km", "goals_en"), CleanCharField)
        widgets = {"goals_km": forms.Textarea(attrs=_LONG), "goals_en": forms.Textarea(attrs=_LONG)}
        widgets |= dict.fromkeys(("hours", "pass_mark", "valid_months"), _SHORT)
        help_texts = {
            "code": _("Latin letters, digits and dashes; it does not change later."),
            "pass_mark": _("Leave empty when there is no test: who was there is confirmed without a mark."),
            "valid_months": _("Leave empty when the course needs no refresher."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance._state.adding:
            del self.fields["code"]
        self.fields["hours"].validators.append(forms.fields.validators.MinValueValidator(1))

    def clean_pass_mark(self) -> int | None:
        mark = self.cleaned_data["pass_mark"]
        if mark is not None and mark > FULL_MARK:
            raise forms.ValidationError(_("A mark goes from 0 to 100."))
        return mark

    def clean_valid_months(self) -> int | None:
        """Nought months would be due on the day of the certificate."""
        return self.cleaned_data["valid_months"] or None


class GiveForm(PortalForm):
    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none(), empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        given = Q(retired_on__isnull=True) | Q(retired_on__gt=timezone.localdate())
        self.fields["course"].queryset = Course.objects.filter(given)


class EnrolForm(PortalForm):
    """A user of the portal by e-mail or telephone, or an official from outside by name."""

    sign_in = CleanCharField(
        label=_("E-mail or telephone of a colleague who signs in here"), required=False, max_length=254
    )
    name = CleanCharField(label=_("Or the name of an official without a sign-in"), required=False, max_length=120)
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), required=False, empty_label="–"
    )
    position = CleanCharField(label=_("Position"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["institution"].queryset = Institution.objects.order_by("code")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        typed, name = given.get("sign_in", ""), given.get("name", "")
        if bool(typed) == bool(name):
            raise forms.ValidationError(_("Write one of the two: the colleague's sign-in, or a name."))
        given["user"] = self._official(typed) if typed else None
        return given

    def _official(self, typed: str) -> User | None:
        found = _find(typed)
        if found is None or not found.active_grants:
            self.add_error("sign_in", _("No official signs in with this. Check it, or write the name below."))
            return None
        return found

    @property
    def participant(self) -> Participant:
        given = self.cleaned_data
        return Participant(given["user"], given["name"], given["institution"], given["position"])


def _find(typed: str) -> User | None:
    phone = normalise_phone(typed) if "@" not in typed else None
    which = Q(phone=phone) if phone else Q(email__iexact=typed)
    return User.objects.filter(which, is_active=True).first()


class MarkForm(PortalForm):
    """The mark of one person; without a test there is nothing to write."""

    mark = forms.IntegerField(label=_("Mark, of 100"), min_value=0, max_value=FULL_MARK, required=False, widget=_SHORT)

    def __init__(self, enrolment: Enrolment, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if enrolment.course.pass_mark is None:
            del self.fields["mark"]
        else:
            self.fields["mark"].required = True
