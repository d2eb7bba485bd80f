"""A whole award, and a loan asked for and taken up: each person on a screen of their own, each act by its own page."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from incentives.entitlement import entitlement_to
from incentives.models import Award, AwardCycle, Candidate, IncentiveRequest, JurorConflict, Programme
from incentives.services import award_papers
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.browser.conftest import Eye
from tests.compliance.standing.conftest import hired, sound
from tests.factories import incentives as made
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registry import RecordFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()
NOTE = "They taught the whole market street how to register"


def press(eye: Eye, selector: str) -> None:
    with eye.page.expect_navigation():
        eye.page.locator(f"main {selector}").first.click()


def send(eye: Eye, *, form: str = "form.fields", **fields: str) -> None:
    """Fill in what is named, tick what is a box or a radio, send the form."""
    for name, value in fields.items():
        field = eye.page.locator(f"main {form} [name={name}]")
        kind = field.first.get_attribute("type")
        if kind == "radio":
            field.and_(eye.page.locator(f"[value='{value}']")).check()
        elif kind == "checkbox":
            field.first.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    press(eye, f"{form} button[type=submit]")


def prepared(officer: Eye) -> AwardCycle:
    """Made with what the form proposes, opened, and who is eligible computed by a job."""
    officer.go("/incentives/awards/new/")
    named = {"name_km": "រង្វាន់អនុលោមគំរូ", "name_en": "Award for exemplary compliance"}
    send(officer, **named, cut_off_on="25/04/2026", quorum="2", jurors_each="1")
    press(officer, "form[action$='/open/'] button")
    press(officer, "form[action$='/eligibility/'] button")
    assert jobs.run(Job.objects.get(kind="awards.eligibility").pk)
    cycle = AwardCycle.objects.get()
    assert (cycle.state, cycle.runs.get().eligible) == ("open", 2)
    return cycle


def listed(officer: Eye, lists: str, jurors: list) -> None:
    """The computed list fills the long list; both go on the short list; two people are called."""
    officer.go(f"{lists}/candidates/")
    press(officer, "form[action*='/fill/'] button")
    for one in Candidate.objects.all():
        officer.go(f"{lists}/candidates/{one.pk}/")
        press(officer, "button[value=short_list]")
    for user in jurors:
        officer.go(f"{lists}/jurors/")
        send(officer, user=str(user.pk), votes="on")


def scored(jury: list[Eye], sheets: str, first: Candidate, second: Candidate) -> None:
    """One is tied to the second and does not mark it; nobody sees what another wrote."""
    one, two = jury
    one.go(f"{sheets}/{second.pk}/")
    one.page.locator("main details:has(form[action$='/tie/']) summary").click()
    send(one, form="form[action$='/tie/']", **{"tie-reason": "My brother keeps its books"})
    assert JurorConflict.objects.get().candidate == second
    one.look("journey_30_tied")
    assert one.page.locator("main [name=mark_1]").count() == 0, "who is tied gives no mark"
    one.go(f"{sheets}/{first.pk}/")
    send(one, untied="on", mark_1="9", note_1=NOTE, mark_2="9")
    for candidate, mark in ((first, "8"), (second, "5")):
        two.go(f"{sheets}/{candidate.pk}/")
        assert NOTE not in two.page.content()
        send(two, untied="on", mark_1=mark, mark_2=mark)


def decided(officer: Eye, chief: Eye, jury: list[Eye], lists: str, first: Candidate) -> Award:
    """Proposed by the officer, carried by a quorum, closed by the chief."""
    officer.go(f"{lists}/scores/")
    assert NOTE not in officer.page.content(), "blind until scoring is over, for officers too"
    press(officer, "form[action$='/close/'] button")
    officer.go(f"{lists}/committee/propose/{first.pk}/")
    send(officer)
    award = Award.objects.get()
    for juror in jury:
        if juror is jury[-1]:
            chief.go(f"/incentives/awards/awards/{award.pk}/")
            assert chief.page.locator("form[action$='/decide/']").count() == 0, "not without a quorum"
        juror.go(f"/incentives/jury/awards/{award.pk}/")
        send(juror, vote="for")
    chief.go(f"/incentives/awards/awards/{award.pk}/")
    press(chief, "form[action$='/decide/'] button")
    return award


@pytest.mark.parametrize("eye", [("en", 1280)], ids=["en-1280"], indirect=True)
def test_an_award_from_its_rules_to_the_roll_of_honour(eye, people, monkeypatch, transactional_db):
    monkeypatch.setattr(award_papers, "typeset", lambda *_given: b"%PDF-1.4")  # papers are looked at elsewhere
    winner, other = sound(name_latin="Golden Lotus Bakery", sector="C"), sound(name_latin="Mekong Knit", sector="C")
    jurors = [made.juror_user() for _number in range(2)]
    officer, chief = people(made.officer()), people(made.chief())
    jury = [people(user) for user in jurors]
    cycle = prepared(officer)
    lists = f"/incentives/awards/{cycle.pk}"
    listed(officer, lists, jurors)
    first, second = (Candidate.objects.get(enterprise=one) for one in (winner, other))
    scored(jury, f"/incentives/jury/{cycle.pk}/candidates", first, second)
    award = decided(officer, chief, jury, lists, first)

    chief.go(f"{lists}/committee/")
    press(chief, "form[action$='/committee/close/'] button")
    chief.go(f"{lists}/announce/")
    send(chief, despite="on")  # it owes months since the cut-off: the announcer says that it is given all the same
    assert jobs.run(Job.objects.get(kind=award_papers.KIND).pk)
    award.refresh_from_db()
    assert (award.state, Award.objects.honoured().count()) == ("given", 0)

    owner, public = people(representative_of(winner)), people()
    public.go("/awards/")
    assert winner.name_latin not in public.page.content(), "no name without consent"
    owner.go(f"/employer/{winner.pk}/awards/")
    press(owner, "button[value=yes]")
    public.go("/awards/")
    public.look("journey_31_roll")
    assert winner.name_latin in public.page.content()
    public.page.goto(f"{public.base}/verify/{award.certificate_en.code}")
    said = public.page.inner_text("main")
    assert winner.name_latin in said and "valid" in said


def asked(employer: Eye, loan: Programme, home: str) -> IncentiveRequest:
    employer.go(f"{home}{loan.pk}/ask/")
    given = {"amount": "២០ ០០០ ០០០", "contact_name": "សុខ ដារ៉ា", "contact_phone": "012 345 678"}
    send(employer, agree="on", **given)
    employer.look("journey_41_asked")
    return IncentiveRequest.objects.get()


def answered(bank: Eye, request: IncentiveRequest, name: str) -> None:
    """The bank sees the standing and the size, no worker and no wage; it offers terms, later it says what was taken."""
    bank.go("/incentives/answers/")
    bank.page.locator(f"main a[href$='/{request.pk}/']").first.click()
    bank.look("journey_42_bank")
    assert name not in bank.page.content(), "no person of the enterprise's staff"
    send(bank, kind="terms", interest="6.5", months="36", amount="15000000")
    send(bank, kind="taken_up", amount="15000000")


@pytest.mark.parametrize("eye", [("km", 390)], ids=["km-390"], indirect=True)
def test_a_loan_from_what_is_missing_to_what_was_taken_up(eye, people, transactional_db):
    unit = EnterpriseFactory(name_km="ហាងនំប៉័ងផ្កាឈូក", name_latin="Lotus Bakery", sector="C")
    loan = Programme.objects.get(code="low-interest-loan")
    staff = [hired(unit, TODAY - timedelta(days=3), TODAY) for _number in range(3)]
    RecordFactory(enterprise=unit, declared_workers=5, match_state="matched", matched_by="rule", as_of=TODAY)
    employer, home = people(representative_of(unit)), f"/employer/{unit.pk}/benefits/"
    employer.go(home)
    employer.look("journey_40_missing")
    with translation.override("km"):
        missing = entitlement_to(loan, unit, TODAY).next_step
    assert "2" in missing and missing in employer.page.inner_text("main").replace("\u00a0", " ")
    assert employer.page.locator(f"a[href$='/{loan.pk}/ask/']").count() == 0

    for _number in range(2):
        hired(unit, TODAY, TODAY)
    request = asked(employer, loan, home)
    officer, chief, bank = people(made.officer()), people(made.chief()), people(made.partner())
    at = f"/incentives/requests/{request.pk}/"
    officer.go(at)
    assert officer.page.locator("form[action$='/send/']").count() == 0, "a second person sends"
    chief.go(at)
    press(chief, "form[action$='/send/'] button")
    answered(bank, request, staff[0].member.family_name_latin)

    employer.go(f"{home}requests/{request.pk}/")
    employer.look("journey_43_taken_up")
    assert "15,000,000" in employer.page.inner_text("main")
    chief.go("/incentives/")
    assert "15,000,000" in chief.page.inner_text("main"), "the desk counts what was taken up"
    request.refresh_from_db()
    assert (request.state, request.shared_size, request.taken_up_amount) == ("taken_up", "small", 15_000_000)
