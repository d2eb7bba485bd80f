"""Relief on both sides: the employer asks and follows, the officer looks at the facts, the second person decides."""

import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.declaring import months
from compliance.services.declaring import file_declaration
from incentives.models import ReliefReason
from incentives.services import relieving
from tests.factories import compliance, incentives
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, employment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "relief of the lotus 2026"
KM = "ក្រុមហ៊ុន វាយនភណ្ឌ និងកាត់ដេរសម្លៀកបំពាក់ អន្តរជាតិ កម្ពុជា"


def signed(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def asked(transactional_db, settings, tmp_path):
    """Suspended contracts, granted after the month was declared; and a waiver that waits for an officer."""
    settings.MEDIA_ROOT = tmp_path
    shop = EnterpriseFactory(name_km=KM, name_latin="International Cambodia Textile Co., Ltd.")
    shop.refresh_from_db()
    people = [
        employment(MemberFactory(), shop, months.after(months.first_of(timezone.localdate()), -9)) for _n in "123"
    ]
    owner, officer = signed(representative_of(shop)), signed(incentives.officer())
    month = months.after(months.first_of(timezone.localdate()), -1)
    file_declaration(enterprise=shop, month=month, kind="staff", submission_id=uuid.uuid4(), by=owner)
    given = {"enterprise": shop, "by": owner, "text": "The factory has had no orders since the flood."}
    contracts = relieving.ask(
        kind="contracts",
        reason=ReliefReason.objects.get(code="contracts-orders"),
        submission_id=uuid.uuid4(),
        from_month=month,
        to_month=months.after(month, 2),
        employments=people[:2],
        files=[SimpleUploadedFile("orders.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")],
        **given,
    )
    proposal = {"legal_ground": "Instruction 045/20 (17 April 2020)", "reason": "No orders: the papers show it."}
    relieving.propose(contracts, by=incentives.officer(), submission_id=uuid.uuid4(), **proposal)
    contracts.refresh_from_db()
    relieving.decide(contracts, "grant", by=incentives.chief())
    fine = compliance.confirmed_fine(compliance.case_file(shop))
    first_time = ReliefReason.objects.get(code="penalty-first")  # reasons outlive a test that commits: none is made
    waiver = relieving.ask(kind="penalty", reason=first_time, submission_id=uuid.uuid4(), fine=fine, **given)
    return {"shop": shop, "owner": owner, "officer": officer, "contracts": contracts, "waiver": waiver}


def test_the_employer_asks_and_the_officer_proposes(eye, asked):
    shop = asked["shop"].pk
    eye.sign_in(asked["owner"].email, PASSWORD)
    eye.go(f"/employer/{shop}/relief/")
    eye.look("relief-home")
    eye.go(f"/employer/{shop}/relief/ask/")
    eye.look("relief-which")
    eye.page.check("input[value=contracts]")
    eye.page.locator("main form button[type=submit]").click()
    eye.page.wait_for_url(lambda url: "kind=contracts" in url)
    eye.look("relief-ask-contracts")
    eye.go(f"/employer/{shop}/relief/{asked['contracts'].pk}/")
    eye.look("relief-granted")
    eye.sign_in(asked["officer"].email, PASSWORD)
    eye.go("/incentives/relief/requests/")
    eye.look("relief-requests")
    eye.page.locator("main table a").first.click()
    eye.page.wait_for_url(lambda url: str(asked["waiver"].pk) in url)
    eye.look("relief-request")
    eye.go("/incentives/relief/reasons/")
    eye.look("relief-reasons")
