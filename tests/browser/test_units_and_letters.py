"""The map and the scoreboard as an analyst reads them; a round of letters, and an enterprise that answers one."""

import uuid
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from enterprises import figures
from enterprises.models import Source
from enterprises.services import rounds
from enterprises.sources import fill_sources, source
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
_PLACES = ("120101", "120201", "170101", "010201", "080101", "180101", "030101", "210101", "070101", "200101")


@pytest.fixture
def officer(settings, transactional_db):
    settings.DEMO = True
    for code in ("HQ", "12"):
        OfficeFactory(code=code)
    fill_sources()
    _units()
    made = UserFactory(email="officer@example.test", name="Officer Sok", grant=("clerk", "12"))
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def _units() -> None:
    """A little of everything, in ten places."""
    for number, place in enumerate(_PLACES * 3):
        known = number % 3
        fund = {} if not known else {"state": "known", "nssf_number": None, "registered_on": None}
        unit = EnterpriseFactory(commune_code=place, sector="CGI"[number % 3], declared_workers=number * 9, **fund)
        RecordFactory(
            source=source("obr" if number % 2 else "gdt"), enterprise=unit, commune_code=place,
            match_state="unmatched" if known else "matched", as_of=timezone.localdate() - timedelta(days=40 + number),
            tin="K001-123456789" if number % 4 else "", phone="+85512345678",
        )  # fmt: skip
    RecordFactory(match_state="possible")
    Source.objects.filter(code="obr").update(units=60, months_between=1)
    for back in (40, 20, 3):
        figures.refresh(timezone.localdate() - timedelta(days=back))
    RecordFactory(source=source("obr"), enterprise=EnterpriseFactory(declared_workers=3), match_state="matched")
    figures.refresh()


def a_round(officer):
    EnterpriseFactory(
        registered_on="2018-04-02", phone="+85512345678", tin="K007-123456789", address="ផ្លូវ ៥១", sector="G",
        name_latin="Angkor Silk and Weaving Co., Ltd.", name_km="ក្រុមហ៊ុន អង្គរ សូត្រ និងតម្បាញ ឯ.ក",
    )  # fmt: skip
    made = rounds.make_round(
        name="ភ្នំពេញ 1", place_code="12", registered_before=date(2020, 6, 15),
        answer_by=timezone.localdate() + timedelta(days=30), by=officer, submission_id=uuid.uuid4(),
    )  # fmt: skip
    asked = made.requests.get(enterprise__tin="K007-123456789")
    return made, asked, decrypt(asked.code_cipher, asked.pk.bytes).decode()


def test_map_scoreboard_round_and_answer(eye, officer):
    made, asked, code = a_round(officer)
    eye.sign_in(officer.email, PASSWORD)
    eye.go("/reports/units/")
    eye.look("units_01_map")
    eye.go("/reports/units/list/?state=missing")
    eye.look("units_02_list")
    eye.go("/reports/units/sources/")
    eye.look("units_03_sources")
    eye.go("/reports/units/sources/obr/")
    eye.look("units_04_source")
    eye.go("/desk/registry/rounds/new/")
    eye.page.fill("[name=name]", "Second")
    eye.page.locator("main button[value=preview]").click()
    eye.look("rounds_01_preview")
    assert jobs.run(Job.objects.get(kind=rounds.PREPARE).pk)
    rounds.send(made, by=officer)
    eye.go("/desk/registry/rounds/")
    eye.look("rounds_02_home")
    eye.go(f"/desk/registry/rounds/{made.pk}/")
    eye.look("rounds_03_round")
    eye.page.context.clear_cookies()
    answer(eye, asked, code)


def answer(eye, asked, code) -> None:
    eye.go(f"/employer/confirm/?r={asked.reference}")
    eye.page.fill("[name=code]", f"{code[:4]} {code[4:]}")
    eye.look("confirm_01_letter")
    eye.page.locator("main form button[type=submit]").last.click()
    eye.look("confirm_02_data")
    eye.page.locator("main a[href$='/wrong/']").click()
    eye.look("confirm_03_wrong")
    eye.page.go_back()
    eye.page.locator("main form button[type=submit]").last.click()
    eye.look("confirm_04_thank_you")
    asked.refresh_from_db()
    assert asked.state == "confirmed"
