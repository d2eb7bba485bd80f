"""An approved application becomes a member, or a new fact about a member the Fund already has."""

import datetime
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.models import Identifier, NumberBlock, allocate
from registration.enums import (
    ApplicantPath,
    ConfirmationState,
    Currency,
    MemberGroup,
    MemberState,
    Payer,
    PlanGroup,
)
from registration.models import (
    Application,
    ApplicationNumber,
    Consent,
    Dependency,
    Employment,
    EmploymentConfirmation,
    Interest,
    Member,
    MemberIdentifier,
)
from registration.services.registering import plan_group_of_employee

_GROUPS = {
    ApplicantPath.EMPLOYEE: MemberGroup.EMPLOYEE,
    ApplicantPath.CASUAL: MemberGroup.CASUAL,
    ApplicantPath.DOMESTIC: MemberGroup.DOMESTIC,
    ApplicantPath.SELF_EMPLOYED: MemberGroup.SELF_EMPLOYED,
    ApplicantPath.OWNER: MemberGroup.OWNER,
    ApplicantPath.DEPENDANT: MemberGroup.DEPENDANT,
}
_PROOFS = (
    Identifier.Kind.KHMER_ID,
    Identifier.Kind.KIDC,
    Identifier.Kind.PASSPORT,
    Identifier.Kind.WORK_PERMIT,
    Identifier.Kind.BIRTH_CERTIFICATE,
    Identifier.Kind.FAMILY_BOOK,
    Identifier.Kind.RESIDENCE_BOOK,
)
_ONCE = """
INSERT INTO registration_membername (key) VALUES (%s) ON CONFLICT DO NOTHING
"""


def enrol(application: Application, *, same_as: Member | None = None, by: User | None) -> Member:
    """Inside the deciding transaction. `same_as`: the applicant is this member already; nobody is numbered twice.

    Effects: the member with numbers and search names, a dependency, an employment when the employer confirmed it;
    consents and interests follow the member."""
    member = same_as or _new_member(application)
    _keep_numbers(application, member)
    if application.path == ApplicantPath.DEPENDANT and application.sponsor:
        _depend(application, member)
    employ(application, member, by=by)
    Consent.objects.filter(application=application).update(member=member)
    Interest.objects.filter(application=application).update(member=member)
    _link_user(application, member)
    return member


def plan_group_of(application: Application) -> str:
    """Written rule on facts at registration (Operational Plan 2024-2026, section 3).

    With a known enterprise: as its staff (groups 1 to 3). Group 3: everybody else whom the plan names, the casual and
    the self-employed with an informal economy certificate, and domestic workers. Outside: dependants, owners, and the
    self-employed whom the informal platform does not know."""
    if application.path in (ApplicantPath.DEPENDANT, ApplicantPath.OWNER):
        return PlanGroup.OUTSIDE
    if application.enterprise:
        return plan_group_of_employee(application.enterprise)
    if application.path == ApplicantPath.SELF_EMPLOYED or application.payer in (Payer.MANY, Payer.NOBODY):
        certified = application.number_of(Identifier.Kind.INFORMAL_CERTIFICATE) is not None
        return PlanGroup.THREE if certified else PlanGroup.OUTSIDE
    return PlanGroup.THREE if application.path == ApplicantPath.DOMESTIC else PlanGroup.TWO


def _new_member(application: Application) -> Member:
    """Pending as long as no number of an identity document is known: proved face to face later."""
    known = any(number.kind in _PROOFS for number in application.numbers.all())
    member = Member(
        member_number=str(allocate(NumberBlock.Kind.MEMBER)).rjust(10, "0"),
        family_name_km=application.family_name_km,
        given_name_km=application.given_name_km,
        family_name_latin=application.family_name_latin,
        given_name_latin=application.given_name_latin,
        sex=application.sex,
        born_on=application.born_on,
        born_precision=application.born_precision,
        nationality=application.nationality,
        group=_GROUPS[ApplicantPath(application.path)],
        plan_group=plan_group_of(application),
        state=MemberState.ACTIVE if known else MemberState.PENDING,
        commune_code=application.place_code,
        registered_on=timezone.localdate(),
        channel=application.channel,
        language=application.language,
    )
    member.set_keys()
    member.save(force_insert=True)
    remember_names(member)
    return member


def remember_names(member: Member) -> None:
    """The distinct search names, so that the fuzzy search finds this one too."""
    with connection.cursor() as cursor:
        for key in sorted({member.key_km, member.key_latin} - {""}):
            cursor.execute(_ONCE, [key])


def _keep_numbers(application: Application, member: Member) -> None:
    """Encrypted anew for the member; a number that another member holds stays disputed until it is proved."""
    held = set(member.identifiers.filter(superseded_at__isnull=True).values_list("blind_index", flat=True))
    for number in application.numbers.all():
        if number.blind_index not in held:
            _keep_number(number, member)


def _keep_number(number: ApplicationNumber, member: Member) -> None:
    others = MemberIdentifier.objects.filter(
        blind_index=number.blind_index, superseded_at__isnull=True, disputed=False
    ).exclude(member=member)
    kept = MemberIdentifier.of(member, number.kind, number.reveal())
    kept.blind_index = number.blind_index  # foreign documents carry their country in it
    kept.disputed = number.kind != Identifier.Kind.PHONE and others.exists()
    kept.save(force_insert=True)


def _depend(application: Application, member: Member) -> None:
    Dependency.objects.get_or_create(
        dependant=member,
        sponsor=application.sponsor,
        until=None,
        defaults={"relation": application.relation, "is_disabled": bool(application.is_disabled)},
    )


def employ(application: Application, member: Member, *, by: User | None) -> None:
    """Only what the employer confirmed; a worker's own word alone makes no employment."""
    answer = EmploymentConfirmation.objects.filter(application=application, state=ConfirmationState.CONFIRMED).first()
    if answer is None:
        return
    hire(
        member=member,
        enterprise=answer.enterprise,
        started_on=application.started_on or timezone.localdate(),
        wage=application.wage or Decimal(0),
        occupation=application.occupation,
        channel=application.channel,
        by=answer.answered_by or by,
    )


def hire(
    *,
    member: Member,
    enterprise: Enterprise,
    started_on: datetime.date,
    wage: Decimal,
    occupation: str,
    channel: str,
    by: User | None,
) -> Employment | None:
    """An employment at the head office; None when the person works there already."""
    head = Establishment.objects.filter(enterprise=enterprise, is_head_office=True).first()
    if head is None or member.employments.filter(enterprise=enterprise, ended_on__isnull=True).exists():
        return None
    return Employment.objects.create(
        member=member,
        enterprise=enterprise,
        establishment=head,
        commune_code=head.commune_code,
        occupation=occupation,
        wage=wage,
        wage_currency=Currency.KHR,
        started_on=started_on,
        channel=channel,
        entered_by=by,
    )


def _link_user(application: Application, member: Member) -> None:
    """The applicant's own sign-in opens the record, unless it opens another one already."""
    user = application.user
    if user is None or member.user_id or application.path == ApplicantPath.DEPENDANT:
        return
    if not Member.objects.filter(user=user).exists():
        member.user = user
        member.save(update_fields=["user"])
