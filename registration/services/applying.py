"""What a page's answer does beyond keeping its fields: numbers, consents, wishes, and the early identity check."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from enterprises.models import Certificate, Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.documents.services import find_issued
from nssf_portal.exchange.identity.persons import Person
from nssf_portal.identifiers.models import Identifier
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.limits import within_limit
from registration.checks import identity
from registration.enums import ConsentPurpose, EmployerContact, NoIdentity, Precision
from registration.models import Application, ApplicationCheck, Interest, Member
from registration.services import applications
from registration.services.proofs import is_born
from registration.steps import CARDS, answered_steps

MOST_FOUND = 8
_IDENTITY = (
    Identifier.Kind.KHMER_ID,
    Identifier.Kind.KIDC,
    Identifier.Kind.PASSPORT,
    Identifier.Kind.WORK_PERMIT,
    Identifier.Kind.BIRTH_CERTIFICATE,
    Identifier.Kind.FAMILY_BOOK,
    Identifier.Kind.RESIDENCE_BOOK,
)


def may_use_phone(phone: str) -> bool:
    """Families share phones; whoever begins by the dozen is a robot."""
    return within_limit("application.per_phone", phone, default=10)


@transaction.atomic
def choose_identity(application: Application, *, choice: str, number: str, fields_asked: int, by: User | None) -> None:
    """A document with its number, or the reason why there is none; numbers of other documents are taken back."""
    none = choice in NoIdentity.values
    kind = "" if none else choice
    held = application.number_of(kind) if kind else None
    for other in _IDENTITY:
        if other != kind and application.number_of(other):
            applications.give_number(application, other, "", by=by)
    if number or (kind and held is None):
        applications.give_number(application, kind, number, by=by)
    values = {"identity_kind": kind, "no_identity": choice if none else ""}
    if kind in CARDS:
        values["nationality"] = "KH"
    applications.save(application, step="identity", fields_asked=fields_asked, by=by, **values)


@transaction.atomic
def choose_nationality(application: Application, nationality: str, *, fields_asked: int, by: User | None) -> None:
    """A foreign number is told apart by its country, so it is kept anew."""
    applications.save(application, step="nationality", fields_asked=fields_asked, by=by, nationality=nationality)
    if number := application.number_of(application.identity_kind):
        applications.give_number(application, application.identity_kind, number.reveal(), by=by)


def ask_anew(application: Application, *pages: str) -> None:
    """Another answer before them made these pages' answers void."""
    application.steps.filter(name__in=pages).delete()


def say_consent(application: Application, purpose: str, *, given: bool) -> None:
    """Written down when it is said first, and whenever it changes."""
    newest = application.consents.filter(purpose=purpose).order_by("-id").first()
    if newest is None or newest.given != given:
        applications.consent(application, purpose, given=given)


def choose_contact(application: Application, contact: str, *, fields_asked: int, by: User | None) -> None:
    asked = contact == EmployerContact.ASK
    applications.save(application, step="contact", fields_asked=fields_asked, by=by, employer_contact=contact)
    say_consent(application, ConsentPurpose.EMPLOYER_NAMED, given=asked)


def prove_early(application: Application) -> None:
    """As soon as number, name, birth date and consent are there: whoever is proved now need not take a photo.

    A partner that is down costs nothing: the check says so and the way goes on."""
    if application.identity_kind not in CARDS or not answered_steps(application) >= {"identity", "name", "birth"}:
        return
    if not applications.has_consented(application, ConsentPurpose.IDENTITY_CHECK):
        application.checks.filter(code="proved", evidence__startswith="moi").delete()
        return
    fresh = Application.objects.prefetch_related("numbers").get(pk=application.pk)
    keep_finding(fresh, identity.proved(fresh))


def keep_finding(application: Application, found: identity.Finding) -> None:
    ApplicationCheck.objects.update_or_create(
        application=application,
        code=found.code,
        defaults={
            "outcome": found.outcome,
            "evidence": found.evidence[:300],
            "exchange_id": found.exchange_id,
            "checked_at": timezone.now(),
        },
    )


@transaction.atomic
def prefill(application: Application, person: Person, *, by: User | None) -> None:
    """Whoever signs in at CamDigiKey or another provider types nothing twice; the sign-in is the proof, when the
    provider says number, name and birth date: of what was typed beside it, it proves nothing.

    Effects: number, names, birth and sex, their pages answered, the consent, the check with its evidence."""
    if person.id_kind and person.id_number:
        choose_identity(application, choice=person.id_kind, number=person.id_number, fields_asked=0, by=by)
    names = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")
    known = {name: getattr(person, name) for name in names}
    if any(known.values()):
        applications.save(application, step="name", fields_asked=0, by=by, **known)
    if person.born_on and person.sex:
        born = {"born_on": person.born_on, "born_precision": Precision.DAY, "sex": person.sex}
        applications.save(application, step="birth", fields_asked=0, by=by, **born)
    say_consent(application, ConsentPurpose.PREFILL, given=True)
    if person.id_kind and person.id_number and person.born_on and any(known.values()):
        check = person.as_check()
        evidence = f"{check.provider} {timezone.localdate().isoformat()}"
        keep_finding(application, identity.Finding("proved", str(check.outcome), evidence, check.exchange_id))


def find_enterprises(text: str) -> list[Enterprise]:
    """Registered ones by number, certificate or name; whoever asks learns the name and the district, nothing more.

    Households are found by their number only: a family is not looked up by its name."""
    registered = Enterprise.objects.registered()
    if exact := _by_number(text):
        return [exact]
    key = search_key(text)
    if len(key) < 3:
        return []
    companies = registered.exclude(kind="household")
    for way in ("startswith", "contains"):
        km, latin = ({f"key_{script}__{way}": key} for script in ("km", "latin"))
        found = list(companies.filter(**km)[:MOST_FOUND]) or list(companies.filter(**latin)[:MOST_FOUND])
        if found:
            return found
    return []


def _by_number(text: str) -> Enterprise | None:
    """The NSSF number, or the code of a certificate, also inside the address its QR holds."""
    word = text.strip().rstrip("/").rsplit("/", 1)[-1]
    if issued := find_issued(word):
        paper = Certificate.objects.filter(document=issued, document__revoked_at=None).first()
        return paper.enterprise if paper else None
    return Enterprise.objects.registered().filter(nssf_number=word).first() if word else None


def sponsor_of(member_number: str, born_on: datetime.date) -> Member | None:
    """The member both facts fit."""
    found = Member.objects.filter(member_number=member_number, merged_into__isnull=True).first()
    return found if found and is_born(found, born_on) else None


def phone_of(member: Member) -> str:
    newest = member.identifiers.filter(kind=Identifier.Kind.PHONE, superseded_at__isnull=True).order_by("-id").first()
    return newest.reveal() if newest else ""


def note_interest(
    kind: str,
    *,
    application: Application | None = None,
    people: int | None = None,
    province: str = "",
    submission_id: uuid.UUID | None = None,
) -> Interest:
    """A wish is counted once for an application and kind, or once for a submission."""
    values = {"people": people, "province_code": province[:2]}
    if application:
        return Interest.objects.update_or_create(application=application, kind=kind, defaults=values)[0]
    return Interest.objects.get_or_create(submission_id=submission_id, defaults=values | {"kind": kind})[0]


def take_back_interest(kind: str, application: Application) -> None:
    Interest.objects.filter(application=application, kind=kind).delete()
