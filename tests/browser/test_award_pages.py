"""A whole award on the screen: lists, jury, marks, committee, announcement, the winner's page, the public roll."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from enterprises.enums import Sector
from incentives.models import Award, Candidate
from incentives.services import award_papers, scoring
from nssf_portal.documents.pdf import is_available
from tests.factories import incentives as made
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
LONG_KM = "រោងចក្រកាត់ដេរសម្លៀកបំពាក់និងស្បែកជើងអន្តរជាតិឈូករ័ត្នសុវណ្ណភូមិចម្រើនរុងរឿងទឹកដីមាសខេត្តកំពង់ចាម"
LONG_LATIN = "Golden Lotus International Garment, Footwear and Travel Goods Manufacturing (Cambodia) Company Limited"


def known(user):
    user.name = "សុខ ចាន់ធូ (Sok Chanthou)"
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def contest(settings, transactional_db):
    """An open cycle with an eligible enterprise of a very long name and one more, and the people of the story."""
    settings.DEMO = True
    cycle = made.cycle(name_km="រង្វាន់អនុលោមភាពគំរូ", name_en="Award for exemplary compliance")
    category = made.category(cycle, name_km="សហគ្រាសធុនតូចផ្នែកកម្មន្តសាល", name_en="Small manufacturers", sector=Sector.C)
    made.judged(cycle, guidance_km="តើសហគ្រាសនេះថែទាំបុគ្គលិកយ៉ាងដូចម្ដេច?", guidance_en="How does it look after its staff?")
    run = made.run(cycle, is_frozen=True)
    enterprise = EnterpriseFactory(name_km=LONG_KM, name_latin=LONG_LATIN)
    for points, one in ((9, enterprise), (5, EnterpriseFactory())):
        made.eligibility(run, one, category=category, points=points, months_due=12, workers=48, size="small")
    officer, chief, owner = known(made.officer()), known(made.chief()), known(representative_of(enterprise))
    return {
        "cycle": cycle,
        "enterprise": enterprise,
        "officer": officer,
        "chief": chief,
        "owner": owner,
        "jurors": [known(made.juror_user()), made.juror_user()],
    }


def press(eye, selector):
    eye.page.locator(f"main {selector}").first.click()
    eye.page.wait_for_load_state()


def test_a_whole_award(eye, contest):
    cycle, page = contest["cycle"], eye.page
    lists, jury = f"/incentives/awards/{cycle.pk}", f"/incentives/jury/{cycle.pk}"
    # The officer fills the long list, puts both on the short list and calls the jury.
    eye.sign_in(contest["officer"].email, PASSWORD)
    eye.go(f"{lists}/candidates/nominate/?q={contest['enterprise'].nssf_number}")
    eye.look("award_search")
    eye.go(f"{lists}/candidates/")
    press(eye, "form[action*='/fill/'] button")
    eye.look("award_candidates")
    for one in Candidate.objects.all():
        eye.go(f"{lists}/candidates/{one.pk}/")
        press(eye, "button[value=short_list]")
    first = Candidate.objects.get(enterprise=contest["enterprise"])
    eye.go(f"{lists}/candidates/{first.pk}/")
    eye.look("award_candidate")
    for user in contest["jurors"]:
        eye.go(f"{lists}/jurors/")
        page.select_option("[name=user]", str(user.pk))
        page.check("[name=votes]")
        press(eye, "form.fields button")
    eye.look("award_jurors")
    # One juror marks on the screen, the other at once.
    eye.sign_in(contest["jurors"][0].email, PASSWORD)
    eye.go("/incentives/jury/")
    eye.look("jury_home")
    other = Candidate.objects.exclude(pk=first.pk).get()
    for one, mark in ((first, 9), (other, 4)):
        eye.go(f"{jury}/candidates/{one.pk}/")
        page.check("[name=untied]")
        page.fill("[name=mark_1]", str(mark))
        eye.look("jury_sheet")
        press(eye, "form.fields button")
    eye.look("jury_cycle")
    _second_juror(cycle, contest["jurors"][1], first, other)
    # Scoring is closed, an award proposed.
    eye.sign_in(contest["officer"].email, PASSWORD)
    eye.go(f"{lists}/scores/")
    eye.look("award_scores_open")
    press(eye, "form[action$='/close/'] button")
    eye.look("award_scores")
    eye.go(f"{lists}/committee/propose/{first.pk}/")
    eye.look("award_propose")
    press(eye, "form.fields button")
    award = Award.objects.get()
    made.voted(award)
    eye.sign_in(contest["jurors"][0].email, PASSWORD)
    eye.go(f"/incentives/jury/awards/{award.pk}/")
    page.locator("[name=vote]").first.check()
    eye.look("jury_vote")
    press(eye, "form.fields button")
    # The chief closes the vote and announces a winner that owes something today.
    eye.sign_in(contest["chief"].email, PASSWORD)
    eye.go(f"/incentives/awards/awards/{award.pk}/")
    eye.look("award_votes")
    press(eye, "form[action$='/decide/'] button")
    eye.go(f"{lists}/committee/")
    eye.look("award_committee")
    press(eye, "form[action$='/committee/close/'] button")
    eye.look("award_announce")
    page.locator("[name=despite]").first.check()
    press(eye, "form.fields button")
    for name in award_papers.FIELDS if is_available() else ():
        award_papers.make(award.pk, name, day=timezone.localdate(), by=contest["chief"])
    eye.go(f"{lists}/announce/")
    eye.look("award_announced")
    eye.go(f"/incentives/awards/awards/{award.pk}/")
    eye.look("award_page")
    # The winner agrees; everybody reads its name.
    eye.sign_in(contest["owner"].email, PASSWORD)
    eye.go(f"/employer/{contest['enterprise'].pk}/awards/")
    press(eye, "button[value=yes]")
    eye.look("employer_awards")
    page.context.clear_cookies()
    eye.go("/awards/")
    eye.look("roll_of_honour")
    assert contest["enterprise"].name_latin in page.content() or LONG_KM in page.content()


def _second_juror(cycle, user, first, other):
    juror = cycle.jurors.get(user=user)
    for one, mark in ((first, 5), (other, 4)):
        marks = [scoring.Mark(question, mark) for question in scoring.judged_of(cycle)]
        scoring.score(juror=juror, candidate=one, marks=marks, by=user)
