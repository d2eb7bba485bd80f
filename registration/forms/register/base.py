"""What every page of an application has: its application, and on a returned one only the fields asked again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import PortalForm
from registration.models import Application
from registration.steps import marked_fields

QUESTION = "components/question_field.html"


class StepForm(PortalForm):
    """A page of the way. `fields_of` names which form fields a returned code stands for, where the names differ."""

    page = ""
    fields_of: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args: Any, application: Application, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.application = application
        self.prepare()
        if (marked := marked_fields(application, self.page)) is not None:
            self._keep_only(marked)

    def prepare(self) -> None:
        """Fit the fields to this application."""

    def _keep_only(self, marked: set[str]) -> None:
        wanted = {name for code in marked for name in self.fields_of.get(code, (code,))}
        for name in set(self.fields) - wanted:
            del self.fields[name]


def yes_or_no(label: Any, *, required: str, help_text: Any = "", question: bool = True) -> forms.ChoiceField:
    """Two large answers; "yes" becomes true."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": required},
        **({"template_name": QUESTION} if question else {}),
    )
