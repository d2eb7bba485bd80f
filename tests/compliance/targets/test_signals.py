"""Each reason: when it speaks, with which numbers, and when it is silent."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.enums import Signal
from compliance.models import StandingRow
from compliance.targeting.scoring import availability
from enterprises.models import RegistryPerson
from enterprises.sources import source
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from registration.models import Employment
from tests.compliance.targets.conftest import known, line, listed, reason, said_of
from tests.factories import compliance as make
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment, identifier

pytestmark = pytest.mark.django_db


def staff(enterprise, count: int, started: date = date(2021, 1, 4), **fields) -> list[Employment]:
    made = [employment(MemberFactory(), enterprise, started) for _ in range(count)]
    Employment.objects.filter(pk__in=[e.pk for e in made]).update(**fields)
    return made


def test_known_to_a_registry_and_not_registered(office):
    unit = known()
    said_of(unit, opened_on=date(2023, 3, 1), source=source("gdt"))
    listed(office)
    found = reason(unit, "unregistered")
    assert (found.strength, found.since, found.source) == (1, date(2023, 3, 1), "gdt")


@pytest.mark.parametrize("word", ["own", "withdrawn", "possible", "closed", "young", "none"])
def test_a_word_that_does_not_stand_makes_nobody_unregistered(office, word):
    unit = known()
    now = timezone.now()
    said = {
        "own": {"source": source("core")},
        "withdrawn": {"withdrawn_at": now},
        "possible": {"enterprise": None, "match_state": "possible", "matched_by": ""},
        "closed": {"closed_on": date(2024, 1, 1)},
        "young": {"opened_on": timezone.localdate() - timedelta(days=5)},
    }
    if word == "possible":
        said_of(known(), **{"match_state": "matched"})
    elif word != "none":
        said_of(unit, 40, **said[word])
    listed(office)
    assert reason(unit, "unregistered") is None
    assert reason(EnterpriseFactory(), "unregistered") is None


def test_the_registered_are_not_unregistered(office):
    unit = EnterpriseFactory()
    said_of(unit)
    listed(office)
    assert reason(unit, "unregistered") is None


def test_more_workers_elsewhere_than_registered(office):
    unit = EnterpriseFactory()
    staff(unit, 3)
    said_of(unit, 20, source=source("moc"))
    said_of(unit, 97, source=source("mlvt"))
    listed(office)
    found = reason(unit, "headcount_gap")
    assert (found.number, found.against, found.source) == (97, 3, "mlvt")
    assert 0.9 < found.strength < 1
    assert line(unit).missing == 94


def test_fewer_elsewhere_or_nearly_as_many_is_no_gap(office):
    fewer, nearly, silent = EnterpriseFactory(), EnterpriseFactory(), EnterpriseFactory()
    staff(fewer, 3), said_of(fewer, 2)
    staff(nearly, 10), said_of(nearly, 11)
    staff(silent, 1)
    listed(office)
    assert not any(reason(unit, "headcount_gap") for unit in (fewer, nearly, silent))
    assert [line(unit).missing for unit in (fewer, nearly, silent)] == [0, 1, None]


def _months(count: int) -> list[date]:
    first = timezone.localdate().replace(day=1)
    found = []
    for _ in range(count + 2):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found[2:]  # the newest two may not be due yet


def test_months_missing_since_the_newest_declaration(office):
    unit, never = EnterpriseFactory(), EnterpriseFactory()
    oldest = _months(4)[-1]
    make.declaration(unit, oldest, filed_at=timezone.make_aware(datetime(oldest.year, oldest.month, 28)))
    listed(office)
    found = reason(unit, "late_declarations")
    assert (found.number >= 3, found.against, found.since) == (True, 0, oldest)
    assert reason(never, "late_declarations") is None  # no fact of its own: nothing is held against it


def test_a_late_declaration_counts_and_its_correction_does_not(office):
    unit, good = EnterpriseFactory(), EnterpriseFactory()
    for month in _months(30):
        due = timezone.make_aware(datetime(month.year, month.month, 1)) + timedelta(days=40)
        make.declaration(good, month, filed_at=due, superseded_at=timezone.now())
        make.declaration(good, month)
        make.declaration(unit, month, filed_at=timezone.now())
    for month in [timezone.localdate().replace(day=1), *_months(0)]:
        make.declaration(unit, month), make.declaration(good, month)
    listed(office)
    assert reason(unit, "late_declarations").against > 5
    assert reason(good, "late_declarations") is None or reason(good, "late_declarations").against == 0


def _standing(enterprise, **fields) -> None:
    parts = dict.fromkeys(("registered", "staff", "declarations", "payments", "headcount", "findings"), "pass")
    StandingRow.objects.create(enterprise=enterprise, as_of=timezone.localdate(), state="owing", **parts | fields)


def test_the_night_s_standing_is_believed(office):
    unit, unsaid = EnterpriseFactory(), EnterpriseFactory()
    _standing(unit, missing_declarations=3, late_declarations=1, late_payments=2, late_hires=4)
    _standing(unsaid, declarations="unavailable", payments="unavailable", staff="unavailable", late_payments=9)
    listed(office)
    assert (reason(unit, "late_declarations").number, reason(unit, "late_declarations").against) == (3, 1)
    assert reason(unit, "late_payments").number == 2
    assert reason(unit, "late_hires").number == 4
    assert not any(reason(unsaid, s) for s in ("late_declarations", "late_payments", "late_hires"))


def _owed(enterprise, month: date) -> None:
    make.declaration(
        enterprise, month, kind="staff", workers=1, wages=800_000, occupational_risk=6_400, health_care=0,
        pension_employer=0, pension_worker=0,
    )  # fmt: skip


def test_contributions_late_or_missing(office):
    paid, late, never = EnterpriseFactory(), EnterpriseFactory(), EnterpriseFactory()
    month = _months(3)[0]
    for unit in (paid, late, never):
        _owed(unit, month)
    make.payment(paid, 6_400, month, month + timedelta(days=35))
    make.payment(late, 6_400, month, month + timedelta(days=100))
    listed(office)
    assert reason(paid, "late_payments") is None
    assert [reason(unit, "late_payments").number for unit in (late, never)] == [1, 1]


def test_without_any_payment_loaded_nobody_owes(office):
    unit = EnterpriseFactory()
    _owed(unit, _months(3)[0])
    listed(office)
    assert reason(unit, "late_payments") is None
    assert availability()[Signal.LATE_PAYMENTS] is False


def test_hires_entered_late(office):
    unit, core, mistaken, prompt = (EnterpriseFactory() for _ in range(4))
    long_ago, now = timezone.localdate() - timedelta(days=90), timezone.now()
    staff(unit, 2, long_ago, channel="roster", entered_at=now)
    staff(core, 2, long_ago, channel="core", entered_at=now)
    staff(mistaken, 1, long_ago, channel="web", entered_at=now, ended_on=long_ago, end_reason="mistake")
    staff(prompt, 1, timezone.localdate() - timedelta(days=1), channel="web", entered_at=now)
    listed(office)
    assert reason(unit, "late_hires").number == 2
    assert not any(reason(other, "late_hires") for other in (core, mistaken, prompt))


def test_a_hire_after_an_accident_is_not_computed_and_says_so(office):
    unit = EnterpriseFactory()
    staff(unit, 1)
    listed(office)
    assert reason(unit, "hire_after_accident") is None
    assert availability()[Signal.HIRE_AFTER_ACCIDENT] is False


def test_staff_ended_shortly_before_a_visit(office):
    unit, calm = EnterpriseFactory(), EnterpriseFactory()
    on = timezone.localdate() + timedelta(days=3)
    for enterprise, last in ((unit, on - timedelta(days=4)), (calm, on - timedelta(days=60))):
        staff(enterprise, 2, ended_on=last, end_reason="resigned")
        staff(enterprise, 1, ended_on=last, end_reason="died")
        _visit(enterprise, planned_on=on)
    listed(office)
    found = reason(unit, "ended_before_visit")
    assert (found.number, found.since) == (2, on)
    assert reason(calm, "ended_before_visit") is None


def _visit(enterprise, **fields):
    """In MLVT's calendar: without a case of the Fund."""
    from compliance.models import Visit
    from tests.factories.accounts import OfficeFactory, UserFactory

    return Visit.objects.create(
        submission_id=uuid.uuid4(), enterprise=enterprise, commune_code=enterprise.commune_code,
        office=OfficeFactory(code="12", tree="mlvt"), planned_by=UserFactory(), **fields,
    )  # fmt: skip


@pytest.mark.parametrize("by", ["phone", "address", "owner", "name"])
def test_one_owner_address_or_phone_under_many_small_units(office, by):
    blind = uuid.uuid4()
    units = [_small(by, n, blind) for n in range(3)]
    alone = _small("nothing", 9, uuid.uuid4())
    listed(office, capacity=10)
    found = reason(units[0], "split_units")
    assert (found.number, found.against) == (3, 9)
    assert reason(alone, "split_units") is None


def _small(by: str, number: int, blind: uuid.UUID):
    phone = "+85512000111" if by == "phone" else f"+8551200{number:04}"
    address = (
        f"No. {number * 111}, Street {number}"
        if by != "address"
        else ("#12, Street 271" if number else "12 street 271")
    )
    unit = known(phone=phone, address=address)
    said_of(unit, 3)
    person = {"identity_blind": blind if by == "owner" else uuid.uuid4(), "key_latin": f"someone{'abcdefghij'[number]}"}
    if by == "name":
        person = {"identity_blind": None, "key_latin": "soksopheap"}
    RegistryPerson.objects.create(record=unit.records.get(), role="owner", **person)
    return unit


def test_big_units_and_what_everybody_shares_are_no_split(office):
    big = [known(phone="+85512000222") for _ in range(3)]
    for unit in big:
        said_of(unit, 50)
    LawValue.objects.filter(code="target.shared_most").update(number=3)
    book.forget()
    market = [_small("phone", n, uuid.uuid4()) for n in range(4)]
    listed(office, capacity=20)
    assert not any(reason(unit, "split_units") for unit in (*big, *market))


def test_many_staff_on_one_phone(office):
    unit, other = EnterpriseFactory(), EnterpriseFactory()
    for enterprise, count in ((unit, 5), (other, 4)):
        for hired in staff(enterprise, count):
            identifier(hired.member, f"+8551234567{count}", "phone")
    for hired in staff(other, 3):
        identifier(hired.member, "+85512345674", "phone", superseded_at=timezone.now())
    listed(office)
    assert reason(unit, "shared_phone").number == 5
    assert reason(other, "shared_phone") is None


def test_size_and_sector(office):
    big, small, unknown = known(sector="F"), known(sector="K"), known()
    said_of(big, 900), said_of(small, 2)
    listed(office)
    assert reason(big, "size").strength > reason(small, "size").strength > 0
    assert reason(unknown, "size") is None
    assert (reason(big, "sector").source, reason(small, "sector"), reason(unknown, "sector")) == ("F", None, None)


def test_the_last_visit(office):
    never, today, old = EnterpriseFactory(), EnterpriseFactory(), EnterpriseFactory()
    for unit, days in ((today, 0), (old, 500)):
        held = timezone.now() - timedelta(days=days)
        visit = _visit(unit, planned_on=held.date())
        type(visit).objects.filter(pk=visit.pk).update(state="held", held_at=held, held_by=visit.planned_by)
    listed(office)
    assert (reason(never, "never_visited").strength, reason(never, "never_visited").since) == (1, None)
    assert reason(today, "never_visited") is None
    assert 0.4 < reason(old, "never_visited").strength < 0.6


def test_near_an_office_by_its_district(office):
    from registration.models import ServicePoint

    ServicePoint.objects.filter(commune_code__startswith="12").delete()
    near, far = known(commune="120101"), known(commune="120501")
    listed(office)
    assert reason(near, "distance") is None  # nobody knows where the office is
    ServicePoint.objects.create(kind="office", name_km="ក", name_en="Office", commune_code="120104", source="NSSF")
    listed(office)
    assert (reason(near, "distance").points > 0, reason(far, "distance")) == (True, None)


def test_a_weight_of_nothing_gives_no_reason(office):
    LawValue.objects.filter(code="target.weight.unregistered").update(number=0)
    book.forget()
    unit = known()
    said_of(unit)
    listed(office)
    assert reason(unit, "unregistered") is None


def test_the_points_of_the_reasons_are_the_score(office):
    unit = known(sector="F")
    said_of(unit, 340)
    listed(office)
    assert line(unit).score == sum(r.points for r in line(unit).reasons.all())
