"""From a target list to a paid fine, and to "complied by itself": inspector, chief, employer, local authority."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.models import CaseFile, Fine, Notice, TargetLine
from compliance.services import building, issuing, minutes, nudge_letters, nudging
from nssf_portal.accounts.models import Office
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.browser.conftest import Eye
from tests.factories import compliance as made
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registry import RecordFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("eye", [("km", 390), ("en", 1280)], ids=["km-390", "en-1280"], indirect=True),
]


@pytest.fixture
def office(transactional_db, monkeypatch) -> Office:
    """The law is confirmed, and type is not set: papers are looked at elsewhere."""
    for module in (issuing, minutes, nudge_letters):
        monkeypatch.setattr(module, "typeset", lambda template, context, language: b"%PDF-1.4")
    made.confirm_law()
    OfficeFactory(code="HQ")
    yield OfficeFactory(code="12")
    made.law_as_seeded()


def send(eye: Eye, **fields: str) -> None:
    """Fill in what is named, tick what is a radio, send the page's form."""
    for name, value in fields.items():
        radio = eye.page.locator(f"main [type=radio][name={name}][value='{value}']")
        if radio.count():
            radio.check()
        else:
            eye.page.fill(f"main [name={name}]", value)
    submit(eye)


def submit(eye: Eye, where: str = "main form") -> None:
    """Press the last button of a form and wait for the page that comes."""
    with eye.page.expect_navigation():
        eye.page.locator(f"{where} button:not([type=button])").last.click()


def press(eye: Eye, selector: str) -> None:
    with eye.page.expect_navigation():
        eye.page.locator(selector).first.click()


def a_list(chief: Eye) -> TargetLine:
    """The chief asks for the month's list; the worker makes it; the one line is accepted."""
    chief.go("/inspect/targets/")
    chief.page.select_option("[name=month]", timezone.localdate().replace(day=1).isoformat())
    chief.page.fill("[name=capacity]", "5")
    press(chief, "form[action$='/build/'] button")
    assert jobs.run(Job.objects.get(kind="targets.build").pk)
    line = TargetLine.objects.get()
    chief.go(f"/inspect/targets/lines/{line.pk}/")
    return line


def ask_the_commune(inspector: Eye, people, case: CaseFile) -> None:
    """The link is shown once to who asked; whoever holds it answers without signing in."""
    inspector.go(f"/inspect/together/cases/{case.pk}/ask/")
    submit(inspector)
    link = inspector.page.input_value("#unit-link")
    commune = people()
    commune.go(link[link.index("/inspect/") :])
    commune.look("journey_02_commune")
    send(commune, exists="yes", is_open="yes", where="ក្បែរផ្សារ", interest="no")


def visit(inspector: Eye, case: CaseFile) -> None:
    """Planned and announced; the sheet; a finding with its workers; minutes that the employer signs."""
    own = f"/inspect/cases/{case.pk}/"
    inspector.go(f"{own}plan/")
    submit(inspector)
    inspector.go(f"/inspect/cases/visits/{case.visits.get().pk}/")
    for radio in inspector.page.locator("main fieldset [type=radio][value=yes]").all():
        radio.check()
    inspector.look("journey_04_sheet")
    send(inspector, time="00:01", workers_met="12", name_1="ចាន់ ធីតា", role_1="HR")
    inspector.go(f"{own}finding/")
    violation = made.ViolationType.objects.get(code="not_registered")
    inspector.page.select_option("[name=violation]", str(violation.pk))
    send(inspector, text="Three sewers are on no list", workers="3")
    inspector.go(f"{own}minutes/")
    send(inspector, signature="signed", signer="ចាន់ ធីតា")
    inspector.look("journey_05_case")
    case.refresh_from_db()
    assert case.state == "minuted"


def warn(inspector: Eye, case: CaseFile) -> Notice:
    inspector.go(f"/inspect/papers/notices/new/{case.pk}/")
    send(inspector, kind="warning", text="Register the three workers.")
    notice = Notice.objects.get()
    send(inspector, how="portal")
    notice.refresh_from_db()
    assert (notice.state, notice.is_draft) == ("served", False)
    return notice


def answer(employer: Eye, notice: Notice) -> None:
    """What to do stands on the first page; the answer goes with a photo."""
    employer.go("/employer/")
    employer.look("journey_06_employer")
    own = f"/employer/{notice.case.enterprise_id}/notices/{notice.pk}/"
    assert employer.page.locator(f"a[href$='{own}']").count()
    employer.go(f"{own}answer/")
    employer.page.set_input_files(
        "[name=file1]", {"name": "list.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    send(employer, text="យើងកំពុងចុះបញ្ជិកា")
    notice.refresh_from_db()
    assert notice.state == "answered" and notice.replies.get().documents.count() == 1


def fine_them(inspector: Eye, chief: Eye, case: CaseFile) -> Fine:
    """One proposes, another confirms."""
    inspector.go(f"/inspect/papers/fines/new/{case.findings.get().pk}/")
    send(inspector, reason="First time")
    fine = Fine.objects.get()
    assert inspector.page.locator("form[action$='/confirm/']").count() == 0
    chief.go(f"/inspect/papers/fines/{fine.pk}/")
    press(chief, "form[action$='/confirm/'] button")
    fine.refresh_from_db()
    assert (fine.state, fine.amount) == ("confirmed", 80_000 * 10 * 3)
    return fine


def pay(chief: Eye, fine: Fine, number: str) -> None:
    """The collection system's file names the fine."""
    rows = f"nssf_number,month,fine_reference,amount,paid_on,reference\n{number},,{fine.number},{fine.amount},"
    rows += f"{timezone.localdate().isoformat()},BANK-0001\n"
    chief.go("/inspect/declarations/payments/")
    given = {"name": "payments.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    chief.page.set_input_files("[name=file]", given)
    submit(chief)
    chief.look("journey_10_paid")
    fine.refresh_from_db()
    assert fine.state == "paid"


def test_from_the_list_to_a_paid_fine(eye, office, people):
    unit = EnterpriseFactory(name_latin="Mekong Knit Factory", name_km="រោងចក្រត្បាញមេគង្គ", sector="F")
    RecordFactory(enterprise=unit, commune_code="120101", declared_workers=40, match_state="matched", matched_by="rule")
    chief, inspector = people(made.chief()), people(made.inspector())
    employer = people(representative_of(unit))
    line = a_list(chief)
    press(chief, "button[value=accept]")

    inspector.go(f"/inspect/targets/{line.list_id}/")
    press(inspector, "form[action$='/open/'] button")
    case = CaseFile.objects.get()
    ask_the_commune(inspector, people, case)
    visit(inspector, case)
    answer(employer, warn(inspector, case))
    fine = fine_them(inspector, chief, case)

    employer.go(f"/employer/{unit.pk}/notices/fines/{fine.pk}/")
    employer.look("journey_09_fine")
    assert fine.number in employer.page.inner_text("main").replace("\u00a0", " ")
    pay(chief, fine, unit.nssf_number)

    inspector.go(f"/inspect/cases/{case.pk}/close/")
    send(inspector, outcome="fined", text="Paid, and the workers are registered.")
    inspector.look("journey_11_closed")
    kind = "ការព្រមាន" if eye.language == "km" else "warning"
    assert f"· {kind}" in inspector.page.inner_text("main"), "the timeline speaks the reader's language"
    line.refresh_from_db()
    case.refresh_from_db()
    assert (case.state, case.outcome, line.hit) == ("closed", "fined", True)
    inspector.go("/inspect/targets/")
    inspector.look("journey_12_hit")


def test_complied_by_itself(eye, office, people):
    unit = EnterpriseFactory(
        state="known", nssf_number=None, registered_on=None, name_latin="Angkor Brick Works", phone="+85512345678"
    )
    RecordFactory(enterprise=unit, commune_code="120101", declared_workers=40, match_state="matched", matched_by="rule")
    month = timezone.localdate().replace(day=1)
    listed = building.build(office=office, month=month, capacity=5, by=None)
    chief, inspector = people(made.chief()), people(made.inspector())
    chief.go(f"/inspect/targets/{listed.pk}/")
    press(chief, "form[action$='/settle/'] button")
    press(chief, "form[action$='/letters/'] button")
    line = TargetLine.objects.get()
    assert line.state == "nudged" and line.chance_until > timezone.localdate()
    chief.look("journey_20_letters")

    unit.state, unit.nssf_number, unit.registered_on = "registered", "812345", timezone.localdate()
    unit.save()
    inspector.go(f"/inspect/targets/{listed.pk}/")
    assert inspector.page.locator("tbody tr").count() == 0, "it shows at once, before anything is written down"
    inspector.look("journey_21_gone")
    assert nudging.note_complied() == 1
    line.refresh_from_db()
    assert (line.state, line.hit) == ("complied", True)
    inspector.go(f"/inspect/targets/{listed.pk}/?show=complied")
    assert inspector.page.locator("tbody tr").count() == 1
    inspector.look("journey_22_complied")
    assert nudging.chance_over(line.chance_until + timedelta(days=1)) == 0, "nobody is sent who has complied"
