"""An application as the deciding officer reads it: what was said, agreed to, given, and what happened."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.audit.reading import note_reading
from nssf_portal.khmer.cleaning import has_khmer
from nssf_portal.places import names
from nssf_portal.ui.templatetags.ui import long_date, riel
from registration.candidates import words
from registration.enums import (
    ApplicationKind,
    ApplicationState,
    ConsentPurpose,
    CorrectionCode,
    EmployerContact,
    Precision,
)
from registration.models import Application, ApplicationCandidate, EmploymentConfirmation
from registration.presenting import evidence
from registration.presenting.comparison import (
    Line,
    Number,
    compare,
    kind_label,
    numbers_of_application,
    side_of_application,
    side_of_member,
)
from registration.presenting.desk import member_url
from registration.presenting.nationality import nationality_word

Fact = tuple[str, str, str]  # label, text, language of the text


@dataclass(frozen=True)
class Beside:
    """The applicant beside a member who may be the same person."""

    candidate: ApplicationCandidate
    lines: list[Line]
    reasons: list[str]
    url: str

    @property
    def percent(self) -> int:
        return round(self.candidate.score * 100)


def kind_of(application: Application) -> str:
    """For the head of the page: who asks for what."""
    if application.kind == ApplicationKind.CORRECTION:
        return str(dict(CorrectionCode.choices).get(application.correction, application.correction))
    return str(application.get_path_display())


def person(application: Application) -> list[Fact]:
    """Who it is."""
    return _told(
        (_("Name in Khmer"), application.full_name_km, "km"),
        (_("Name in Latin letters"), application.full_name_latin, "en"),
        (_("Sex"), _first_large(application.get_sex_display()), ""),
        (_("Date of birth"), _born(application), ""),
        (_("Nationality"), nationality_word(application.nationality), ""),
        (_("Lives in"), names.place_name(application.commune_code), ""),
        (_("No identity number, because"), _first_large(application.get_no_identity_display()), ""),
    )


def work(application: Application) -> list[Fact]:
    """What the person does, for whom, and what else this way asks."""
    employer, wish = application.enterprise, application.get_employer_contact_display()
    return _told(
        (_("Who pays"), application.get_payer_display(), ""),
        (_("Employer"), employer.name if employer else application.enterprise_typed, ""),
        (_("NSSF number of the employer"), (employer.nssf_number or "") if employer else "", ""),
        (_("The worker's wish"), wish if application.employer_contact else "", ""),
        (_("Occupation"), application.occupation, ""),
        (_("Hired on"), long_date(application.started_on), ""),
        (_("Monthly wage"), riel(application.wage), ""),
        (_("Others work for the person"), _yes_no(application.uses_workers), ""),
        (_("Agreed to the terms"), long_date(application.accepted_terms_at), ""),
        (_("Depends on member"), str(application.sponsor or ""), ""),
        (_("Relation"), application.get_relation_display(), ""),
        (_("Marriage registered"), _yes_no(application.marriage_registered), ""),
        (_("Disability or long illness"), _yes_no(application.is_disabled), ""),
        (_("Corrects member"), str(application.corrects or ""), ""),
        (_("The other number or name"), application.other_person, ""),
        (_("In the person's words"), application.statement, ""),
    )


def numbers(application: Application, *, reveal: bool = False) -> list[tuple[str, Number]]:
    return [(kind_label(number.kind), number) for number in numbers_of_application(application, reveal=reveal)]


def consents(application: Application) -> list[dict[str, Any]]:
    """The newest word on each sharing; what was said of the equity card and the family decides nothing here."""
    kept_away = (ConsentPurpose.HEALTH_EQUITY, ConsentPurpose.FAMILY)
    newest = {consent.purpose: consent for consent in application.consents.all()}
    labels = dict(ConsentPurpose.choices)
    return [
        {"words": _first_large(str(labels.get(purpose, purpose))), "given": said.given, "consent": said}
        for purpose, said in newest.items()
        if purpose not in kept_away
    ]


def wants_no_naming(application: Application) -> bool:
    """The officer must not name this worker to the employer."""
    return application.employer_contact == EmployerContact.QUIET


def answer_of_employer(application: Application) -> EmploymentConfirmation | None:
    """Only a question that was really asked; a quiet one is no answer and is never shown."""
    asked = EmploymentConfirmation.objects.filter(application=application, contact=EmployerContact.ASK)
    return asked.select_related("answered_by", "enterprise").first()


def beside(application: Application, *, by: User, reveal: bool = False) -> list[Beside]:
    """Each possible duplicate compared; each shown is a member's record read."""
    found = []
    left = side_of_application(application, reveal=reveal)
    for candidate in application.candidates.select_related("member"):
        note_reading(candidate.member, by=by, screen="desk.application")
        lines = compare(left, side_of_member(candidate.member, by=by))
        found.append(Beside(candidate, lines, words(candidate.reasons), member_url(candidate.member, by)))
    return found


def events(application: Application, movements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The item's way through hands and the application's own turns, newest first."""
    found = [*movements, *_turns(application), *_checked(application), *_answered(application)]
    return sorted(found, key=lambda event: event["at"], reverse=True)


def _turns(application: Application) -> list[dict[str, Any]]:
    """Begun, sent, answered, decided by rule, withdrawn: read from the row history; the rest are movements."""
    rows = apps.get_model("registration", "ApplicationEvent").objects.filter(pgh_obj_id=application.pk)
    turns, before = [], ""
    for at, state in rows.order_by("pgh_id").values_list("pgh_created_at", "state"):
        if state != before and (words := _title(before, state, application)):
            turns.append({"title": words, "at": at})
        before = state
    return turns


def _title(before: str, state: str, application: Application) -> str:
    helper = application.helped_by
    if state == ApplicationState.SUBMITTED:
        return "" if before == ApplicationState.RETURNED else _("Sent")  # an answer is a movement already
    if state == ApplicationState.APPROVED and application.rule:
        return _("Approved by rule %(rule)s") % {"rule": application.rule}
    if state == ApplicationState.DRAFT:
        return _("Begun with the help of %(name)s") % {"name": helper} if helper else _("Begun")
    return _("Withdrawn by the applicant") if state == ApplicationState.WITHDRAWN else ""


def _checked(application: Application) -> list[dict[str, Any]]:
    found = evidence.shown(application)
    times = [check.at for check in found if check.at]
    return [{"title": _("Checks ran"), "at": max(times), "text": evidence.summary(found)}] if times else []


def _answered(application: Application) -> list[dict[str, Any]]:
    asked = answer_of_employer(application)
    if asked is None:
        return []
    found: list[dict[str, Any]] = [{"title": _("The employer was asked"), "at": asked.asked_at}]
    if asked.answered_at:
        words = {"title": _("The employer answered"), "text": str(asked.get_state_display())}
        found.append(words | {"at": asked.answered_at, "by": str(asked.answered_by)})
    return found


def title(application: Application) -> tuple[str, str]:
    """The name as typed, and the language of its letters."""
    text = " ".join(filter(None, (application.full_name_km, application.full_name_latin))) or application.reference
    return text, "km" if has_khmer(text) else "en"


def _born(application: Application) -> str:
    if application.born_on is None:
        return ""
    if application.born_precision == Precision.YEAR:
        return _("%(year)s (only the year is known)") % {"year": application.born_on.year}
    return long_date(application.born_on)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told(*facts: Fact) -> list[Fact]:
    """Only what was said."""
    return [fact for fact in facts if fact[1]]
