"""From a draft to a decision: what a rule may do, what takes two people, what happens only once."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from nssf_portal.work.models import Movement, WorkItem
from nssf_portal.workflow import NotPossible
from registration.enums import ApplicantPath, ApplicationState
from registration.models import (
    Application,
    ApplicationCandidate,
    Employment,
    EmploymentConfirmation,
    Member,
    MemberIdentifier,
)
from registration.services import application_deciding as deciding
from registration.services import applications, confirmations
from tests.factories.accounts import UserFactory
from tests.factories.applications import asking_employer, at_the_desk, draft, needing_certificate, sent
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def outcome(application: Application, code: str) -> tuple[str, str]:
    return application.checks.values_list("outcome", "evidence").get(code=code)


def test_starting_twice_is_one_draft():
    key = uuid.uuid4()
    assert draft(submission_id=key).pk == applications.start(path="owner", submission_id=key, language="en").pk
    assert Application.objects.count() == 1


def test_each_page_is_kept_with_search_keys_and_the_place_that_decides():
    made = draft()
    assert (made.state, made.place_code) == ("draft", "120101")
    assert made.key_km and made.key_latin == "sao sreyneang"
    applications.save(made, step="person", fields_asked=2, given_name_latin="DARA")
    assert made.key_latin == "sao dara"
    assert made.steps.count() == 1


def test_without_an_address_the_employers_place_decides():
    made = draft(commune_code="", enterprise=EnterpriseFactory(commune_code="170201"))
    assert made.place_code == "170201"


def test_a_number_given_again_replaces_the_first_and_an_empty_one_is_taken_back():
    made = draft(khmer_id="320111111")
    applications.give_number(made, "khmer_id", "320222222")
    assert made.numbers.get(kind="khmer_id").reveal() == "320222222"
    applications.give_number(made, "khmer_id", "")
    assert not made.numbers.filter(kind="khmer_id").exists()


def test_all_checks_pass_the_rule_approves_in_the_same_moment(identity):
    made = sent(ApplicantPath.OWNER)
    assert (made.state, made.rule, made.decided_by) == ("approved", "application.all_checks_pass/1", None)
    assert made.member.state == "active"
    assert made.member.identifiers.count() == 2
    assert not WorkItem.objects.exists()
    assert made.consents.get().member == made.member


def test_pressing_send_twice_makes_one_member(identity):
    made = draft(ApplicantPath.OWNER)
    applications.submit(made)
    applications.submit(Application.objects.get(pk=made.pk))
    assert Member.objects.count() == 1


@pytest.mark.parametrize("said", [("fail", "born_on"), ("warn", "given_name_km"), ("unavailable",)])
def test_a_rule_never_refuses_whatever_a_check_says(identity, said):
    identity(*said)
    made = sent(ApplicantPath.OWNER)
    assert (made.state, made.work_item.state) == ("submitted", "waiting")
    assert outcome(made, "proved")[0] == said[0]
    assert not Member.objects.exists()


def test_without_consent_nobody_is_asked(identity):
    made = sent(ApplicantPath.OWNER, consents=False)
    assert outcome(made, "proved") == ("unavailable", "not_consented")


def test_a_number_that_a_member_holds_goes_to_an_officer(identity):
    MemberFactory(khmer_id="320111111")
    made = sent(ApplicantPath.OWNER, khmer_id="320111111")
    assert outcome(made, "by_number") == ("fail", "members_1")
    assert made.work_item.is_open


def test_no_card_yet_is_taken_in_and_approved_as_pending(clerk):
    made = at_the_desk()
    assert outcome(made, "proved") == ("warn", "face_to_face_later")
    deciding.approve(made, by=clerk, reason="Known at the counter")
    assert (made.state, made.member.state, made.decided_by) == ("approved", "pending", clerk)


@pytest.mark.parametrize("path", ApplicantPath.values)
def test_every_path_reaches_a_rule_an_answer_or_an_officer(identity, path):
    made = sent(path)
    assert made.state in ("approved", "submitted")
    assert made.state == "approved" or made.waits_for or made.work_item


def test_an_edit_after_sending_is_refused(identity):
    made = at_the_desk()
    with pytest.raises(NotPossible):
        applications.save(made, step="person", fields_asked=1, occupation="Baker")
    with pytest.raises(NotPossible):
        applications.give_number(made, "phone", "012999999")


def test_a_refusal_takes_a_second_person(clerk, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="Not a worker", by=clerk)
    assert made.state == "refusal_proposed"
    deciding.confirm_refusal(made, by=senior)
    assert (made.state, made.decided_by, made.decision_reason) == ("refused", senior, "Not a worker")
    assert not Member.objects.exists()


def test_the_first_person_never_confirms_the_own_proposal(senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="Not a worker", by=senior)
    for act in (deciding.confirm_refusal, lambda a, by: deciding.reject_refusal(a, reason="x", by=by)):
        with pytest.raises(PermissionDenied):
            act(Application.objects.get(pk=made.pk), by=senior)
    made.refresh_from_db()
    assert made.state == "refusal_proposed"


def test_the_database_refuses_a_second_who_is_the_first(senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="Not a worker", by=senior)
    item = made.work_item
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.filter(pk=item.pk).update(
            state="done", second_by=senior, second_at=timezone.now(), closed_at=timezone.now()
        )


def test_a_clerk_gives_no_second_decision(clerk):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="Not a worker", by=UserFactory(grant=("clerk", "12")))
    with pytest.raises(PermissionDenied):
        deciding.confirm_refusal(made, by=clerk)


def test_the_second_persons_no_sends_it_back_to_the_queue(clerk, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="Not a worker", by=clerk)
    deciding.reject_refusal(made, reason="Ask first", by=senior)
    item = WorkItem.objects.get()
    assert (made.state, item.state, item.first_by) == ("in_review", "waiting", None)
    deciding.approve(made, by=clerk)
    assert made.state == "approved"


def test_a_returned_one_pauses_the_clock_and_comes_back_to_the_queue(clerk):
    made = at_the_desk()
    due = made.work_item.due_on
    deciding.send_back(made, fields=["occupation"], why="Which work?", by=clerk)
    assert (made.state, made.returned_fields, made.work_item.state) == ("returned", ["occupation"], "asked")
    WorkItem.objects.update(paused_on=timezone.localdate() - timedelta(days=4))
    made = Application.objects.get(pk=made.pk)
    applications.save(made, step="answer", fields_asked=1, occupation="Cook in a school")
    applications.submit(made)
    item = WorkItem.objects.get()
    assert (made.state, made.returned_fields, item.state) == ("submitted", [], "waiting")
    assert item.due_on == due + timedelta(days=4)
    assert list(Movement.objects.values_list("act", flat=True)) == ["open", "ask", "answer"]


def test_an_answer_that_settles_everything_is_approved_by_rule(identity, clerk):
    made = at_the_desk()
    deciding.send_back(made, fields=["khmer_id"], why="The card is there now", by=clerk)
    applications.save(made, step="answer", fields_asked=1, no_identity="")
    applications.give_number(made, "khmer_id", "320777777")
    applications.submit(made)
    assert (made.state, WorkItem.objects.get().state) == ("approved", "done")


def test_a_refused_one_is_reopened_by_somebody_else(clerk, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="Not a worker", by=clerk)
    deciding.confirm_refusal(made, by=senior)
    with pytest.raises(PermissionDenied):
        deciding.reopen(made, reason="New paper", by=senior)
    other = UserFactory(grant=("senior_clerk", "12"))
    deciding.reopen(made, reason="New paper", by=other)
    made.refresh_from_db()
    assert (made.state, made.reopened_by, made.reopened_against) == ("in_review", other, senior)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(reopened_by=senior)


def test_a_withdrawn_one_can_be_opened_again_but_a_draft_never_sent_not(senior):
    made = at_the_desk()
    applications.withdraw(made)
    assert WorkItem.objects.get().state == "cancelled"
    deciding.reopen(Application.objects.get(pk=made.pk), reason="Asked at the counter", by=senior)
    made.refresh_from_db()
    assert (made.state, made.work_item.state) == ("in_review", "waiting")
    never = draft()
    applications.withdraw(never)
    with pytest.raises(NotPossible):
        deciding.reopen(Application.objects.get(pk=never.pk), reason="x", by=senior)


def test_nobody_decides_what_is_their_own_or_what_they_helped_with(clerk, senior):
    own, helped = at_the_desk(by=clerk), at_the_desk(helped_by=clerk, channel="counter")
    for made in (own, helped):
        with pytest.raises(PermissionDenied):
            deciding.approve(made, by=clerk)
    deciding.approve(own, by=senior)
    assert own.member.user == clerk


def test_two_officers_decide_once(clerk, senior):
    made = at_the_desk()
    first, second = (Application.objects.get(pk=made.pk) for _n in range(2))
    deciding.approve(first, by=clerk)
    with pytest.raises(NotPossible):
        deciding.approve(second, by=senior)
    with pytest.raises(NotPossible):
        deciding.propose_refusal(second, reason="x", by=senior)
    assert Member.objects.count() == 1


def test_same_person_gives_no_second_number_and_only_a_found_candidate_will_do(identity, clerk):
    known = MemberFactory(family_name_latin="SAO", given_name_latin="SREYNEANG", born_on=date(1996, 8, 14))
    Member.objects.filter(pk=known.pk).update(key_km="", key_latin="sao sreyneang")
    made = sent(ApplicantPath.OWNER, family_name_km="", given_name_km="")
    assert ApplicationCandidate.objects.get().member == known
    with pytest.raises(PermissionDenied):
        deciding.approve(made, same_as=MemberFactory(), by=clerk)
    deciding.approve(made, same_as=known, reason="Same card", by=clerk)
    assert (made.member, Member.objects.count()) == (known, 2)
    assert MemberIdentifier.objects.filter(member=known, kind="khmer_id").count() == 1
    assert WorkItem.objects.get().first_decision == "same"


def test_the_database_refuses_a_jump(clerk):
    made = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=made.pk).update(state=ApplicationState.REFUSED)


def test_the_employer_says_yes_and_the_worker_is_registered_with_the_employment(identity):
    enterprise = EnterpriseFactory()
    owner = representative_of(enterprise)
    made = asking_employer(enterprise)
    asked = EmploymentConfirmation.objects.get()
    confirmations.answer(asked, works_here=True, by=owner, started_on=date(2025, 3, 1), wage=Decimal(900000))
    made.refresh_from_db()
    job = Employment.objects.get()
    assert (made.state, made.rule) == ("approved", "application.all_checks_pass/1")
    assert (job.member, job.enterprise, job.started_on, job.wage) == (made.member, enterprise, date(2025, 3, 1), 900000)


def test_the_employer_says_no_and_an_officer_looks(identity):
    made = asking_employer()
    asked = EmploymentConfirmation.objects.get()
    owner = asked.enterprise.representatives.get().user
    confirmations.answer(asked, works_here=False, by=owner)
    made.refresh_from_db()
    assert (made.state, made.waits_for, made.work_item.state) == ("submitted", "", "waiting")
    assert outcome(made, "confirmed") == ("fail", "denied")


def test_answering_twice_is_refused_and_a_stranger_never_answers(identity):
    asking_employer()
    asked = EmploymentConfirmation.objects.get()
    with pytest.raises(PermissionDenied):
        confirmations.answer(asked, works_here=True, by=UserFactory())
    owner = asked.enterprise.representatives.get().user
    confirmations.answer(asked, works_here=True, by=owner)
    with pytest.raises(NotPossible):
        confirmations.answer(EmploymentConfirmation.objects.get(), works_here=False, by=owner)


def test_silence_has_an_end_and_an_officer_looks(identity):
    made = asking_employer()
    deciding.give_up_waiting(made)
    made.refresh_from_db()
    assert (made.waits_for, made.work_item.state, EmploymentConfirmation.objects.get().state) == (
        "",
        "waiting",
        "silent",
    )
    assert outcome(made, "confirmed") == ("warn", "silent")


def test_a_late_yes_voids_the_refusal_proposed_meanwhile(identity, clerk, senior):
    made = asking_employer()
    deciding.give_up_waiting(made)
    deciding.propose_refusal(Application.objects.get(pk=made.pk), reason="No employer", by=clerk)
    asked = EmploymentConfirmation.objects.get()
    confirmations.answer(asked, works_here=True, by=asked.enterprise.representatives.get().user)
    made.refresh_from_db()
    item = WorkItem.objects.get()
    assert (made.state, item.state, item.first_by) == ("in_review", "waiting", None)
    assert outcome(made, "confirmed") == ("pass", "confirmed")
    with pytest.raises(NotPossible):
        deciding.confirm_refusal(made, by=senior)


def test_a_yes_after_the_approval_still_makes_the_employment(identity, clerk):
    made = asking_employer()
    deciding.give_up_waiting(made)
    deciding.approve(Application.objects.get(pk=made.pk), by=clerk)
    assert not Employment.objects.exists()
    asked = EmploymentConfirmation.objects.get()
    confirmations.answer(asked, works_here=True, by=asked.enterprise.representatives.get().user)
    assert Employment.objects.get().enterprise == asked.enterprise


def test_a_worker_who_will_not_be_named_is_never_seen_by_the_employer(identity):
    enterprise = EnterpriseFactory()
    owner = representative_of(enterprise)
    made = sent(enterprise=enterprise, employer_contact="quiet")
    assert made.work_item.is_open
    assert outcome(made, "confirmed") == ("warn", "not_asked_by_wish")
    assert EmploymentConfirmation.objects.get().contact == "quiet"
    assert not EmploymentConfirmation.objects.visible_to(owner).exists()
    assert confirmations.overdue_confirmations().count() == 1


def test_all_proved_but_the_certificate_waits_for_it_and_goes_on_by_itself(identity, monkeypatch):
    made = needing_certificate()
    assert (made.state, made.waits_for) == ("submitted", "certificate")
    assert made.work_item is None
    monkeypatch.setattr("registration.checks.certificate.value_or", lambda code, default: False)
    deciding.resume(made)
    made.refresh_from_db()
    assert made.state == "approved"


def test_withdrawing_leaves_nothing_waiting(identity):
    made = asking_employer()
    applications.withdraw(made)
    assert EmploymentConfirmation.objects.get().state == "void"
    deciding.resume(made)
    made.refresh_from_db()
    assert made.state == "withdrawn"
