"""What a demonstration holds: sign-ins, sources and numbers always; with the sample also registers and staff lists."""

import csv
import time
import uuid
from dataclasses import replace
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from enterprises.enums import RepresentativeRole
from enterprises.loading import load_enterprises
from enterprises.models import Enterprise, Representative
from enterprises.sample import deliveries
from enterprises.sources import fill_sources
from nssf_portal.accounts.demo import DemoSignIn, make_demo_people
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.provider.sample import make_partners
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.ui import slots
from registration.enums import Match, PairState, RosterMode
from registration.loading import load_members
from registration.models import DuplicatePair, Member, Roster
from registration.sample import applications, bulk, core, own_record, points, rosters, service
from registration.sample.enterprises import FIRST_NUMBER
from registration.sample.names import Part
from registration.services import pairs
from registration.services import rosters as services

_DATA = Path(__file__).parent / "data"
BLOCKS = ((NumberBlock.Kind.MEMBER, 3_000_000_000, 3_099_999_999), (NumberBlock.Kind.ENTERPRISE, 500_000, 599_999))
EMPLOYERS = ("100002", "100003")
"""What the employer's sign-in represents."""
PEOPLE = bulk.Wish(members=3_000, enterprises=120, seed=2026)
_SPACE = uuid.UUID("0d5c8a52-7d0e-4e43-9d43-4b6a5d8f2a10")


def load(*, empty: bool) -> list[DemoSignIn]:
    """Everything that is missing; a second run changes nothing."""
    sign_ins = make_demo_people()
    fill_sources()
    reserve_numbers()
    points.load()
    make_partners()
    if not empty:
        by_key = {sign_in.key: User.objects.get(pk=sign_in.user_id) for sign_in in sign_ins}
        _registers()
        deliveries.load(officer=by_key["clerk.hq"], contact=by_key["contact"])
        _represent(by_key["employer"])
        _staff_lists(by_key["employer"], by_key["clerk.phnompenh"])
        employer = Enterprise.objects.get(nssf_number=EMPLOYERS[0])
        applications.load(employer=employer, clerk=by_key["clerk.phnompenh"])
        own_record.load(by_key["worker"], employer_number=EMPLOYERS[0])
        service.load(answered_by=by_key["complaints"], employer_number=EMPLOYERS[0])
        core.load(clerk=by_key["senior.hq"], unused_number=BLOCKS[0][2])
        for more in slots.registered("sample.load"):
            more(by_key)
    return sign_ins


@transaction.atomic
def reserve_numbers() -> None:
    """Blocks the core system would have reserved; in production only it can say which."""
    for kind, first, last in BLOCKS:
        NumberBlock.objects.get_or_create(
            kind=kind, first=first, defaults={"last": last, "next": first, "source": "demonstration"}
        )


def _registers() -> None:
    """The core system's two files, then invented people, so that no screen is empty."""
    with (_DATA / "register_enterprises.csv").open(encoding="utf-8-sig", newline="") as file, transaction.atomic():
        load_enterprises(csv.DictReader(file))
    load_members(_DATA / "register_members.csv")
    if not Enterprise.objects.filter(nssf_number=str(FIRST_NUMBER)).exists():
        bulk.load(PEOPLE)


@transaction.atomic
def _represent(user: User) -> None:
    with acting(by=None, action="demo.represent"):
        for enterprise in Enterprise.objects.filter(nssf_number__in=EMPLOYERS):
            Representative.objects.get_or_create(
                enterprise=enterprise,
                user=user,
                ended_at=None,
                defaults={"role": RepresentativeRole.OWNER, "basis": Representative.Basis.SAMPLE},
            )


def _staff_lists(employer: User, clerk: User) -> None:
    """Older lists that are done, the list of 412 that waits for the employer, and one that waits for officers."""
    first, second = (Enterprise.objects.get(nssf_number=number) for number in EMPLOYERS)
    earlier = rosters.people("earlier", 24, 1)
    _finish(_take_in(first, "staff_2026_01.xlsx", earlier, employer), employer)
    _finish(_take_in(second, "payroll_farm.xlsx", rosters.people("farm", 36, 2), employer), employer)
    _take_in(first, "staff_2026_11.xlsx", list_of_412(earlier), employer)
    capital = Enterprise.objects.filter(nssf_number__startswith="1", commune_code__startswith="12").order_by(
        "nssf_number"
    )[0]
    staff = rosters.people("capital", 40, 4)
    staff[3:9] = _doubtful(staff[3:9], skip=6)
    _take_in(capital, "staff_list.xlsx", staff, None)
    _decide_one(capital, clerk)


def list_of_412(earlier: list[rosters.Row]) -> list[rosters.Row]:
    """380 ready, 18 to repair, 6 for an officer, 8 already on the staff."""
    rows = rosters.people("412", 412, 3)
    rosters.spoil(rows)
    rows[381:387] = _doubtful(rows[381:387], skip=0)
    rows[390:398] = [replace(row) for row in earlier[:8]]
    return rows


def _doubtful(rows: list[rosters.Row], *, skip: int) -> list[rosters.Row]:
    """The same people as members the Fund knows, with other ID numbers."""
    known = Member.objects.filter(channel="core", nationality="KH", member_number__startswith="1").exclude(
        family_name_km="", given_name_km=""
    )
    members = list(known.exclude(key_latin="").exclude(key_km="").order_by("member_number")[skip : skip + len(rows)])
    return [_like(row, member) for row, member in zip(rows, members, strict=True)]


def _like(row: rosters.Row, member: Member) -> rosters.Row:
    hired = max(row.hired, f"{member.born_on.year + 18}-12-01")
    return replace(
        row,
        family=Part.of(member.family_name_km, member.family_name_latin),
        given=Part.of(member.given_name_km, member.given_name_latin),
        sex=member.sex,
        born=member.born_on.isoformat(),
        hired=hired,
    )


def _take_in(enterprise: Enterprise, name: str, rows: list[rosters.Row], by: User | None) -> Roster:
    """Through the same door as every list: kept, checked by its job; the same submission is the same list."""
    roster, new = services.take_in(
        enterprise=enterprise,
        establishment=enterprise.establishments.get(is_head_office=True),
        mode=RosterMode.NEW_ONLY,
        file=ContentFile(rosters.workbook(rows), name=name),
        submission_id=uuid.uuid5(_SPACE, name),
        by=by,
    )
    _work_off(services.CHECK, roster)
    roster.refresh_from_db()
    return roster


def _finish(roster: Roster, by: User) -> None:
    if services.confirm(roster=roster, by=by):
        _work_off(services.REGISTER, roster)


def _work_off(kind: str, roster: Roster) -> None:
    """Do the job here, or wait for a worker that was faster."""
    job = Job.objects.filter(kind=kind, subject_id=roster.pk).latest("id")
    until = time.monotonic() + 60
    while job.is_open and time.monotonic() < until:
        if not jobs.run(job.pk):
            time.sleep(0.1)
        job.refresh_from_db()


def _decide_one(enterprise: Enterprise, clerk: User) -> None:
    """One comparison is decided already, so that a correction waits too."""
    about = DuplicatePair.objects.filter(row__roster__enterprise=enterprise)
    if about.exclude(state=PairState.OPEN).exists():
        return
    pair = about.filter(state=PairState.OPEN, row__match=Match.POSSIBLE).order_by("id").first()
    if pair:
        pairs.decide_same(pair=pair, reason="Same face and same birth place on both cards.", by=clerk)
