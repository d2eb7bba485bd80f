"""From a list of the missing to the day: a chief decides lines and sends letters, an inspector sees what waits."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from compliance.models import TargetReason
from enterprises.sources import fill_sources
from tests.factories import compliance as make
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
_UNITS = (
    ("Mekong Knit Factory", "មេគង្គ ត្បាញ", "unregistered", 340, None),
    ("Angkor Brick Works", "ឥដ្ឋ អង្គរ", "headcount_gap", 97, 12),
    ("Riverside Hotel Group", "សណ្ឋាគារ ទន្លេ", "late_declarations", 4, 0),
    ("Sok San Construction and Interior Decoration Company Limited", "សំណង់ សុខសាន្ត", "size", 40, None),
)


@pytest.fixture
def chief(settings, transactional_db):
    settings.DEMO = True
    for code in ("HQ", "12"):
        OfficeFactory(code=code)
    fill_sources()
    made = UserFactory(email="chief@example.test", name="Lim Vichea", grant=("chief_inspector", "12"))
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def a_list():
    listed = make.target_list(month=timezone.localdate().replace(day=1), capacity=40, candidates=1912)
    for rank, (latin, khmer, signal, number, against) in enumerate(_UNITS, start=1):
        unit = EnterpriseFactory(
            state="known", nssf_number=None, registered_on=None, name_latin=latin, name_km=khmer, phone="+85512345678"
        )
        line = make.target_line(listed, unit, rank=rank, score=f"0.{98 - rank * 8}", missing=number)
        line.treatment = "nudge" if rank == 1 else "visit"
        line.save()
        for signal_, strength in ((signal, "0.9"), ("never_visited", "0.5")):
            TargetReason.objects.create(
                line=line, signal=signal_, strength=strength, points="0.3", number=number, against=against,
                since=timezone.localdate() - timedelta(days=900) if signal_ == "unregistered" else None, source="gdt",
            )  # fmt: skip
    return listed


@pytest.mark.parametrize("eye", [("en", 1280)], indirect=True, ids=["en-1280"])
def test_a_chief_decides_a_list_and_sends_the_letters(eye, chief):
    listed = a_list()
    eye.sign_in(chief.email, PASSWORD)
    eye.page.wait_for_url("**/inspect/")
    eye.look("targets_01_today_empty")
    eye.go("/inspect/targets/")
    eye.look("targets_02_lists")
    eye.go(f"/inspect/targets/{listed.pk}/")
    eye.look("targets_03_list")
    eye.page.locator("tbody th a").nth(3).click()
    eye.look("targets_04_line")
    eye.page.locator("button[value=refuse]").click()
    eye.look("targets_05_reason_wanted")
    eye.page.fill("[name=reason]", "A branch of a registered one")
    eye.page.locator("button[value=refuse]").click()
    eye.go(f"/inspect/targets/{listed.pk}/")
    eye.page.locator("form[action$='/settle/'] button").click()
    eye.page.locator("form[action$='/letters/'] button").click()
    eye.look("targets_06_decided")
    assert eye.page.locator("tbody tr").count() == 3
    eye.go(f"/inspect/targets/{listed.pk}/print/")
    eye.look("targets_07_print")
    eye.go("/inspect/targets/ranking/")
    eye.look("targets_08_ranking")
    eye.go("/inspect/")
    eye.look("targets_09_today")
