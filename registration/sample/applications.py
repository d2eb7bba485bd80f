"""The demonstration's applications: one in each state that an officer, an employer or an applicant may meet."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.models import Identifier
from registration.enums import ApplicantPath, ConsentPurpose, EmployerContact, NoIdentity
from registration.models import Application, ApplicationCandidate, Member
from registration.services import application_deciding as deciding
from registration.services import applications

_SPACE = uuid.UUID("6b0f4b52-3c1d-4f0e-8a53-0f1f6f5f7d21")
_HERE = "120101"  # Phnom Penh: where the demonstration's clerks work


def load(*, employer: Enterprise, clerk: User) -> None:
    """Everything that is missing; a second run changes nothing. Invented people, invented numbers."""
    _waiting()
    _returned(clerk)
    _refusal_proposed(clerk)
    _look_alike()
    _asking(employer)


def _waiting() -> None:
    """Two for any officer: a market seller without a card, a household worker who will not be named."""
    _sent("waiting", ApplicantPath.OWNER, "ម៉ៅ", "សុផល", "MAO", "SOPHAL", "M", 1979, occupation="Noodle shop")
    _sent(
        "quiet", ApplicantPath.DOMESTIC, "ឡុង", "ចាន់ធូ", "LONG", "CHANTHOU", "F", 1988,
        enterprise_typed="A family in Tuol Kouk", employer_contact=EmployerContact.QUIET, occupation="Cook",
    )  # fmt: skip


def _returned(clerk: User) -> None:
    made = _sent("returned", ApplicantPath.OWNER, "យឹម", "បូរី", "YIM", "BOREY", "M", 1991, occupation="Tailor shop")
    if _is_waiting(made):
        why = "Please write the day and month of your birth as on your birth certificate."
        deciding.send_back(made, fields=["born_on"], why=why, by=clerk)


def _refusal_proposed(clerk: User) -> None:
    made = _sent("refusal", ApplicantPath.OWNER, "អ៊ុក", "វិបុល", "OUK", "VIBOL", "M", 1984, occupation="Civil servant")
    if _is_waiting(made):
        reason = "Works for a ministry: the scheme for the public sector registers this person."
        deciding.propose_refusal(made, reason=reason, by=clerk)


def _look_alike() -> None:
    """Somebody whom the register may know: a member of the capital with name, sex and birth date alike."""
    known = Member.objects.filter(channel="core", nationality="KH", merged_into__isnull=True)
    member = known.exclude(key_km="").exclude(key_latin="").order_by("-member_number").first()
    if member is None:
        return
    made = _sent(
        "alike", ApplicantPath.OWNER, member.family_name_km, member.given_name_km, member.family_name_latin,
        member.given_name_latin, member.sex, member.born_on.year, born_on=member.born_on, occupation="Grocer",
    )  # fmt: skip
    ApplicationCandidate.objects.get_or_create(
        application=made,
        member=member,
        defaults={"score": 0.97, "band": "same", "reasons": ["name_equal", "birth_equal"]},
    )


def _asking(employer: Enterprise) -> None:
    """The employer's one tap is awaited."""
    _sent(
        "asking", ApplicantPath.EMPLOYEE, "ហេង", "ស្រីពៅ", "HENG", "SREYPOV", "F", 1999, enterprise=employer,
        employer_contact=EmployerContact.ASK, occupation="Machine operator", started_on=datetime.date(2026, 8, 3),
        wage=Decimal(860_000),
    )  # fmt: skip


def _sent(
    key: str, path: str, family_km: str, given_km: str, family: str, given: str, sex: str, year: int, **values: Any
) -> Application:
    """Through the same services as everybody's; the same key is the same application."""
    made = applications.start(path=path, submission_id=uuid.uuid5(_SPACE, key), language="km")
    if not made.can_be_edited or made.submitted_at:
        return made
    names = {"family_name_km": family_km, "given_name_km": given_km, "family_name_latin": family}
    born = values.pop("born_on", datetime.date(year, 1, 1))
    precision = "year" if born == datetime.date(year, 1, 1) else "day"
    facts = {"sex": sex, "born_on": born, "born_precision": precision, "commune_code": _HERE}
    proof = {"no_identity": NoIdentity.LOST} if path != ApplicantPath.EMPLOYEE else {"identity_kind": "khmer_id"}
    given_names = names | {"given_name_latin": given}
    applications.save(made, step="person", fields_asked=8, **given_names, **facts, **proof, **values)
    applications.give_number(made, Identifier.Kind.PHONE, f"+8551200{year}")
    if path == ApplicantPath.EMPLOYEE:
        applications.give_number(made, Identifier.Kind.KHMER_ID, f"6999{year}0")
    applications.consent(made, ConsentPurpose.IDENTITY_CHECK, given=True)
    return applications.submit(made)


def _is_waiting(made: Application) -> bool:
    """In the queue, and nobody has done anything with it yet."""
    item = made.work_item
    return item is not None and item.is_open and not item.movements.exclude(act="open").exists()
