"""A review: asked by reference and birth date, decided by somebody who took no part."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import timezone

from nssf_portal.notifications.models import Message
from registration.models import Application, Merge, Review
from registration.services import merging, reviews
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory
from tests.factories.service import refused, review

pytestmark = pytest.mark.django_db
ASK = "/en/register/review/"


@pytest.fixture
def officer():
    return UserFactory(grant=("complaints_officer", "HQ"))


def ask(client, number, born="14/8/1996", **changes):
    data = {"number": number, "born_on": born, "statement": "The house is there.", "submission_id": uuid.uuid4()}
    return client.post(ASK, data | changes)


def test_the_decision_says_where_and_until_when():
    made = refused()
    offer = reviews.offer_for(made)
    assert offer.url.endswith(f"/register/review/{made.reference}/")
    assert offer.until == timezone.localdate() + timedelta(days=30) and offer.is_open and offer.review is None


def test_it_is_asked_with_reference_and_birth_date_and_waits_in_the_queue(client):
    made = refused()
    assert made.reference in client.get(f"{ASK}{made.reference}/").content.decode()
    for _again in range(2):
        answer = ask(client, made.reference)
    asked = Review.objects.get()
    assert asked.reference in client.get(answer.url).content.decode()
    assert (asked.work_item.kind, asked.work_item.place_code) == ("review", made.place_code)
    assert {asked.first_by, asked.second_by} == {made.work_item.first_by, made.work_item.second_by}
    assert reviews.offer_for(made).review == asked


def test_a_wrong_birth_date_an_unknown_reference_and_an_open_application_look_alike(client):
    made = refused()
    words = "We found no decision for these two."
    assert words in ask(client, made.reference, born="1/1/1990").content.decode()
    assert words in ask(client, "APP-26-XXXXXX-0").content.decode()
    for _n in range(4):
        ask(client, made.reference, born="1/1/1990")
    assert ask(client, made.reference).status_code == 429
    assert not Review.objects.exists()


def test_after_the_last_day_it_is_too_late(client):
    made = refused()
    Application.objects.filter(pk=made.pk).update(decided_at=timezone.now() - timedelta(days=40))
    assert "is over" in ask(client, made.reference).content.decode()
    assert not reviews.offer_for(Application.objects.get(pk=made.pk)).is_open


def test_who_took_part_does_not_review_not_even_for_the_database(client):
    first, second = UserFactory(grant=("senior_clerk", "12")), UserFactory(grant=("senior_clerk", "12"))
    asked = review(refused(first, second))
    for one in (first, second):
        client.force_login(one)
        page = f"/en/desk/reviews/{asked.pk}/"
        assert "You took part in this decision." in client.get(page).content.decode()
        assert client.post(page, {"decision": "upheld", "answer": "Mine"}).status_code == 403
        with pytest.raises(PermissionDenied):
            reviews.decide(asked, changed=False, answer="Mine", by=one)
        with pytest.raises(IntegrityError, match="review_not_by_the"), transaction.atomic():
            Review.objects.filter(pk=asked.pk).update(decided_by=one, decided_at=timezone.now())


def test_changed_opens_the_application_again_and_the_person_is_told(client, officer):
    asked = review()
    client.force_login(officer)
    page = f"/en/desk/reviews/{asked.pk}/"
    assert page in client.get("/en/desk/").content.decode()
    assert "The house is there." in client.get(page).content.decode()
    assert "Choose one." in client.post(page, {"answer": "x"}).content.decode()
    for _again in range(2):
        answer = client.post(page, {"decision": "changed", "answer": "The house is there: I saw it."})
        assert answer.status_code in (302, 403)
    asked.refresh_from_db()
    application = Application.objects.get(pk=asked.subject_id)
    assert (asked.state, asked.decided_by, application.state) == ("changed", officer, "in_review")
    assert application.work_item.is_open and application.reopened_by == officer
    assert Message.objects.filter(template="application.reviewed").exists()


def test_upheld_leaves_the_refusal_and_says_why(client, officer):
    asked = review()
    client.force_login(officer)
    client.post(f"/en/desk/reviews/{asked.pk}/", {"decision": "upheld", "answer": "The street ends before."})
    asked.refresh_from_db()
    assert (asked.state, Application.objects.get(pk=asked.subject_id).state) == ("upheld", "refused")
    assert reviews.offer_for(Application.objects.get(pk=asked.subject_id)).review.answer == "The street ends before."


def test_a_merge_is_reviewed_by_the_old_number(client, officer):
    one, other = MemberFactory(), MemberFactory(born_on="1996-08-14")
    by = UserFactory(grant=("clerk", "12"))
    merge = merging.propose_merge(survivor=one, other=other, reason="One card", by=by, submission_id=uuid.uuid4())
    merging.confirm_merge(merge=merge, reason="Seen", by=UserFactory(grant=("senior_clerk", "12")))
    page = Template("{% load reviews %}{% merge_review_offers member %}").render(Context({"member": one}))
    assert other.member_number in page and "/en/register/review/" in page
    ask(client, other.member_number)
    asked = Review.objects.get()
    assert (asked.subject_kind, asked.first_by) == ("merge", by)
    assert reviews.offer_for_merge(Merge.objects.get()).review == asked
    reviews.decide(asked, changed=True, answer="Two sisters", by=officer)
    assert Message.objects.filter(template="member.reviewed", recipient_member=one.pk).exists()


def test_an_officer_elsewhere_and_a_clerk_do_not_see_it(client):
    asked = review()
    client.force_login(UserFactory(grant=("senior_clerk", "17")))
    assert client.get(f"/en/desk/reviews/{asked.pk}/").status_code == 404
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(f"/en/desk/reviews/{asked.pk}/").status_code == 403


def test_the_list_asks_the_same_however_long(client, officer, django_assert_max_num_queries):
    client.force_login(officer)
    review()
    client.get("/en/desk/reviews/")
    with django_assert_max_num_queries(16) as first:
        client.get("/en/desk/reviews/")
    for _n in range(3):
        review()
    with django_assert_max_num_queries(len(first)):
        client.get("/en/desk/reviews/")


def test_the_page_of_a_refusal_says_how_where_and_by_when(client):
    """The answer of a review is for the applicant alone."""
    made = refused(by=(applicant := UserFactory()))
    client.force_login(applicant)
    page = f"/en/register/{made.pk}/done/"
    body = client.get(page).content.decode()
    assert f"/en/register/review/{made.reference}/" in body and "you may ask for a review" in body
    reviews.decide(review(made), changed=False, answer="No house", by=UserFactory(grant=("complaints_officer", "HQ")))
    assert "No house" in client.get(page).content.decode()


def test_the_footer_of_every_page_leads_to_a_call_a_tip_and_a_complaint(client):
    body = client.get("/en/").content.decode()
    for path in ("call-me", "tip", "complaint"):
        assert f'href="/en/register/{path}/"' in body
