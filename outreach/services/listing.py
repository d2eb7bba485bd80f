"""People whom a partner brings: taken in with each one's consent, called by an officer, helped to register, forgotten.

The partner never reads a name back: what it may see is counted in `outreach.partner_view`."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.identifiers.crypto import blind_index, decrypt, encrypt
from nssf_portal.ids import uuid7
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.book import value_or
from outreach.enums import ActivityState, PersonListState
from outreach.list_files import AGREED, Row, rows_of
from outreach.models import Activity, ListedPerson, PersonList
from outreach.models.people import PersonListQuerySet
from outreach.services.activities import lock
from outreach.workflow import PERSON_LIST

S = ActivityState
TAKES_LISTS = (S.PLANNED, S.ANNOUNCED, S.HELD, S.REPORTED)
KEPT_DAYS, CONSENT_DAYS, DIGEST_DAYS = "outreach.list_days", "outreach.list_consent_days", "outreach.digests_days"


class Problem(NamedTuple):
    """One thing that is wrong with one row; never what was written there."""

    number: int
    field: str
    text: str


@dataclass
class Outcome:
    """What became of the file: `known` stand on an earlier list of this activity already."""

    received: PersonList | None = None
    rows: int = 0
    taken: int = 0
    known: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)


def takes_lists(activity: Activity) -> bool:
    return activity.state in TAKES_LISTS


@transaction.atomic
def take_list(
    activity: Activity, *, institution: Institution, file: UploadedFile, submission_id: uuid.UUID, by: User
) -> Outcome:
    """Raises Refused, UploadRefused, UnreadableFile. The same file sent again is the same list.

    Effects: a list with the rows in which nothing is wrong; the file itself is not kept."""
    locked = lock(activity)
    _require_part(locked, institution, by)
    key = _of_this_file(submission_id, file)
    if known := PersonList.objects.filter(submission_id=key).first():
        return Outcome(known, known.rows + known.refused, known.rows, 0, known.refused)
    return _keep(_sorted(rows_of(file), _earlier(locked, institution)), locked, institution, key, by)


def _require_part(activity: Activity, institution: Institution, by: User) -> None:
    if institution.pk not in by.institutions(Permission.JOIN_OUTREACH):
        raise PermissionDenied
    takes_part = activity.partners.filter(institution=institution).exists()
    if activity.proposed_for_id != institution.pk and not takes_part:
        raise PermissionDenied
    if not takes_lists(activity):
        raise Refused(_("This activity takes no lists now: it is not planned yet, or it is over."), activity, "list")


def _of_this_file(submission_id: uuid.UUID, file: UploadedFile) -> uuid.UUID:
    """A double click sends the same file; another file in the same form (back in the browser) is another one."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return uuid.uuid5(submission_id, digest.hexdigest())


Key = tuple[uuid.UUID, str]


def _key(row: Row) -> Key:
    """A family may share a telephone: number and name together are one person."""
    return phone_blind(row.phone), search_key(row.name) or row.name


def phone_blind(phone: str) -> uuid.UUID:
    return blind_index("phone", phone)


def _earlier(activity: Activity, institution: Institution) -> set[Key]:
    """Who is on a list of this partner for this activity; other partners' lists are nobody else's business."""
    rows = ListedPerson.objects.filter(
        list__activity=activity, list__institution=institution, phone_blind__isnull=False
    ).values_list("phone_blind", "name")
    return {(blind, search_key(name) or name) for blind, name in rows}


def _sorted(rows: list[Row], earlier: set[Key]) -> tuple[Outcome, list[Row]]:
    """All that is wrong with each row at once, and the rows that can be taken."""
    outcome, good, here = Outcome(rows=len(rows)), [], dict[Key, int]()
    today, oldest = timezone.localdate(), int(value_or(CONSENT_DAYS, 180))
    for row in rows:
        wrong = row.wrong + _wrong_day(row.agreed_on, today, oldest)
        key = _key(row) if row.phone and row.name else None
        if key and key in here:
            wrong.append(("name", _("The same person stands in row %(row)s.") % {"row": here[key]}))
        elif key:
            here[key] = row.number
        if wrong:
            outcome.refused += 1
            outcome.problems += [Problem(row.number, *one) for one in wrong]
        elif key in earlier:
            outcome.known += 1
        else:
            good.append(row)
    return outcome, good


def _wrong_day(agreed_on: date | None, today: date, oldest: int) -> list[tuple[str, str]]:
    if agreed_on and agreed_on > today:
        return [(AGREED, _("This day is still to come."))]
    if agreed_on and agreed_on < today - timedelta(days=oldest):
        said = _("The consent is older than %(days)s days: ask the person again.")
        return [(AGREED, said % {"days": oldest})]
    return []


def _keep(
    sorted_rows: tuple[Outcome, list[Row]], activity: Activity, institution: Institution, key: uuid.UUID, by: User
) -> Outcome:
    outcome, good = sorted_rows
    if not good:
        return outcome
    given = {"activity": activity, "institution": institution, "received_by": by}
    made = PersonList.objects.create(submission_id=key, rows=len(good), refused=outcome.refused, **given)
    ListedPerson.objects.bulk_create(_person(made, row) for row in good)
    outcome.received, outcome.taken = made, len(good)
    return outcome


def _person(of: PersonList, row: Row) -> ListedPerson:
    pk = uuid7()
    return ListedPerson(
        id=pk,
        list=of,
        row=row.number,
        name=row.name,
        gender=row.gender,
        phone=encrypt(row.phone.encode(), pk.bytes),
        phone_blind=phone_blind(row.phone),
        consented_on=row.agreed_on,
    )


def phone_of(person: ListedPerson) -> str:
    """The whole number, for the officer who calls; empty when it was removed."""
    return decrypt(person.phone, person.pk.bytes).decode() if person.phone else ""


@transaction.atomic
def purge(today: date | None = None) -> int:
    """Names and numbers go when the days of the law book are over; counts and begun registrations stay.

    The keyed digest of a number outlives it as long as registrations may still be tied to an activity: it opens
    nothing. Effects: those lists are purged, their people without name and number. Returns how many lists."""
    today = today or timezone.localdate()
    over = _older_than(today, KEPT_DAYS, 90).exclude(state=PersonListState.PURGED)
    keys = list(over.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True))
    ListedPerson.objects.filter(list__in=keys).update(name="", phone=None)
    old = _older_than(today, DIGEST_DAYS, 400).filter(state=PersonListState.PURGED)
    ListedPerson.objects.filter(list__in=old, phone_blind__isnull=False).update(phone_blind=None)
    return PERSON_LIST.transition_many(PersonList.objects.filter(pk__in=keys), "purge", purged_at=timezone.now())


def names_go_on(received: PersonList) -> date:
    """The last day on which the names of this list are here."""
    return timezone.localdate(received.received_at) + timedelta(days=int(value_or(KEPT_DAYS, 90)))


def _older_than(today: date, code: str, default: int) -> PersonListQuerySet:
    before = today - timedelta(days=int(value_or(code, default)))
    return PersonList.objects.filter(received_at__date__lt=before)
