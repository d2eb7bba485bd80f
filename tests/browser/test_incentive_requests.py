"""Requests for incentives, looked at: the officers' first page and queue, one request, the bank's side, a file."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from incentives.models import PartnerAnswer, Programme
from tests.factories import incentives
from tests.factories.enterprises import EnterpriseFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "requests of the lotus 2026"
KM = "ក្រុមហ៊ុន វាយនភណ្ឌ និងកាត់ដេរសម្លៀកបំពាក់ អន្តរជាតិ កម្ពុជា អភិវឌ្ឍន៍ពាណិជ្ជកម្ម ឯ.ក"


def signed(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def world(transactional_db):
    today = timezone.localdate()
    loan = Programme.objects.filter(kind="loan", takes_requests=True).earliest("code")  # as every database has it
    unit = EnterpriseFactory(name_km=KM, name_latin="International Cambodia Textile and Transport Co., Ltd.")
    asked = incentives.request(unit, loan, amount=40_000_000, note="យើងចង់ទិញម៉ាស៊ីនថ្មី", contact_name="ចាន់ សុភាព")
    given = {"contact_name": "ចាន់ សុភាព", "contact_phone": "+85512345678", "amount": 25_000_000}
    sent = incentives.sent(of=loan, answer_by=today + timedelta(days=20), **given)
    incentives.sent(of=loan, answer_by=today - timedelta(days=3), shared_standing="owing", **given)
    taken = {"taken_up_on": today, "taken_up_amount": 120_000_000}
    done = incentives.sent(of=loan, state="taken_up", **taken, **given)
    terms = {"amount": 120_000_000, "interest": 7, "months": 84}
    PartnerAnswer.objects.create(
        request=done, kind="taken_up", channel="exchange", submission_id="x", happened_on=today, **terms
    )
    return {"asked": asked, "sent": sent, "done": done, "chief": signed(incentives.chief())}


def test_both_sides_of_a_request(eye, world):
    bank = signed(incentives.partner())
    eye.sign_in(world["chief"].email, PASSWORD)
    for name, path in {
        "desk": "/incentives/",
        "list": "/incentives/requests/",
        "asked": f"/incentives/requests/{world['asked'].pk}/",
        "done": f"/incentives/requests/{world['done'].pk}/",
    }.items():
        eye.go(path)
        eye.look(f"incentive_requests_{name}")
    eye.sign_in(bank.email, PASSWORD)
    for name, path in {
        "list": "/incentives/answers/",
        "open": f"/incentives/answers/{world['sent'].pk}/",
        "done": f"/incentives/answers/{world['done'].pk}/",
        "file": "/incentives/answers/file/",
    }.items():
        eye.go(path)
        eye.look(f"incentive_answers_{name}")
    row = f"reference,answer,date\n{world['sent'].reference},accepted,{timezone.localdate()}\nINC-26-0,refused,soon\n"
    eye.page.set_input_files("[name=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": row.encode()})
    eye.page.locator("main form button[type=submit]").click()
    eye.look("incentive_answers_outcome")
