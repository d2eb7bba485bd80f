"""The pages about the core system, looked at in both languages and at both widths."""

import datetime
from datetime import date

import pytest
from django.utils import timezone

from nssf_portal.identifiers.models import NumberBlock
from registration.core import numbering
from registration.core.reconciling import awaited_day, reconcile
from registration.models import CoreDelta, ReconciliationDifference
from tests.browser.test_main_job import PASSWORD, account
from tests.factories.accounts import OfficeFactory
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def compared(settings, transactional_db):
    """Some nights compared and one without a file; differences, a pair of numbers, a block nearly used up."""
    settings.DEMO = True
    OfficeFactory(code="HQ")
    block = number_block()
    NumberBlock.objects.filter(pk=block.pk).update(next=block.last - 8)
    members = [
        MemberFactory(family_name_km="សុខ", given_name_km="ចាន់ធី", born_on=date(1990, 1, day)) for day in range(1, 9)
    ]
    rows = [
        {"kind": "member", "number": m.member_number, "state": m.state, "family_name_km": m.family_name_km,
         "date_of_birth": m.born_on.isoformat(), "sex": m.sex}
        for m in members
    ]  # fmt: skip
    rows[0] |= {"family_name_km": "សុក", "date_of_birth": "1990-02-01"}
    rows[1]["sex"] = "M"
    for night in (3, 1, 0):
        reconcile(awaited_day() - datetime.timedelta(days=night), [*rows, rows[0] | {"number": f"20000000{night:02d}"}])
    numbering.two_numbers(MemberFactory(channel="web"), "2000000055", delta=None)
    CoreDelta.objects.create(
        direction="out", sequence=1, rows=48, digest="ab" * 32, state="made", made_at=timezone.now()
    )


def test_every_page_is_sound(eye, compared):
    account("senior@example.test", grant=("senior_clerk", "HQ"))
    eye.sign_in("senior@example.test", PASSWORD)
    found = ReconciliationDifference.objects.filter(fields__len=2).first()
    pair = ReconciliationDifference.objects.get(kind="two_numbers")
    for name, path in {
        "core_home": "",
        "core_differences": "differences/",
        "core_difference": f"differences/{found.pk}/",
        "core_pair": f"differences/{pair.pk}/",
        "core_deltas": "deltas/",
        "core_delta": f"deltas/{CoreDelta.objects.get().pk}/",
        "core_blocks": "blocks/",
        "core_block_request": "blocks/request/?kind=member",
    }.items():
        eye.go(f"/desk/core/{path}")
        eye.look(name)
