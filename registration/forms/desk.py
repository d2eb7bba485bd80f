"""What a clerk says about a doubtful row, a correction, a merge, a report; and what a clerk looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.ui.forms import CleanCharField, PortalForm

SAME, DIFFERENT, ASK, ACCEPT, LEAVE = "same", "different", "ask", "accept", "leave"
CONFIRM, SEND_BACK, PROPOSE, DROP = "confirm", "send_back", "propose", "drop"


def _reason(label: Any, help_text: Any = "") -> CleanCharField:
    return CleanCharField(
        label=label, help_text=help_text, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "class": "w-full"})
    )


class DecisionForm(PortalForm):
    """One of a few decisions, and why."""

    decision = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = _reason(_("Reason"))

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], reason_hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices
        self.fields["reason"].help_text = reason_hint


class RevealForm(PortalForm):
    """Why the whole numbers are needed; it is written into the read log."""

    reason = CleanCharField(label=_("Why do you need the full numbers?"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "reveal_%s")  # stands on one page with the decision, which has a reason too
        super().__init__(*args, **kwargs)


class NoteForm(PortalForm):
    """What was done about a report."""

    reason = _reason(
        _("What you found and did"), _("Only officers read this. The employer never learns of the report.")
    )


class SearchForm(PortalForm):
    """One box; what is typed says what is meant."""

    text = CleanCharField(
        label=_("Member number, ID number, phone number or name"),
        help_text=_("The beginning of a member number or of a name (family name first); an ID or phone number whole."),
        max_length=80,
    )


class MergeForm(PortalForm):
    """The other number of the same person, which of the two stays, and why."""

    KEEP = [("this", _("This member stays")), ("other", _("The other member stays"))]

    number = CleanCharField(label=_("This is the same person as member number"), max_length=20)
    keep = forms.ChoiceField(label=_("Which one stays?"), choices=KEEP, widget=forms.RadioSelect, initial="this")
    reason = _reason(_("Reason"), _("A second person reads it and decides."))
