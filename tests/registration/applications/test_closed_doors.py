"""Who knows another's data gets nowhere with it, and what the register cannot hold is said instead of failing."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nssf_portal.exchange.identity.persons import OIDC, Person
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.ids import uuid7
from nssf_portal.law import NoLawInForce
from nssf_portal.notifications.models import Message
from registration.enums import ApplicantPath
from registration.models import (
    Application,
    ApplicationCandidate,
    Dependency,
    Employment,
    EmploymentConfirmation,
    Member,
    PaidMonth,
)
from registration.services import access, applications, applying, confirmations, enrolling, merging, proving, waiting
from registration.services import application_deciding as deciding
from registration.services.correcting import CannotCorrect
from tests.factories.accounts import UserFactory
from tests.factories.applications import asking_employer, at_the_desk, draft, needing_certificate, sent
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, employment, identifier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_count_of_an_earlier_test():
    cache.clear()


def same(member: Member, path: str = ApplicantPath.OWNER, **values) -> Application:
    """At the desk, with this member beside it."""
    made = at_the_desk(path, **values)
    ApplicationCandidate.objects.get_or_create(application=made, member=member, defaults={"score": 1, "band": "same"})
    return made


def phones(member: Member) -> int:
    return member.identifiers.filter(kind="phone").count()


def test_facts_of_another_open_nothing_of_that_persons_record(identity, clerk, client):
    stranger, victim = UserFactory(), MemberFactory(khmer_id="320111111")
    made = same(victim, khmer_id="320111111", by=stranger)
    deciding.approve(made, same_as=victim, by=clerk)
    victim.refresh_from_db()
    assert (made.member, victim.user, phones(victim)) == (victim, None, 0)
    client.force_login(stranger)
    page = client.get(f"/en/register/{made.pk}/done/").content.decode()
    assert made.reference in page and victim.member_number not in page


def test_who_stood_at_the_counter_gets_the_phone_on_the_known_record(identity, clerk):
    known = MemberFactory(khmer_id="320111111")
    helper = UserFactory(grant=("clerk", "12"))
    made = same(known, khmer_id="320111111", helped_by=helper, channel="counter")
    deciding.approve(made, same_as=known, by=clerk)
    assert phones(known) == 1


def test_a_second_card_number_of_a_known_member_is_disputed(identity, clerk):
    known = MemberFactory(khmer_id="320111111")
    identity("warn", "given_name_km")
    made = same(known, khmer_id="320222222")
    deciding.approve(made, same_as=known, by=clerk)
    assert dict(known.identifiers.values_list("last_four", "disputed")) == {"1111": False, "2222": True}


def test_numbers_are_found_by_an_index_among_millions(identity, senior):
    """However many members there are: no approval, proof or correction reads the whole table of numbers."""
    person = {"id_kind": "khmer_id", "id_number": "320111111", "born_on": date(1990, 1, 2)}
    with CaptureQueriesContext(connection) as asked:
        made = sent(ApplicantPath.OWNER)
        pending = MemberFactory(state="pending")
        proving.prove(pending, kind="khmer_id", number="320999999", by=senior)
        access.member_of_person(Person(OIDC, "sub", timezone.now(), uuid7(), **person))
        wish = draft(corrects=made.member, correction="identity_number", kind="correction", khmer_id="320888888")
        deciding.approve(applications.submit(wish), by=senior)
    seen = {one["sql"] for one in asked if one["sql"].startswith("SELECT") and "blind_index" in _where(one["sql"])}
    seen = {sql for sql in seen if "registration_memberidentifier" in sql}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in seen:
            cursor.execute(f"EXPLAIN {sql.replace(' FOR UPDATE', '')}")
            plan = " ".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on registration_memberidentifier" not in plan, sql
    assert len(seen) >= 4


def _where(sql: str) -> str:
    return sql.partition(" WHERE ")[2]


def test_of_a_merged_record_the_one_that_stayed_is_meant(clerk):
    stayed = MemberFactory()
    known = MemberFactory(state="ended", ended_on=timezone.localdate(), merged_into=stayed)
    made = same(known)
    deciding.approve(made, same_as=known, by=clerk)
    assert made.member == stayed


def test_without_a_free_number_an_officer_has_it_and_nothing_is_lost(identity):
    made = draft(ApplicantPath.OWNER)
    NumberBlock.objects.all().delete()
    applications.submit(made)
    assert (made.state, made.work_item.state, Member.objects.count()) == ("submitted", "waiting", 0)


def test_the_same_number_taken_meanwhile_leaves_it_to_an_officer(identity, monkeypatch):
    def meanwhile(*_asked, **_named):
        raise IntegrityError

    made = draft(ApplicantPath.OWNER)
    monkeypatch.setattr("registration.services.enrolling._keep_number", meanwhile)
    applications.submit(made)
    assert (made.state, made.work_item.state, Member.objects.count()) == ("submitted", "waiting", 0)


def test_nobody_depends_on_themselves_and_a_member_has_one_spouse(clerk):
    sponsor = MemberFactory()
    made = same(sponsor, ApplicantPath.DEPENDANT, sponsor=sponsor, relation="child", khmer_id="")
    with pytest.raises(CannotCorrect):
        deciding.approve(made, same_as=sponsor, by=clerk)
    Dependency.objects.create(dependant=MemberFactory(), sponsor=sponsor, relation="spouse")
    spouse = at_the_desk(ApplicantPath.DEPENDANT, sponsor=sponsor, relation="spouse", marriage_registered=True)
    with pytest.raises(CannotCorrect):
        deciding.approve(spouse, by=clerk)
    assert spouse.state == "submitted" and Dependency.objects.count() == 1


@pytest.mark.parametrize(("channel", "said"), [("bank_agent", "warn"), ("hotline", "warn"), ("counter", "pass")])
def test_an_agent_makes_nobody_a_dependant_without_the_member(identity, channel, said):
    made = draft(ApplicantPath.DEPENDANT, channel=channel)
    assert deciding.checks.run_one(made, "sponsor").outcome == said


def test_a_spell_begins_after_an_earlier_one_at_the_same_place():
    member, enterprise = MemberFactory(), EnterpriseFactory()
    employment(member, enterprise, date(2024, 1, 1), date(2025, 6, 30))
    said = {"wage": Decimal(800000), "occupation": "Cook", "channel": "web", "by": None}
    enrolling.hire(member=member, enterprise=enterprise, started_on=date(2025, 1, 1), **said)
    assert Employment.objects.current().get().started_on == date(2025, 7, 1)


def test_another_employer_named_on_return_is_asked_and_the_first_sees_nothing_more(identity, clerk, client):
    first, second = EnterpriseFactory(), EnterpriseFactory()
    owners = representative_of(first), representative_of(second)
    made = asking_employer(first)
    deciding.give_up_waiting(made)
    made.refresh_from_db()
    deciding.send_back(made, fields=["enterprise"], why="Which one?", by=clerk)
    applications.save(made, step="enterprise", fields_asked=1, enterprise=second)
    applications.submit(made)
    asked = EmploymentConfirmation.objects.get()
    assert (asked.enterprise, asked.state, made.waits_for) == (second, "asked", "employer")
    assert not EmploymentConfirmation.objects.visible_to(owners[0]).exists()
    confirmations.answer(asked, works_here=True, by=owners[1])
    assert Employment.objects.get().enterprise == second


def test_nobody_confirms_their_own_work():
    enterprise = EnterpriseFactory()
    owner = representative_of(enterprise)
    made = asking_employer(enterprise, by=owner)
    with pytest.raises(PermissionDenied):
        confirmations.answer(made.confirmation, works_here=True, by=owner)


def test_the_database_refuses_a_refusal_by_one_person(clerk, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="Not a worker", by=senior)
    alone = {"state": "refused", "decided_at": timezone.now(), "decided_by": senior}
    for first in (None, senior):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=made.pk).update(first_decided_by=first, **alone)
    deciding.reject_refusal(made, reason="Ask first", by=UserFactory(grant=("senior_clerk", "12")))
    assert made.first_decided_by is None


def test_an_officer_decides_nothing_about_the_own_record(clerk, senior):
    own = MemberFactory(user=clerk)
    made = at_the_desk(corrects=own, correction="sex", kind="correction")
    for act in (deciding.approve, lambda a, by: deciding.propose_refusal(a, reason="x", by=by)):
        with pytest.raises(PermissionDenied):
            act(made, by=clerk)
    child = at_the_desk(ApplicantPath.DEPENDANT, sponsor=own, relation="child")
    with pytest.raises(PermissionDenied):
        deciding.approve(child, by=clerk)


def test_what_is_refused_again_after_reopening_is_told_again(clerk, senior):
    made = at_the_desk()
    Application.objects.filter(pk=made.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    made.refresh_from_db()
    for _time in range(2):
        deciding.propose_refusal(made, reason="Not a worker", by=clerk)
        deciding.confirm_refusal(made, by=senior)
        deciding.reopen(made, reason="New paper", by=UserFactory(grant=("senior_clerk", "12")))
    assert Message.objects.filter(template="application.refused", channel="sms").count() == 2


def test_a_merge_takes_family_payments_and_open_wishes_along(clerk, senior):
    stays, goes, child, twice = (MemberFactory() for _n in range(4))
    for sponsor, dependant in ((goes, child), (goes, twice), (stays, twice)):
        Dependency.objects.create(sponsor=sponsor, dependant=dependant, relation="child")
    PaidMonth.objects.create(
        member=goes, month=date(2026, 9, 1), amount=1, paid_on=date(2026, 9, 9), reference="R1", source="test"
    )
    wish = at_the_desk(corrects=goes, correction="sex", kind="correction")
    merge = merging.propose_merge(survivor=stays, other=goes, reason="One card", by=clerk, submission_id=uuid.uuid4())
    assert merging.confirm_merge(merge=merge, reason="", by=senior)
    assert Dependency.objects.filter(sponsor=stays, until=None).count() == 2
    assert not Dependency.objects.filter(sponsor=goes, until=None).exists()
    assert PaidMonth.objects.get().member == stays
    wish.refresh_from_db()
    assert wish.corrects == stays


def test_a_correction_of_a_record_joined_meanwhile_changes_nothing(clerk):
    stays, goes = MemberFactory(), MemberFactory()
    made = at_the_desk(corrects=goes, correction="sex", kind="correction")
    Member.objects.filter(pk=goes.pk).update(state="ended", ended_on=timezone.localdate(), merged_into=stays)
    with pytest.raises(CannotCorrect):
        deciding.approve(made, by=clerk)


def test_a_provider_that_tells_no_number_proves_nothing_that_was_typed(identity):
    made = draft(ApplicantPath.OWNER)
    person = Person(OIDC, "sub", timezone.now(), uuid7(), family_name_latin="SAO", given_name_latin="DARA")
    applying.prefill(made, person, by=None)
    assert not made.checks.filter(code="proved").exists()
    whole = {"id_kind": "khmer_id", "id_number": "320555555", "born_on": date(1990, 1, 2), "sex": "F"}
    applying.prefill(made, Person(OIDC, "sub", timezone.now(), uuid7(), family_name_latin="SAO", **whole), by=None)
    assert made.checks.get(code="proved").outcome == "pass"


def test_one_number_is_compared_a_few_times_in_an_hour(identity):
    made = draft(ApplicantPath.OWNER, khmer_id="320111111")
    said = {deciding.checks.run_one(made, "proved").evidence.split()[0]}
    for _try in range(20):
        identity("fail", "born_on")
        made.checks.all().delete()
        said.add(deciding.checks.run_one(made, "proved").evidence.split()[0])
    assert "asked_too_often" in said


def test_without_a_law_in_force_a_person_decides(identity, monkeypatch):
    def nothing(_code, on=None):
        raise NoLawInForce("working_age.minimum", timezone.localdate())

    monkeypatch.setattr("registration.checks.person.law", SimpleNamespace(value=nothing))
    made = sent(ApplicantPath.OWNER)
    assert made.checks.get(code="working_age").evidence == "no_law_in_force"
    assert made.work_item.is_open


def test_a_draft_sent_in_the_last_moment_is_not_deleted(identity):
    made = draft(ApplicantPath.OWNER)
    Application.objects.update(created_at=timezone.now() - timedelta(days=200))
    made.steps.update(answered_at=timezone.now() - timedelta(days=200))
    applications.submit(made)
    assert waiting._delete_draft(made.pk) is False
    assert waiting.delete_old_drafts() == 0


def test_certificate_numbers_are_not_tried_out(client, identity):
    made = needing_certificate(by=(user := UserFactory()))
    client.force_login(user)
    url = f"/en/register/{made.pk}/certificate-later/"
    pages = [client.post(url, {"certificate": f"IEP-{n:06d}"}).content.decode() for n in range(12)]
    assert re.search("Too many numbers were tried", pages[-1])


def test_a_phones_code_shows_no_correction_of_a_member():
    member = MemberFactory()
    identifier(member, "+85512345678", kind="phone")
    wish = at_the_desk(corrects=member, correction="other_name", kind="correction", phone="+85512345678")
    phone = wish.number_of("phone").blind_index
    assert access.applications_of(access.Access(phone=phone)) == []
    assert access.applications_of(access.Access(member=member, phone=phone)) == [wish]
