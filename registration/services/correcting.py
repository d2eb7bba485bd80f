"""Corrections that a member asks for: what can be put right, and what an approval then does."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.identifiers.models import Identifier
from registration.enums import (
    ApplicantPath,
    ApplicationKind,
    CorrectionCode,
    MemberGroup,
    MemberState,
)
from registration.models import (
    Application,
    ApplicationCandidate,
    ApplicationNumber,
    Member,
    MemberIdentifier,
)
from registration.workflow import MEMBER

Effect = Callable[[Application, User], None]
_effects: dict[str, Effect] = {}
_PATHS = {
    MemberGroup.SELF_EMPLOYED: ApplicantPath.SELF_EMPLOYED,
    MemberGroup.CASUAL: ApplicantPath.CASUAL,
    MemberGroup.DOMESTIC: ApplicantPath.DOMESTIC,
    MemberGroup.OWNER: ApplicantPath.OWNER,
    MemberGroup.DEPENDANT: ApplicantPath.DEPENDANT,
}
_NAMES = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")


class CannotCorrect(Exception):
    """The correction cannot be carried out as it stands; the message says why, for the officer's page."""


class AlreadyAsked(Exception):
    """The same thing is being looked at already."""

    def __init__(self, application: Application) -> None:
        self.application = application
        super().__init__(application.reference)


def register_effect(code: str, effect: Effect) -> None:
    """Name what an approved correction of this code does to the record."""
    _effects[code] = effect


def apply(application: Application, *, by: User) -> Member:
    """Put the record right as the application says; the member it was about (of two numbers: the one that stays).

    A first decision about merging the record is void then: it was taken on other facts."""
    member = _member_of(application)
    _effects[application.correction](application, by)
    member.refresh_from_db()
    return member.merged_into or member


def _member_of(application: Application) -> Member:
    """Whom a correction is about; the database lets none be without."""
    if application.corrects is None:
        raise CannotCorrect(application.reference)
    if application.corrects.merged_into_id:
        raise CannotCorrect(
            _("This record was joined with another one meanwhile. The member may ask for it anew there.")
        )
    return application.corrects


def open_correction(member: Member, code: str) -> Application | None:
    """What is asked already and not decided."""
    found = Application.objects.filter(kind=ApplicationKind.CORRECTION, corrects=member, correction=code)
    return found.unfinished().first()


@transaction.atomic
def ask(
    *,
    member: Member,
    code: str,
    submission_id: uuid.UUID,
    language: str,
    values: Mapping[str, Any],
    numbers: Mapping[str, str],
    document: UploadedFile | None,
    by: User | None,
) -> Application:
    """A member says what should be true; an officer decides. The same submission is the same application.

    Raises AlreadyAsked when the same is open, UploadRefused when the document can't be taken."""
    from registration.services import applications

    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if known := Application.objects.filter(submission_id=submission_id).first():
        return known
    if known := open_correction(member, code):
        raise AlreadyAsked(known)
    application = applications.start(
        path=_PATHS.get(MemberGroup(member.group), ApplicantPath.EMPLOYEE),
        submission_id=submission_id,
        language=language,
        kind=ApplicationKind.CORRECTION,
        by=by,
        corrects=member,
        correction=code,
        place_code=member.commune_code,
        **({"nationality": member.nationality} | dict(values)),
    )
    for kind, value in (_where_to_answer(member, by) | dict(numbers)).items():
        applications.give_number(application, kind, value, by=by)
    if document:
        applications.add_document(application, document, kind="khmer_id", submission_id=submission_id, by=by)
    _name_the_other(application)
    return applications.submit(application, by=by)


@transaction.atomic
def answer(
    application: Application,
    *,
    values: Mapping[str, Any],
    numbers: Mapping[str, str],
    document: UploadedFile | None,
    submission_id: uuid.UUID,
    by: User | None,
) -> Application:
    """What an officer sent back, answered; it goes on where it was. Raises AlreadySent when it is not waiting."""
    from registration.services import applications

    applications.save(application, step="correction", fields_asked=len(values) + len(numbers), by=by, **values)
    for kind, value in numbers.items():
        applications.give_number(application, kind, value, by=by)
    if document:
        applications.add_document(application, document, kind="khmer_id", submission_id=submission_id, by=by)
    _name_the_other(application)
    return applications.submit(application, by=by)


def _where_to_answer(member: Member, by: User | None) -> dict[str, str]:
    """Who has no sign-in is told by the newest phone of the record."""
    phones = member.identifiers.filter(kind=Identifier.Kind.PHONE, superseded_at__isnull=True)
    newest = phones.order_by("-added_at", "-id").first() if by is None else None
    return {Identifier.Kind.PHONE: newest.reveal()} if newest else {}


def _name_the_other(application: Application) -> None:
    """Two numbers: the officer may compare both records. The member is not told whether the number is known."""
    if application.correction != CorrectionCode.TWO_NUMBERS:
        return
    other = other_member(application)
    if other:
        ApplicationCandidate.objects.get_or_create(
            application=application, member=other, defaults={"score": 1, "band": "same", "reasons": ["said_by_member"]}
        )


def other_member(application: Application) -> Member | None:
    """Who holds the other number that the member gave."""
    found = Member.objects.filter(member_number=application.other_person.replace(" ", ""), merged_into__isnull=True)
    return found.exclude(pk=application.corrects_id).first()


def _edited(member: Member, by: User, fields: list[str]) -> None:
    from registration.services import merging

    member.save(update_fields=fields)
    merging.void_proposals(member=member, by=by)


def _name(application: Application, by: User) -> None:
    from registration.services.enrolling import remember_names

    member = application.corrects
    for field in _NAMES:
        setattr(member, field, getattr(application, field) or getattr(member, field))
    member.set_keys()
    _edited(member, by, [*_NAMES, "key_km", "key_latin"])
    remember_names(member)


def _birth_date(application: Application, by: User) -> None:
    member = application.corrects
    member.born_on, member.born_precision = application.born_on, application.born_precision
    _edited(member, by, ["born_on", "born_precision"])


def _one(field: str) -> Effect:
    def effect(application: Application, by: User) -> None:
        setattr(application.corrects, field, getattr(application, field))
        _edited(application.corrects, by, [field])

    return effect


def _identity_number(application: Application, by: User) -> None:
    """The new number stands, an earlier one of its kind becomes history; one that another member holds is disputed."""
    from registration.services import merging

    member = _member_of(application)
    for number in application.numbers.exclude(kind=Identifier.Kind.PHONE):
        _replace_number(member, number)
    if member.state == MemberState.PENDING and member.identifiers.filter(disputed=False).exclude(kind="phone").exists():
        MEMBER.transition(member, "activate")
    merging.void_proposals(member=member, by=by)


def _replace_number(member: Member, number: ApplicationNumber) -> None:
    known = member.identifiers.filter(superseded_at__isnull=True, kind=number.kind)
    if known.filter(blind_index=number.blind_index).exists():
        return
    known.update(superseded_at=timezone.now())
    held = MemberIdentifier.objects.filter(
        ~Q(kind=Identifier.Kind.PHONE), blind_index=number.blind_index, superseded_at__isnull=True, disputed=False
    ).exclude(member=member)
    fresh = MemberIdentifier.of(member, number.kind, number.reveal())
    fresh.blind_index = number.blind_index  # foreign documents carry their country in it
    fresh.disputed = number.kind != Identifier.Kind.PHONE and held.exists()
    fresh.save(force_insert=True)


def _phone_lost(application: Application, by: User) -> None:
    """The lost phone opens nothing any more; messages go to the new one."""
    member, number = application.corrects, application.number_of(Identifier.Kind.PHONE)
    if number is None:
        raise CannotCorrect(_("The application names no new phone number."))
    _replace_number(member, number)


def _employment_wrong(application: Application, by: User) -> None:
    """An officer has put it right with the employer's papers or an inspector's visit; nothing changes by itself."""


def _two_numbers(application: Application, by: User) -> None:
    """The two records become one; the older stays. Both decisions on the application are those on the merge."""
    from registration.services import merging

    other = other_member(application)
    if other is None:
        raise CannotCorrect(_("No other record has the number that the member gave. Ask for it again."))
    survivor, leaves = sorted(
        (application.corrects, other), key=lambda m: (m.state == MemberState.ENDED, m.registered_on, m.member_number)
    )
    try:
        merge = merging.propose_merge(
            survivor=survivor,
            other=leaves,
            reason=application.reference,
            by=application.first_decided_by,
            submission_id=application.pk,
        )
        merged = merging.confirm_merge(merge=merge, reason=application.reference, by=by)
    except merging.NotMergeable as told:
        raise CannotCorrect(str(told)) from told
    if not merged:
        raise CannotCorrect(_("A record changed after the first decision."))


def _other_name(application: Application, by: User) -> None:
    from registration.services import reattaching

    if not reattaching.carry_out(application, by=by):
        raise CannotCorrect(_("Name the spells of work that belong to this member first."))


def _returning(application: Application, by: User) -> None:
    member = _member_of(application)
    if member.state == MemberState.ENDED:
        MEMBER.transition(member, "reopen", ended_on=None)


for _code, _effect in (
    (CorrectionCode.NAME, _name),
    (CorrectionCode.BIRTH_DATE, _birth_date),
    (CorrectionCode.SEX, _one("sex")),
    (CorrectionCode.NATIONALITY, _one("nationality")),
    (CorrectionCode.ADDRESS, _one("commune_code")),
    (CorrectionCode.IDENTITY_NUMBER, _identity_number),
    (CorrectionCode.PHONE_LOST, _phone_lost),
    (CorrectionCode.EMPLOYMENT_WRONG, _employment_wrong),
    (CorrectionCode.TWO_NUMBERS, _two_numbers),
    (CorrectionCode.OTHER_NAME, _other_name),
    (CorrectionCode.RETURNING, _returning),
):
    register_effect(_code, _effect)
