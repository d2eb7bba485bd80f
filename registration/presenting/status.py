"""Where an application is, in plain words: what it waits for, until when, and what the person does."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nssf_portal.work.services import due_date
from registration.enums import ApplicantPath, ApplicationState, EmployerContact, MemberState, WaitsFor
from registration.models import Application
from registration.steps import RETURNABLE


@dataclass(frozen=True)
class Status:
    """`kind` is a note's colour; `sentence` says what it is, `where` in whose hands, `by` until when."""

    kind: str
    title: str
    sentence: str = ""
    where: str = ""
    by: datetime.date | None = None
    tag: str = "progress"
    asked: tuple[str, ...] = ()
    first_month: bool = False
    prove_later: bool = False


def status_of(application: Application) -> Status:
    """In the reader's language; no personal data, because the link in a message shows it too."""
    state = application.state
    if state == ApplicationState.SUBMITTED and application.waits_for:
        return _waits(application)
    if state == ApplicationState.APPROVED:
        return _approved(application)
    if state == ApplicationState.RETURNED:
        return _returned(application)
    if state == ApplicationState.REFUSED:
        return Status("wrong", _("Your application was refused"), application.decision_reason, tag="wrong")
    if state == ApplicationState.WITHDRAWN:
        return Status("info", _("You withdrew this application"), _("You can begin again at any time."), tag="none")
    if state == ApplicationState.DRAFT:
        return Status("waits", _("Not sent yet"), _("Go on with it when you like: your answers are kept."), tag="waits")
    return _with_officer(application)


def _waits(application: Application) -> Status:
    if application.waits_for == WaitsFor.EMPLOYER:
        sentence = _(
            "We asked your employer to confirm by one tap. If they say nothing until this day, an officer goes on "
            "without them, and a visit may follow. You lose nothing by their silence."
        )
        return Status(
            "info", _("We wait for your employer"), sentence, _("With your employer"), application.waits_until
        )
    sentence = _("Send us the number of your informal economy certificate, and the application goes on by itself.")
    return Status(
        "waits", _("We wait for your certificate"), sentence, _("With you"), application.waits_until, tag="waits"
    )


def _with_officer(application: Application) -> Status:
    item = application.work_item
    office = str(item.office) if item and item.office else _("The Fund")
    by = item.due_on if item else due_date("application")
    sentence = _("An officer looks at it and decides by this day. We tell you by SMS when you gave us a phone number.")
    if application.employer_contact == EmployerContact.QUIET:
        sentence += " " + _("Your employer is not told who you are.")
    return Status(
        "done", _("We have your application"), sentence, office, by, prove_later=bool(application.no_identity)
    )


def _approved(application: Application) -> Status:
    pending = bool(application.member and application.member.state == MemberState.PENDING)
    return Status(
        "done",
        _("You are registered"),
        "" if application.path != ApplicantPath.DEPENDANT else _("The dependant is in the register now."),
        tag="ok",
        first_month=application.path == ApplicantPath.SELF_EMPLOYED,
        prove_later=pending,
    )


def _returned(application: Application) -> Status:
    words = {code: str(label) for fields in RETURNABLE.values() for code, label in fields.items()}
    asked = tuple(_word(code, words) for code in application.returned_fields)
    return Status(
        "waits", _("We need an answer from you"), application.returned_why, _("With you"), tag="waits", asked=asked
    )


def _word(code: str, words: dict[str, str]) -> str:
    from nssf_portal.law.enums import DocumentKind

    if code.startswith("doc:"):
        kind = code.removeprefix("doc:")
        return str(DocumentKind(kind).label) if kind in DocumentKind.values else kind
    return words.get(code, code)
