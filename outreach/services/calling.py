"""An officer calls the people of a list, one by one, and begins the registration of those who want it."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.cleaning import has_khmer
from outreach.enums import Gender, PersonListState
from outreach.models import ListedPerson, PersonList
from outreach.scope import require
from outreach.services.listing import phone_of
from outreach.workflow import PERSON_LIST
from registration.enums import ApplicantPath, Channel, Sex
from registration.models import Application
from registration.services import applications

_SPACE = uuid.UUID("8f5f4f0e-3df2-4c43-9b15-7f1f5f1c7a52")
PATHS = (ApplicantPath.EMPLOYEE, ApplicantPath.CASUAL, ApplicantPath.DOMESTIC, ApplicantPath.SELF_EMPLOYED)
_SEXES = {Gender.FEMALE: Sex.FEMALE, Gender.MALE: Sex.MALE}
SCREEN = "outreach.person_list"


def _locked(person: ListedPerson, by: User) -> ListedPerson:
    """The list first, then the person: the purge takes them in the same order."""
    of = PersonList.objects.select_for_update(of=("self",)).select_related("activity").get(pk=person.list_id)
    require(by, Permission.WORK_OUTREACH, of.activity.place_code)
    found = ListedPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    found.list = of
    if of.state == PersonListState.PURGED:
        raise Refused(_("The names of this list were removed: its days are over."), found, "call")
    if found.phone is None:
        raise Refused(_("This person does not want to be called; name and number are removed."), found, "call")
    return found


@transaction.atomic
def call(person: ListedPerson, *, by: User) -> str:
    """The whole number, shown once. Effects: called, since when; the list is in use; a line in the read log."""
    found = _locked(person, by)
    note_reading(found.list, by=by, screen=SCREEN, reason=f"row {found.row}", revealed=True)
    if found.called_at is None:
        found.called_at = timezone.now()
        found.save(update_fields=["called_at"])
    if found.list.state == PersonListState.RECEIVED:
        PERSON_LIST.move(found.list, "use")
    return phone_of(found)


@transaction.atomic
def forget(person: ListedPerson, *, by: User) -> None:
    """The person takes the consent back. Effects: name, number, digest are gone; the row counts as called."""
    found = _locked(person, by)
    if found.application_id:
        raise Refused(_("The registration was begun: it can be withdrawn there."), found, "forget")
    found.name, found.phone, found.phone_blind = "", None, None
    found.called_at = found.called_at or timezone.now()
    found.save(update_fields=["name", "phone", "phone_blind", "called_at"])


@transaction.atomic
def begin(person: ListedPerson, *, path: str, language: str, by: User) -> Application:
    """A draft with what the list says, filled in by the officer with the person on the telephone.

    Not "on site": what is said on the telephone proves nobody face to face. Pressed twice it is one application.
    Effects: the application, the person's link to it."""
    found = _locked(person, by)
    if found.called_at is None:
        raise Refused(_("Call the person first."), found, "begin")
    if found.application:
        return found.application
    made = applications.start(
        path=path,
        submission_id=uuid.uuid5(_SPACE, str(found.pk)),
        language=language,
        channel=Channel.HOTLINE,
        helped_by=by,
        sex=_SEXES.get(Gender(found.gender), ""),
        **_names(found.name),
    )
    applications.give_number(made, Identifier.Kind.PHONE, phone_of(found), by=by)
    found.application = made
    found.save(update_fields=["application"])
    return made


def _names(name: str) -> dict[str, str]:
    """The family name comes first; the officer reads it back to the person and corrects it."""
    family, _space, given = name.partition(" ")
    script = "km" if has_khmer(name) else "latin"
    return {f"family_name_{script}": family[:80], f"given_name_{script}": given.strip()[:80]}
