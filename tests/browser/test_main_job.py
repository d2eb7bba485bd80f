"""The main job as people do it: a TIN becomes an enterprise, a roster members; a clerk decides, the count moves."""

import pytest
from allauth.account.models import EmailAddress

from nssf_portal.accounts.models import User
from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.identifiers.models import NumberBlock
from registration.models import Employment, Member, Roster
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import confirmed, number_block, person, run_jobs, send_roster, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TIN, PASSWORD = "L004-087891151", "rumduol-blooms-2026"
READY = 400


@pytest.fixture
def world(settings, transactional_db):
    """NSSF's register has the enterprise; nobody represents it; one of its staff-to-be has a namesake elsewhere."""
    settings.DEMO = True
    for code in ("HQ", "03"):
        OfficeFactory(code=code)
    number_block()
    NumberBlock.objects.create(kind="enterprise", first=950001, last=959999, next=950001, source="tests")
    EnterpriseFactory(nssf_number="100007", name_latin="Asia Nova Brothers Academy Group", name_km="", tin=TIN)
    confirmed(send_roster(EnterpriseFactory(), [person(821)]))
    with sample_security_server() as double:
        settings.CAMDX_SECURITY_SERVER_URL = double.url
        yield


def account(email: str, **fields) -> User:
    user = UserFactory(email=email, **fields)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def staff_list() -> bytes:
    rows = [person(n) for n in range(1, READY + 1)]
    flawed = [person(501, sex="?"), person(502, id="12345"), person(503, wage="ask HR")]
    return workbook([*rows, *flawed, person(821, id="777888999")])


def register_the_enterprise(eye, page) -> None:
    eye.go("/employer/register/")
    eye.look("01_what_do_you_have")
    page.check("input[value=tin]", force=True)
    page.locator("main form button").last.click()
    eye.look("02_number")
    page.fill("main input[type=text] >> nth=0", TIN)
    page.locator("main form button").last.click()
    eye.look("03_found")
    page.locator("main form button").last.click()
    eye.look("04_who_are_you")
    page.fill("[name=family_name_latin]", "KEO")
    page.fill("[name=given_name_latin]", "Mony")
    page.fill("[name=identity_number]", "030405062")
    page.check("input[name=capacity][value=owner]", force=True)
    page.locator("main form button").last.click()
    eye.look("05_confirm_data")
    page.locator("main form button").last.click()
    eye.look("06_enterprise_done")


def send_the_list(eye, page, folder) -> Roster:
    file = folder / "staff.xlsx"
    file.write_bytes(staff_list())
    eye.go("/employer/")
    eye.look("07_employer_home")
    eye.go(f"/employer/{enterprise_id()}/rosters/new/")
    eye.look("08_send_a_list")
    page.check("input[name=mode][value=new_only]", force=True)
    page.set_input_files("input[type=file]", str(file))
    page.locator("main form button").last.click()
    page.wait_for_url("**/rosters/*/")
    eye.look("09_being_checked")
    return run_jobs(Roster.objects.latest("id"))


def enterprise_id() -> str:
    from enterprises.models import Enterprise

    return str(Enterprise.objects.get(nssf_number="100007").pk)


def repair_three_rows(eye, page, roster) -> None:
    page.reload()
    eye.look("10_result")
    for row_no, value in ((402, "F"), (403, "123456780"), (404, "816000")):
        open_all(page)
        box = page.locator(f"[name=value-{row_no}], [name=other-{row_no}]").first
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
        box.locator("xpath=ancestor::form").locator("button").last.click()
        page.wait_for_load_state()
    eye.look("11_repaired")
    roster.refresh_from_db()
    assert (roster.accepted, roster.repair, roster.review) == (READY + 3, 0, 1)


def open_all(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def register_them(eye, page, roster) -> None:
    page.locator("form[action$='/confirm/'] button").first.click()
    eye.look("12_registering")
    run_jobs(roster)
    page.reload()
    eye.look("13_registered")
    page.goto(page.url.split("/rosters/")[0] + "/staff/")
    eye.look("14_staff")
    assert Employment.objects.filter(enterprise_id=enterprise_id()).count() == READY + 3
    assert Member.objects.exclude(member_number="").count() == READY + 4


def clerk_decides(eye, page, roster) -> None:
    eye.sign_in("clerk@example.test", PASSWORD)
    eye.go("/desk/")
    eye.look("20_queue")
    page.locator("main a[href*='/desk/pairs/']").first.click()
    eye.look("21_compare")
    page.locator("input[type=radio][value=different]").check(force=True)
    page.fill("textarea >> nth=0", "Different parents")
    page.locator("form:has(input[value=different]) button").last.click()
    eye.look("22_decided")
    roster.refresh_from_db()
    assert (roster.state, roster.registered) == ("done", READY + 4)


def analyst_counts(eye, page) -> None:
    eye.sign_in("analyst@example.test", PASSWORD)
    eye.go("/reports/")
    eye.look("30_count")
    assert f"{READY + 5}" in page.inner_text("main").replace(",", "")


def test_main_job(eye, world, tmp_path):
    account("owner@example.test", name="Keo Mony", language=eye.language)
    account("clerk@example.test", grant=("clerk", "HQ"), language=eye.language)
    account("analyst@example.test", grant=("analyst", "HQ"), language=eye.language)
    page = eye.page
    eye.go("/")
    eye.look("00_home")
    eye.sign_in("owner@example.test", PASSWORD)
    register_the_enterprise(eye, page)
    roster = send_the_list(eye, page, tmp_path)
    repair_three_rows(eye, page, roster)
    register_them(eye, page, roster)
    clerk_decides(eye, page, roster)
    analyst_counts(eye, page)
