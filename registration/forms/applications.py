"""What an officer decides about an application, and what an employer says of a worker."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.enums import DocumentKind
from nssf_portal.ui.forms import CleanCharField, PortalForm
from registration.enums import ApplicationKind
from registration.forms.desk import CONFIRM, SEND_BACK, DecisionForm
from registration.models import Application
from registration.services.application_deciding import needs_second
from registration.services.many import is_clean
from registration.steps import DOCUMENT, returnable

APPROVE, RETURN, REFUSE, SAME = "approve", "return", "refuse", "same:"
SECOND = (CONFIRM, SEND_BACK)


_PAPERS = (
    *(DocumentKind.KHMER_ID, DocumentKind.PASSPORT, DocumentKind.BIRTH_CERTIFICATE, DocumentKind.FAMILY_BOOK),
    *(DocumentKind.RESIDENCE_BOOK, DocumentKind.MARRIAGE_CERTIFICATE, DocumentKind.DISABILITY),
)


def _is_asked_of_people(code: str) -> bool:
    """Papers of enterprises are nobody's to bring here, and the employer's letter is replaced by its answer."""
    return not code.startswith(DOCUMENT) or code.removeprefix(DOCUMENT) in _PAPERS


class ApplicationDecisionForm(DecisionForm):
    """Approve, the same person as a known member, ask the applicant, or propose a refusal."""

    fields_asked = forms.MultipleChoiceField(
        label=_("What must be answered again?"),
        help_text=_("Only for a question to the applicant. Only what you mark is asked again."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_order = ("decision", "fields_asked", "reason")

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, choices=decisions(application), **kwargs)
        self.application = application
        self.fields["fields_asked"].choices = [pair for pair in returnable(application) if _is_asked_of_people(pair[0])]
        self.fields["reason"].help_text = _("The applicant can read it. Name no other person.")
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any]:
        """An approval needs no words; a question needs its fields, and whoever is refused must know why."""
        data = super().clean() or {}
        decision = data.get("decision", "")
        if decision in (RETURN, REFUSE) and not data.get("reason"):
            self.add_error("reason", _("Write why, in words the applicant understands."))
        if decision == RETURN and not data.get("fields_asked"):
            self.add_error("fields_asked", _("Mark what must be answered again."))
        if decision.startswith(SAME) and not data.get("reason"):
            self.add_error("reason", _("Write how you know that it is the same person."))
        if decision == APPROVE:
            self._clean_approval(data)
        return data

    def _clean_approval(self, data: dict[str, Any]) -> None:
        is_person = self.application.kind != ApplicationKind.CORRECTION
        if is_person and not (self.application.born_on and self.application.sex):
            self.add_error("decision", _("Date of birth or sex is missing. Ask the applicant."))
        elif not data.get("reason") and not is_person:
            self.add_error("reason", _("Write why: the record is changed."))
        elif not data.get("reason") and not is_clean(self.application):
            self.add_error("reason", _("Not every check passed: write why you approve."))


def decisions(application: Application) -> list[tuple[str, Any]]:
    """What can be decided now; each possible duplicate is a decision of its own."""
    same = [
        (f"{SAME}{candidate.member_id}", _("Same person as member %(number)s") % {"number": candidate.member})
        for candidate in application.candidates.select_related("member")
    ]
    approve = _("Propose to approve (a second person decides)") if needs_second(application) else _("Approve")
    refuse = (REFUSE, _("Propose to refuse (a second person decides)"))
    return [(APPROVE, approve), *same, (RETURN, _("Ask the applicant")), refuse]


class SecondForm(DecisionForm):
    """The second person's yes or no to a proposed refusal, or to the approval of a private correction."""

    def __init__(self, *args: Any, decision: str, **kwargs: Any) -> None:
        agree = _("Refuse: I agree") if decision == "refuse" else _("Approve: I agree")
        choices = [(CONFIRM, agree), (SEND_BACK, _("I disagree: send back"))]
        super().__init__(*args, choices=choices, **kwargs)
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == SEND_BACK and not data.get("reason"):
            self.add_error("reason", _("Write why you disagree."))
        return data


class ReopenForm(PortalForm):
    """Why a decided application is looked at again."""

    reason = CleanCharField(
        label=_("Why is it opened again?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "class": "w-full"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "reopen_%s")
        super().__init__(*args, **kwargs)


def may_reopen(application: Application, user: User) -> bool:
    """Somebody who gives second decisions and had no part in this one."""
    part = (application.decided_by_id, application.user_id, application.helped_by_id)
    item = application.work_item
    part += (item.first_by_id, item.second_by_id) if item else ()
    return user.has_permission(Permission.DECIDE_SECOND) and user.pk not in part
