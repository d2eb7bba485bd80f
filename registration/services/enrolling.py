"""An approved application becomes a member, or a new fact about a member the Fund already has."""

import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.enums import Outcome
from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.exchange.identity.persons import CAMDIGIKEY, OIDC
from nssf_portal.identifiers.models import Identifier, NumberBlock, allocate
from registration.enums import (
    ApplicantPath,
    Channel,
    ConfirmationState,
    Currency,
    MemberGroup,
    MemberState,
    Payer,
    PlanGroup,
    Relation,
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
_FACE_TO_FACE = (Channel.COUNTER, Channel.MOBILE_UNIT, Channel.ON_SITE)
_ONCE = """
INSERT INTO registration_membername (key) VALUES (%s) ON CONFLICT DO NOTHING
"""


class CannotEnrol(Exception):
    """The register cannot hold what the application says; the message tells the officer why."""


def enrol(application: Application, *, same_as: Member | None = None, by: User | None) -> Member:
    """Inside the deciding transaction. `same_as`: the applicant is this member already; nobody is numbered twice.

    Effects: the member with numbers and search names, a dependency, an employment when the employer confirmed it;
    consents and interests follow the member. Somebody who knows another's data must not get into that person's record:
    a known member gets a phone or a sign-in only from who was there in person or by a digital identity."""
    member = _as_it_stands(same_as) if same_as else _new_member(application)
    proved = same_as is None or is_proved_in_person(application)
    _keep_numbers(application, member, with_phone=proved)
    if application.path == ApplicantPath.DEPENDANT and application.sponsor:
        _depend(application, member)
    employ(application, member, by=by)
    Consent.objects.filter(application=application).update(member=member)
    Interest.objects.filter(application=application).update(member=member)
    if proved:
        _link_user(application, member)
    return member


def is_proved_in_person(application: Application) -> bool:
    """At an office's counter or on site, or by signing in at a provider of identities. Facts that the Ministry confirms
    may be known to others; changing a phone is for the counter and the hotline."""
    if application.helped_by_id and application.channel in _FACE_TO_FACE:
        return True
    passed = application.checks.filter(code="proved", outcome=Outcome.PASS)
    return passed.filter(Q(evidence__startswith=CAMDIGIKEY) | Q(evidence__startswith=OIDC)).exists()


def _as_it_stands(member: Member) -> Member:
    """Locked; of a record that was merged meanwhile, the one that stayed."""
    found = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    return _as_it_stands(found.merged_into) if found.merged_into else found


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


def _keep_numbers(application: Application, member: Member, *, with_phone: bool) -> None:
    """Encrypted anew for the member; a number that another member holds stays disputed until it is proved, and so does
    a second one of a kind of which the member has another already."""
    held = {i.blind_index: i.kind for i in member.identifiers.filter(superseded_at__isnull=True)}
    for number in application.numbers.all():
        if number.blind_index in held or (number.kind == Identifier.Kind.PHONE and not with_phone):
            continue
        _keep_number(number, member, differs=number.kind in _PROOFS and number.kind in held.values())


def _keep_number(number: ApplicationNumber, member: Member, *, differs: bool) -> None:
    others = MemberIdentifier.objects.filter(
        ~Q(kind=Identifier.Kind.PHONE), blind_index=number.blind_index, superseded_at__isnull=True, disputed=False
    ).exclude(member=member)
    kept = MemberIdentifier.of(member, number.kind, number.reveal())
    kept.blind_index = number.blind_index  # foreign documents carry their country in it
    kept.disputed = differs or (number.kind != Identifier.Kind.PHONE and others.exists())
    kept.save(force_insert=True)


def _depend(application: Application, member: Member) -> None:
    """Raises CannotEnrol when the register cannot hold it."""
    sponsor = _as_it_stands(application.sponsor)
    if sponsor.pk == member.pk:
        raise CannotEnrol(_("Nobody depends on themselves: the member and the dependant are one record."))
    _one_spouse(application, sponsor, member)
    Dependency.objects.get_or_create(
        dependant=member,
        sponsor=sponsor,
        until=None,
        defaults={"relation": application.relation, "is_disabled": bool(application.is_disabled)},
    )


def _one_spouse(application: Application, sponsor: Member, member: Member) -> None:
    taken = Dependency.objects.filter(sponsor=sponsor, relation=Relation.SPOUSE, until__isnull=True)
    if application.relation == Relation.SPOUSE and taken.exclude(dependant=member).exists():
        raise CannotEnrol(_("This member has a registered spouse already. Settle that first."))


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
    """An employment at the head office; None when the person works there already. After an earlier spell at the same
    place it begins on the day after, whatever day is said: spells never overlap."""
    head = Establishment.objects.filter(enterprise=enterprise, is_head_office=True).first()
    if head is None or member.employments.filter(enterprise=enterprise, ended_on__isnull=True).exists():
        return None
    last = member.employments.filter(establishment=head).aggregate(last=Max("ended_on"))["last"]
    if last and started_on <= last:
        started_on = last + datetime.timedelta(days=1)
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
