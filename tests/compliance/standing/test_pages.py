"""The page of a standing, its panel on other pages, and the certificate with its code."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from compliance.models import StandingCertificate
from compliance.standing import certificates
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import typeset_html
from tests.compliance.standing.conftest import ON, at, declared, signed_in, sound
from tests.factories import compliance as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
DAY = "25/04/2026"


@pytest.fixture
def enterprise():
    return sound()


@pytest.fixture
def owner(enterprise):
    return signed_in(representative_of(enterprise))


@pytest.fixture
def unset(monkeypatch):
    """Setting type takes a second a page: looked at as a picture elsewhere."""

    def unset(template, context, language):
        return typeset_html(template, context, language).encode()

    monkeypatch.setattr(certificates, "typeset", unset)


def url(enterprise, rest=""):
    return f"/en/employer/{enterprise.pk}/standing/{rest}"


def test_the_employer_sees_six_answers_for_a_day(enterprise, owner):
    page = owner.get(url(enterprise), {"on": DAY}).content.decode()
    assert "In good standing" in page
    assert "The 3 months that were due are declared in time." in page
    assert "Everything that was due is paid in time." in page


def test_today_is_shown_first_and_what_is_owed_is_never_good_standing(enterprise, owner):
    page = owner.get(url(enterprise)).content.decode()
    assert "things to put right" in page or "thing to put right" in page
    assert "In good standing" not in page
    assert "Declare the missing months" in page


@pytest.mark.parametrize("day", ["31/12/2090", "1/1/2010", "nonsense"])
def test_a_day_that_cannot_be_is_said_and_today_shown(enterprise, owner, day):
    page = owner.get(url(enterprise), {"on": day}).content.decode()
    assert "govuk-form-group--error" in page


def test_a_stranger_finds_nothing_and_an_officer_without_the_permission_may_not(enterprise):
    stranger = signed_in(representative_of(EnterpriseFactory()))
    assert stranger.get(url(enterprise)).status_code == 404
    assert stranger.post(url(enterprise, "certificate/km/")).status_code == 404
    clerk = signed_in(UserFactory(grant=("inspector", "01")))
    assert clerk.get(url(enterprise)).status_code == 404


def test_an_inspector_of_the_place_reads_but_makes_no_certificate(enterprise, confirmed):
    inspector = signed_in(made.inspector("12"))
    page = inspector.get(url(enterprise), {"on": DAY})
    assert page.status_code == 200
    assert "certificate/km/" not in page.content.decode()
    assert inspector.post(url(enterprise, "certificate/km/"), {"on": DAY}).status_code == 403


def test_an_inspector_tied_to_the_enterprise_may_not(enterprise):
    from compliance.models import ConflictOfInterest

    user = made.inspector("12")
    ConflictOfInterest.objects.create(
        user=user, enterprise=enterprise, tie="family", declared_by=user, submission_id=uuid.uuid4()
    )
    assert signed_in(user).get(url(enterprise)).status_code == 403


def test_only_post_makes_a_certificate(enterprise, owner):
    assert owner.get(url(enterprise, "certificate/km/")).status_code == 405


def test_a_certificate_says_its_day_and_is_the_same_paper_again(enterprise, owner, confirmed, unset):
    first = owner.post(url(enterprise, "certificate/en/"), {"on": DAY})
    assert first["Content-Disposition"].startswith("attachment")
    text = first.content.decode()
    assert "25\N{NO-BREAK SPACE}April\N{NO-BREAK SPACE}2026" in text
    assert "DRAFT" not in text
    assert owner.post(url(enterprise, "certificate/en/"), {"on": DAY}).content == first.content
    made_one = StandingCertificate.objects.get()
    assert (made_one.as_of, made_one.enterprise) == (ON, enterprise)
    assert made_one.document.code in text


def test_in_khmer_its_day_stands_in_khmer_digits(enterprise, owner, confirmed, unset):
    text = owner.post(url(enterprise, "certificate/km/"), {"on": DAY}).content.decode()
    assert "២៥" in text
    assert "២០២៦" in text


def test_the_code_answers_with_the_day_it_speaks_of(enterprise, owner, client, confirmed, unset):
    owner.post(url(enterprise, "certificate/en/"), {"on": DAY})
    client.cookies["django_language"] = "en"
    page = client.get(f"/verify/{IssuedDocument.objects.get().code}", headers={"accept-language": "en"})
    assert "25\N{NO-BREAK SPACE}" in page.content.decode()
    assert "2026" in page.content.decode()


def test_what_rests_on_unconfirmed_rules_is_a_draft_without_number(enterprise, owner, unset):
    page = owner.get(url(enterprise), {"on": DAY}).content.decode()
    assert "wait for confirmation by the National Social Security Fund" in page
    assert "days to register a worker" not in page  # that one is confirmed
    assert "months that a standing looks back" in page
    paper = owner.post(url(enterprise, "certificate/en/"), {"on": DAY})
    assert "DRAFT" in paper.content.decode()
    assert not IssuedDocument.objects.exists()


def test_who_owes_gets_no_certificate(enterprise, owner, confirmed, unset):
    made.finding(made.case_file(enterprise), recorded_at=at(date(2026, 4, 1)))
    answer = owner.post(url(enterprise, "certificate/en/"), {"on": DAY}, follow=True)
    assert "There is no certificate of this day." in answer.content.decode()
    assert not IssuedDocument.objects.exists()
    assert owner.post(url(enterprise, "certificate/en/"), {"on": "tomorrow"}).status_code == 404


def test_a_staff_clerk_of_the_employer_reads_only(enterprise, confirmed, unset):
    staff = signed_in(representative_of(enterprise, "staff_clerk"))
    assert staff.get(url(enterprise)).status_code == 200
    assert staff.post(url(enterprise, "certificate/en/"), {"on": DAY}).status_code == 403


def test_a_paper_of_a_day_that_was_not_over_is_looked_at_again(confirmed, unset):
    today = timezone.localdate()
    enterprise = EnterpriseFactory(opened_on=today, registered_on=today)
    by = representative_of(enterprise)
    paper = certificates.certificate(enterprise, on=today, language="en", by=by)
    assert certificates.recheck(today) == 0
    made.finding(made.case_file(enterprise))
    assert certificates.recheck(today) == 1
    paper.refresh_from_db()
    assert not paper.is_valid
    assert certificates.recheck(today - timedelta(days=1)) == 0


def test_the_menu_leads_to_the_own_enterprise(enterprise, owner):
    assert owner.get("/en/employer/standing/").url == url(enterprise)
    assert signed_in(UserFactory()).get("/en/employer/standing/").status_code == 404


def test_the_enterprise_s_page_shows_the_standing(enterprise, owner):
    page = owner.get(f"/en/employer/{enterprise.pk}/").content.decode()
    assert 'id="standing"' in page
    inspector = signed_in(made.inspector("12"))
    assert 'id="standing"' in inspector.get(f"/en/desk/registry/units/{enterprise.pk}/").content.decode()


def test_the_page_asks_few_questions(enterprise, owner, django_assert_max_num_queries):
    declared(enterprise, date(2026, 4, 1), date(2026, 5, 3))
    owner.get(url(enterprise))
    with django_assert_max_num_queries(22):
        owner.get(url(enterprise))
