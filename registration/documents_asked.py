"""Which documents an application shows: the law book's list for this way and person, less what is proved already."""

from django.utils import timezone

from enterprises.enums import Outcome
from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.enums import Applicant, DocumentKind, Procedure
from nssf_portal.law.models import ChecklistItem
from registration.enums import ApplicantPath, ApplicationState, Relation
from registration.models import Application

_APPLICANTS = {
    ApplicantPath.EMPLOYEE: Applicant.WORKER,
    ApplicantPath.OWNER: Applicant.WORKER,
    ApplicantPath.CASUAL: Applicant.CASUAL,
    ApplicantPath.DOMESTIC: Applicant.DOMESTIC,
    ApplicantPath.SELF_EMPLOYED: Applicant.SELF_EMPLOYED,
    ApplicantPath.DEPENDANT: Applicant.DEPENDANT,
}
_CARDS = (Identifier.Kind.KHMER_ID, Identifier.Kind.KIDC)


def applicant_of(path: str) -> Applicant:
    """The law book's word for who is on this path."""
    return _APPLICANTS[ApplicantPath(path)]


def kinds_asked(application: Application) -> list[str]:
    """A returned application shows exactly what was marked; a proved identity needs no photo."""
    if application.state == ApplicationState.RETURNED:
        return [code.removeprefix("doc:") for code in application.returned_fields if code.startswith("doc:")]
    asked = ChecklistItem.objects.asked_for(Procedure.PORTAL, applicant_of(application.path), timezone.localdate())
    kinds = [_as_held(application, kind) for kind in asked.values_list("document", flat=True)]
    return [kind for kind in kinds if kind and _is_needed(application, kind)]


def not_needed(path: str) -> list[str]:
    """What nobody may ask this person for any more (measure 4.1)."""
    gone = ChecklistItem.objects.abolished(Procedure.PORTAL, applicant_of(path), timezone.localdate())
    return [str(DocumentKind(kind).label) for kind in gone.values_list("document", flat=True)]


def is_proved(application: Application) -> bool:
    return any(check.code == "proved" and check.outcome == Outcome.PASS for check in application.checks.all())


def _as_held(application: Application, kind: str) -> str:
    """Where the list says identity card, a foreigner shows the passport; without any number it is shown later."""
    if kind != DocumentKind.KHMER_ID or application.identity_kind in _CARDS:
        return kind
    return DocumentKind.PASSPORT if application.identity_kind == Identifier.Kind.PASSPORT else ""


def _is_needed(application: Application, kind: str) -> bool:
    if kind == DocumentKind.KHMER_ID:
        return not is_proved(application)
    if kind == DocumentKind.BIRTH_CERTIFICATE:
        return bool(application.relation) and application.relation != Relation.SPOUSE
    if kind == DocumentKind.MARRIAGE_CERTIFICATE:
        return application.relation == Relation.SPOUSE and bool(application.marriage_registered)
    if kind == DocumentKind.DISABILITY:
        return bool(application.is_disabled)
    return kind != DocumentKind.INFORMAL_CERTIFICATE  # fetched by its number instead
