"""What partners may ask the Fund about a person over CamDX, and the worker a platform sends with their consent."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from enterprises.exchange_services import KEYS, REF, SCHEME_ANSWERS, SCHEMES, CoverageBook, now
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.provider.problems import Problem, Refused
from nssf_portal.exchange.provider.registry import Message, register_service
from nssf_portal.exchange.provider.shapes import Day, Moment, Record, Rows, Schema, Text
from nssf_portal.exchange.registries import clean_number
from nssf_portal.identifiers.models import Identifier
from nssf_portal.jobs.services import Running, enqueue, register_handler
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.law import coverage
from nssf_portal.law.enums import CoverageStatus, PersonCategory
from nssf_portal.reading.cells import tidy_identity
from registration.enums import (
    ApplicantPath,
    ApplicationState,
    Channel,
    ConsentPurpose,
    MemberGroup,
    MemberState,
    Payer,
    Sex,
)
from registration.identity import identity_index, looks_right
from registration.models import Application, ApplicationNumber, Consent, Member, MemberIdentifier
from registration.services import applications

KINDS = (Identifier.Kind.KHMER_ID, Identifier.Kind.KIDC, Identifier.Kind.PASSPORT, Identifier.Kind.WORK_PERMIT)
_CATEGORIES = {
    MemberGroup.EMPLOYEE: PersonCategory.EMPLOYEE,
    MemberGroup.CASUAL: PersonCategory.CASUAL,
    MemberGroup.DOMESTIC: PersonCategory.DOMESTIC,
    MemberGroup.SELF_EMPLOYED: PersonCategory.SELF_EMPLOYED,
    MemberGroup.OWNER: PersonCategory.OWNER,
    MemberGroup.FAMILY: PersonCategory.FAMILY_WORKER,
    MemberGroup.DEPENDANT: PersonCategory.DEPENDANT,
    MemberGroup.PUBLIC: PersonCategory.PUBLIC,
}
_BY_WORK = (MemberGroup.EMPLOYEE, MemberGroup.CASUAL, MemberGroup.DOMESTIC)
_HERE = (CoverageStatus.COMPULSORY, CoverageStatus.VOLUNTARY)

# --- worker-status ---------------------------------------------------------------------------------------------------

_WORKER = Record(
    parts=(
        REF,
        Text(name="identity_kind", about="What the number is from.", choices=tuple(map(str, KINDS)), required=True),
        Text(name="identity_number", about="The number on it.", required=True, most=30),
        Text(name="nationality", about="Of a passport or work permit: the country (ISO 3166, two letters).", most=2),
    )
)
WORKER_TAKES = Record(parts=(Rows(name="workers", of=_WORKER, limit=KEYS),))
WORKER_GIVES: Schema = {
    "type": "object",
    "required": ["as_of", "workers"],
    "properties": {
        "as_of": {"type": "string", "format": "date-time"},
        "workers": {
            "type": "array",
            "description": "In the order of the question; numbers are not repeated.",
            "items": {
                "type": "object",
                "required": ["registered", "schemes"],
                "properties": {
                    "ref": {"type": "string"},
                    "registered": {"type": "boolean"},
                    "schemes": SCHEME_ANSWERS,
                },
            },
        },
    },
}


def worker_status(message: Message) -> dict[str, Any]:
    """Yes or no for each person and scheme; nothing of who else asks, employs or insures them."""
    rows = message.body["workers"]
    indexes = [_index(row) for row in rows]
    members = _members(indexes)
    working = _working({member.pk for member in members.values()})
    book = coverage.table()
    answers = [_answer(row, members.get(index), working, book) for row, index in zip(rows, indexes, strict=True)]
    return {"as_of": now(), "workers": answers}


def _index(row: Mapping[str, str]) -> uuid.UUID:
    nationality = row.get("nationality", "").upper() or "KH"
    return identity_index(row["identity_kind"], tidy_identity(row["identity_number"]), nationality)


def _members(indexes: Sequence[uuid.UUID]) -> dict[uuid.UUID, Member]:
    """By blind index; a number that two claim is nobody's, a merged record stands for the one that stayed."""
    held = MemberIdentifier.objects.filter(blind_index__in=indexes, superseded_at__isnull=True, disputed=False)
    held = held.select_related("member__merged_into")
    return {row.blind_index: row.member.merged_into or row.member for row in held}


def _working(members: set[uuid.UUID]) -> set[uuid.UUID]:
    today = timezone.localdate()
    found = Member.objects.filter(
        pk__in=members, employments__started_on__lte=today, employments__ended_on__isnull=True
    )
    return set(found.values_list("pk", flat=True))


def _answer(
    row: Mapping[str, str], member: Member | None, working: set[uuid.UUID], book: CoverageBook
) -> dict[str, Any]:
    registered = member is not None and member.state == MemberState.ACTIVE
    found: dict[str, Any] = {"ref": row["ref"]} if row.get("ref") else {}
    schemes = _schemes(member, member.pk in working, book) if registered and member else frozenset()
    return found | {"registered": registered, "schemes": {str(s): str(s) in schemes for s in SCHEMES}}


def _schemes(member: Member, works: bool, book: CoverageBook) -> frozenset[str]:
    """What the law opens to the person's group; who is covered through work is so while they have some."""
    if member.group in _BY_WORK and not works:
        return frozenset()
    lines = book.get(_CATEGORIES[MemberGroup(member.group)], [])
    return frozenset(line.scheme for line in lines if line.status in _HERE)


# --- informal-worker-push --------------------------------------------------------------------------------------------

_CONSENT = Record(
    name="consent",
    required=True,
    parts=(
        Text(name="text_version", about="Which text the worker agreed to.", required=True, most=12),
        Moment(name="agreed_at", about="When.", required=True),
        Text(name="language", about="In which language it was shown.", choices=("km", "en"), required=True),
    ),
    about="The worker's consent to being sent to the Fund. Without it nothing may be sent.",
)
INFORMAL_TAKES = Record(
    parts=(
        Text(name="certificate_number", about="Number of the certificate.", required=True, most=40),
        Text(name="work", about="How the worker earns.", choices=("self_employed", "casual"), required=True),
        Text(name="identity_kind", choices=("khmer_id", "kidc"), required=True, about="What the number is from."),
        Text(name="identity_number", about="The number on it.", required=True, most=30),
        Text(name="family_name_km", about="Family name in Khmer", most=80),
        Text(name="given_name_km", about="Given name in Khmer", most=80),
        Text(name="family_name_latin", about="Family name in Latin letters", most=80),
        Text(name="given_name_latin", about="Given name in Latin letters", most=80),
        Text(name="sex", choices=tuple(Sex.values), required=True, about="As on the identity document."),
        Day(name="born_on", about="Date of birth", required=True),
        Text(name="phone", about="The worker's own telephone number", required=True, most=30),
        Text(name="commune_code", about="Where they live (six digits)", required=True, pattern="[0-9]{6}", most=6),
        Text(name="occupation", about="In words", most=120),
        _CONSENT,
    ),
    one_of=("given_name_km", "given_name_latin"),
)
INFORMAL_GIVES: Schema = {
    "type": "object",
    "required": ["received_at", "result"],
    "properties": {
        "received_at": {"type": "string", "format": "date-time"},
        "result": {
            "type": "string",
            "enum": ["taken", "known"],
            "description": "taken: an application was made; known: this certificate was there before.",
        },
        "reference": {"type": "string", "description": "For the worker; only of an application you sent."},
    },
}
SUBMIT = "application.pushed"
_SPACE = uuid.UUID("6b5d7f0a-52c7-4d6c-9c8e-0f0d4bb2a9a1")
_SELF, _CASUAL = ApplicantPath.SELF_EMPLOYED, ApplicantPath.CASUAL


def informal_worker_push(message: Message) -> dict[str, Any]:
    """Effects: one application for one certificate, with its numbers and consents; a job that sends it to be checked.

    It is checked in the background: the check asks the platform itself, which waits for our answer now."""
    row = message.body
    _must_make_sense(row)
    number = clean_number(row["certificate_number"])
    _one_at_a_time(number)
    submission = uuid.uuid5(_SPACE, f"{message.client.client} {number}")
    if known := Application.objects.filter(submission_id=submission).first():
        return {"received_at": now(), "result": "known", "reference": known.reference}
    if _is_known(number):
        return {"received_at": now(), "result": "known"}
    application = _take_in(row, number, submission)
    enqueue(kind=SUBMIT, subject_id=application.pk, dedup_key=f"{SUBMIT}:{application.pk}")
    return {"received_at": now(), "result": "taken", "reference": application.reference}


def _must_make_sense(row: Mapping[str, Any]) -> None:
    problems = []
    if not looks_right(row["identity_kind"], tidy_identity(row["identity_number"])):
        problems.append(Problem("/identity_number", "wrong-form", "This is no number of such a document."))
    if normalise_phone(row["phone"]) is None:
        problems.append(Problem("/phone", "wrong-form", "A Cambodian telephone number is expected."))
    if row["born_on"] >= timezone.localdate():
        problems.append(Problem("/born_on", "in-the-future", "The date lies in the future."))
    if row["consent"]["agreed_at"] > timezone.now() + datetime.timedelta(minutes=5):
        problems.append(Problem("/consent/agreed_at", "in-the-future", "The time lies in the future."))
    if problems:
        raise Refused(400, "wrong-body", problems)


def _one_at_a_time(number: str) -> None:
    """Two messages about one certificate are taken one after the other."""
    index = identity_index(Identifier.Kind.INFORMAL_CERTIFICATE, number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 14))", [str(index)])


def _is_known(number: str) -> bool:
    """A member holds it, or the worker began an application with it themselves."""
    index = identity_index(Identifier.Kind.INFORMAL_CERTIFICATE, number)
    if MemberIdentifier.objects.filter(blind_index=index, superseded_at__isnull=True).exists():
        return True
    begun = ApplicationNumber.objects.filter(blind_index=index)
    return begun.exclude(application__state__in=(ApplicationState.WITHDRAWN, ApplicationState.REFUSED)).exists()


def _take_in(row: Mapping[str, Any], number: str, submission: uuid.UUID) -> Application:
    with acting(by=None, action="application.pushed"):
        application = applications.start(
            path=_SELF if row["work"] == "self_employed" else _CASUAL,
            submission_id=submission,
            language=row["consent"]["language"],
            channel=Channel.EXCHANGE,
        )
    numbers = {
        row["identity_kind"]: tidy_identity(row["identity_number"]),
        Identifier.Kind.INFORMAL_CERTIFICATE: number,
        Identifier.Kind.PHONE: normalise_phone(row["phone"]) or "",
    }
    for kind, value in numbers.items():
        applications.give_number(application, kind, value)
    for page, values in _pages(row).items():
        applications.save(application, step=page, fields_asked=0, **values)
    _keep_consent(application, row["consent"])
    return application


def _pages(row: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The pages of the way on the web that these answers stand for; the worker is asked the others only if needed."""
    names = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")
    first = {"workers": {"uses_workers": False}} if row["work"] == "self_employed" else {"payer": {"payer": Payer.MANY}}
    return {
        "phone": {},
        **first,
        "identity": {"identity_kind": row["identity_kind"], "nationality": "KH"},
        "name": {name: row.get(name, "") for name in names},
        "birth": {"born_on": row["born_on"], "sex": row["sex"]},
        "consent": {},
        "place": {"commune_code": row["commune_code"], "occupation": row.get("occupation", "")},
        "certificate": {},
    }


def _keep_consent(application: Application, given: Mapping[str, Any]) -> None:
    """As it was given at the platform: its text, its time. To the comparison with the Ministry nobody agreed there."""
    Consent.objects.create(
        application=application,
        purpose=ConsentPurpose.INFORMAL_PLATFORM,
        version=given["text_version"],
        given=True,
        language=given["language"],
        channel=Channel.EXCHANGE,
        said_at=given["agreed_at"],
    )


def submit_pushed(running: Running) -> None:
    """Job handler: send what a platform pushed, as if the worker had pressed the button; once."""
    application = Application.objects.get(pk=running.job.subject_id)
    if application.state == ApplicationState.DRAFT:
        applications.submit(application)


def register() -> None:
    """Called from AppConfig.ready()."""
    register_handler(SUBMIT, submit_pushed)
    register_service(
        "worker-status",
        worker_status,
        title="Is this worker registered with the Fund?",
        about="Yes or no for each person and each scheme, as of now. Nothing is told of employers or other askers.",
        takes=WORKER_TAKES,
        gives=WORKER_GIVES,
        example={"workers": [{"ref": "1", "identity_kind": "khmer_id", "identity_number": "123456789"}]},
    )
    register_service(
        "informal-worker-push",
        informal_worker_push,
        title="A worker asks to be registered through the platform",
        about="Takes a worker of the informal economy who agreed to it; one application for one certificate.",
        takes=INFORMAL_TAKES,
        gives=INFORMAL_GIVES,
    )
