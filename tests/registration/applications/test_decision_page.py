"""The one screen on which an officer decides: what it shows, what it does, whom it keeps out."""

import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nssf_portal.audit.models import ReadLog
from nssf_portal.work import services as work
from registration.enums import ApplicantPath
from registration.models import Application, Member
from registration.services import application_deciding as deciding
from registration.services import applications, merging
from tests.factories.accounts import UserFactory
from tests.factories.applications import asking_employer, at_the_desk, draft, sent
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block

pytestmark = pytest.mark.django_db


def url(made: Application, rest: str = "") -> str:
    return f"/en/desk/applications/{made.pk}/{rest}"


def read(client, user, made) -> str:
    client.force_login(user)
    return client.get(url(made)).content.decode()


def decide(client, made, decision, reason="", **more):
    return client.post(url(made), {"decision": decision, "reason": reason, **more}, follow=True).content.decode()


def look_alike(**values) -> Application:
    """An applicant whose name, date of birth and sex a member has."""
    MemberFactory(
        family_name_latin="SAO", given_name_latin="SREYNEANG", family_name_km="សៅ", given_name_km="ស្រីនាង",
        born_on=date(1996, 8, 14), sex="F",
    )  # fmt: skip
    return at_the_desk(**values)


def test_what_was_said_stands_left_and_numbers_show_their_end(client, clerk, identity):
    identity("warn", "given_name_km")
    made = at_the_desk(khmer_id="320456789", occupation="Tailor")
    body = read(client, clerk, made)
    for words in ("SAO SREYNEANG", "Tailor", "6789", made.reference, "Chamkar Mon"):
        assert words in body
    assert "320456789" not in body
    assert "differs in given name in Khmer" in body


def test_opening_the_page_is_a_reading_and_nothing_else(client, clerk):
    made = at_the_desk()
    read(client, clerk, made)
    log = ReadLog.objects.get()
    assert (log.user, log.subject_id, log.screen, log.revealed) == (clerk, made.pk, "desk.application", False)


def test_another_province_has_no_such_page_and_without_the_permission_the_door_is_shut(client):
    made = at_the_desk()
    for user, status in ((UserFactory(grant=("clerk", "17")), 404), (UserFactory(grant=("analyst", "HQ")), 403)):
        client.force_login(user)
        assert client.get(url(made)).status_code == status
        assert client.post(url(made), {"decision": "approve"}).status_code == status
        for rest in ("numbers/", "check/", "reopen/"):
            assert client.post(url(made, rest), {"reason": "x", "check": "proved"}).status_code in (403, 404)
            assert client.get(url(made, rest)).status_code in (403, 405)
    client.logout()
    assert client.get(url(made)).status_code == 302


def test_a_draft_and_ones_own_application_are_not_on_the_desk(client, clerk):
    client.force_login(clerk)
    assert client.get(url(draft())).status_code == 404
    assert client.get(url(at_the_desk(by=clerk))).status_code == 404


def test_who_helped_looks_and_a_colleague_decides(client, clerk):
    made = at_the_desk(helped_by=clerk, channel="counter")
    assert "a colleague decides" in read(client, clerk, made)
    assert client.post(url(made), {"decision": "approve", "reason": "x"}).status_code == 403


def test_whole_numbers_are_shown_once_for_a_reason_that_is_kept(client, clerk, identity):
    identity("warn")
    made = at_the_desk(khmer_id="320456789")
    client.force_login(clerk)
    assert "320456789" not in client.post(url(made, "numbers/"), {"reason": ""}).content.decode()
    answer = client.post(url(made, "numbers/"), {"reason": "Compare with the card"})
    assert "320456789" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert ReadLog.objects.get(revealed=True).reason == "Compare with the card"


def test_documents_come_through_the_application_only(client, clerk, settings):
    made = draft(ApplicantPath.OWNER, khmer_id="")
    file = SimpleUploadedFile("card.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    paper = applications.add_document(made, file, kind="family_book", submission_id=uuid.uuid4())
    applications.submit(made)
    assert f"papers/{paper.pk}/" in read(client, clerk, made)
    assert client.get(url(made, f"papers/{paper.pk}/")).status_code == 200
    assert client.get(url(at_the_desk(), f"papers/{paper.pk}/")).status_code == 404


def test_a_check_without_an_answer_never_looks_passed_and_can_be_asked_again(client, clerk, identity):
    identity("unavailable")
    made = at_the_desk(khmer_id="320456789")
    body = read(client, clerk, made)
    assert re.search(r"No answer</span></span><div><strong>Identity", body)
    assert "Ministry of Interior" in body and "no answer." in body
    identity("pass")
    body = client.post(url(made, "check/"), {"check": "proved"}, follow=True).content.decode()
    assert re.search(r"Pass</span></span><div><strong>Identity", body)
    assert "all agrees" in body
    assert client.post(url(made, "check/"), {"check": "nonsense"}).status_code == 404


def test_approving_gives_a_number_and_says_it(client, clerk):
    made = at_the_desk()
    client.force_login(clerk)
    assert "Not every check passed: write why you approve." in decide(client, made, "approve")
    body = decide(client, made, "approve", "Known at the counter")
    made.refresh_from_db()
    assert f"Approved. Member number: {made.member.member_number}." in body
    assert f"/desk/members/{made.member_id}/" in body


def test_approving_needs_a_birth_date_and_a_sex(client, clerk):
    made = at_the_desk()
    Application.objects.update(sex="")
    client.force_login(clerk)
    assert "Date of birth or sex is missing" in decide(client, made, "approve", "x")
    assert not Member.objects.exists()


def test_deciding_twice_has_no_second_effect(client, clerk, senior):
    made = at_the_desk()
    client.force_login(clerk)
    decide(client, made, "approve", "Known")
    client.force_login(senior)
    assert "This was already decided." in decide(client, made, "approve", "Known")
    assert "This was already decided." in decide(client, made, "refuse", "No")
    assert Member.objects.count() == 1


def test_without_a_free_number_nothing_is_decided_and_it_is_said(client, clerk):
    made = at_the_desk()
    number_block().__class__.objects.all().delete()
    client.force_login(clerk)
    assert "no free member number" in decide(client, made, "approve", "Known")
    made.refresh_from_db()
    assert made.state == "submitted"


def test_a_question_names_the_exact_fields_and_says_why(client, clerk):
    made = at_the_desk()
    client.force_login(clerk)
    body = decide(client, made, "return")
    assert "Mark what must be answered again." in body
    assert "Write why, in words the applicant understands." in body
    body = decide(client, made, "return", "Is it 1996?", fields_asked=["born_on", "doc:family_book"])
    made.refresh_from_db()
    assert (made.state, made.returned_fields) == ("returned", ["born_on", "doc:family_book"])
    assert "Is it 1996?" in body and "Paused" in body
    assert 'name="decision"' not in body


def test_the_same_person_is_decided_beside_the_member_and_nobody_is_numbered_twice(client, clerk):
    made = look_alike()
    known = made.candidates.get().member
    body = read(client, clerk, made)
    assert f"Beside member {known.member_number}" in body
    assert ReadLog.objects.filter(subject_id=known.pk, screen="desk.application").exists()
    assert "how you know that it is the same person" in decide(client, made, f"same:{known.pk}")
    assert f"number stays {known.member_number}" in decide(client, made, f"same:{known.pk}", "Same card seen")
    made.refresh_from_db()
    assert (made.member, Member.objects.count()) == (known, 1)


def test_a_candidate_elsewhere_is_compared_but_its_record_is_not_opened(client, clerk):
    made = look_alike()
    Member.objects.update(commune_code="170201")
    body = read(client, clerk, made)
    assert "Beside member" in body
    assert "/desk/members/" not in body.split("<main")[1]


def test_a_refusal_is_proposed_and_another_person_reads_reason_and_decides(client, clerk, senior):
    made = at_the_desk()
    client.force_login(clerk)
    assert "A second person decides now." in decide(client, made, "refuse", "Works abroad")
    assert "You may look, but not decide." in read(client, clerk, made) or "first decision" in read(client, clerk, made)
    body = read(client, senior, made)
    assert "You are the second person." in body and "Works abroad" in body
    assert "Who does not agree can ask for a review." in body
    body = decide(client, made, "confirm")
    assert "1286" in body and "By when:" in body and "to be confirmed" in body.lower()
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("refused", senior)


def test_the_first_person_is_told_to_leave_the_second_decision(client, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="No", by=senior)
    assert "You made the first decision." in read(client, senior, made)
    assert client.post(url(made), {"decision": "confirm"}).status_code == 403


def test_disagreeing_needs_a_reason_and_sends_it_back(client, clerk, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="No", by=clerk)
    client.force_login(senior)
    assert "Write why you disagree." in decide(client, made, "send_back")
    assert "Sent back with your reason." in decide(client, made, "send_back", "Ask first")
    made.refresh_from_db()
    assert made.state == "in_review"


def test_a_page_of_before_the_proposal_decides_nothing(client, clerk, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="No", by=clerk)
    client.force_login(senior)
    assert "changed by someone else" in decide(client, made, "approve", "x")
    deciding.reject_refusal(Application.objects.get(pk=made.pk), reason="x", by=senior)
    assert "changed by someone else" in decide(client, made, "confirm")


def test_a_refused_one_is_opened_again_by_a_third_person(client, clerk, senior):
    made = at_the_desk()
    deciding.propose_refusal(made, reason="No", by=clerk)
    deciding.confirm_refusal(made, by=senior)
    assert "Open it again" not in read(client, senior, made)
    assert client.post(url(made, "reopen/"), {"reason": "x"}).status_code == 403
    third = UserFactory(grant=("senior_clerk", "12"))
    assert "Open it again" in read(client, third, made)
    assert "govuk-error-message" in client.post(url(made, "reopen/"), {"reason": ""}).content.decode()
    body = client.post(url(made, "reopen/"), {"reason": "A new paper"}, follow=True).content.decode()
    assert "Open again, with a new clock." in body
    body = client.post(url(made, "reopen/"), {"reason": "A new paper"}, follow=True).content.decode()
    assert "changed by someone else" in body


def test_what_a_colleague_works_on_is_not_decided_over_their_head(client, clerk):
    made = at_the_desk()
    work.claim(made.work_item, by=UserFactory(grant=("clerk", "12"), name="Meas Dara"))
    assert "Meas Dara works on this one" in read(client, clerk, made)
    assert "A colleague works on this one." in decide(client, made, "approve", "x")
    made.refresh_from_db()
    assert made.state == "submitted"


def test_a_worker_who_will_not_be_named_is_marked_for_the_officer(client, clerk, identity):
    enterprise = EnterpriseFactory()
    representative_of(enterprise)
    made = sent(enterprise=enterprise, employer_contact="quiet")
    body = read(client, clerk, made)
    assert "Do not name this worker to the employer." in body
    assert "The employer was asked" not in body


def test_waiting_for_the_employer_is_shown_and_cannot_be_decided(client, clerk, identity):
    made = asking_employer()
    body = read(client, clerk, made)
    assert "comes to the queue by itself" in body and "The employer was asked" in body
    assert "waits for somebody else" in decide(client, made, "approve", "x")


def test_approved_by_rule_names_the_rule(client, clerk, identity):
    body = read(client, clerk, sent(ApplicantPath.OWNER))
    assert "application.all_checks_pass/1" in body


def test_the_equity_card_is_nowhere_on_the_page(client, clerk):
    made = draft(ApplicantPath.OWNER, khmer_id="", equity_card="equity")
    applications.give_number(made, "equity_card", "EQ12345678")
    applications.consent(made, "health_equity", given=True)
    body = read(client, clerk, applications.submit(made))
    assert "5678" not in body.replace("012345678", "") or "Equity" not in body
    assert "equity card" not in body.lower()


def test_the_page_costs_the_same_queries_however_long_the_story(client, clerk, django_assert_max_num_queries):
    made = look_alike()
    client.force_login(clerk)
    client.get(url(made))
    with django_assert_max_num_queries(45) as first:
        client.get(url(made))
    for _n in range(5):
        work.claim(made.work_item, by=clerk)
        work.release(made.work_item, by=clerk)
    with django_assert_max_num_queries(len(first) + 1):  # a setting whose time was over may be read anew; ten acts more
        client.get(url(made))


def test_a_merge_says_how_to_ask_for_a_review_too(client, clerk, senior):
    merge = merging.propose_merge(
        survivor=MemberFactory(), other=MemberFactory(), reason="Same card", by=clerk, submission_id=uuid.uuid4()
    )
    assert merging.confirm_merge(merge=merge, reason="Yes", by=senior)
    client.force_login(senior)
    body = client.get(f"/en/desk/merges/{merge.pk}/").content.decode()
    assert "Who does not agree can ask for a review." in body and "By when:" in body


def test_a_private_correction_is_approved_by_two(client, clerk, senior):
    """Two numbers of one person: the first proposes, another confirms, and the page says which."""
    survivor, other = MemberFactory(), MemberFactory()
    made = at_the_desk(kind="correction", corrects=survivor, correction="two_numbers", other_person=str(other))
    client.force_login(clerk)
    assert "Propose to approve" in client.get(url(made)).content.decode()
    assert "Write why: the record is changed." in decide(client, made, "approve")
    assert "A second person decides now." in decide(client, made, "approve", "Both cards seen")
    assert client.post(url(made), {"decision": "confirm"}).status_code == 403
    body = read(client, senior, made)
    assert "to approve</strong>" in body and "Both cards seen" in body
    assert "Sent back with your reason." in decide(client, made, "send_back", "Ask first")
    made.refresh_from_db()
    assert (made.first_decided_by, made.work_item.state) == (None, "waiting")
