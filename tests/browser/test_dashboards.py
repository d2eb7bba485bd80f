"""A minister opens a figure on a telephone; an analyst walks the dashboards."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from nssf_portal.work.models import WorkTally
from registration.models import MemberStock, MemberTally
from reporting.models import Target
from reporting.periods import Period
from reporting.seeds import seed
from tests.factories import reporting as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUARTER = "2026Q3"


def _months() -> list[date]:
    first, found = date(2024, 11, 1), []
    while first <= timezone.localdate():
        found.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return found


def _register() -> None:
    """Two years of months in every province; two people in Kep's market, whom nobody may see."""
    rows = [
        {"month": month, "province_code": f"{place:02d}", "sex": sex, "group": group, "plan_group": "1",
         "people": 150 + 40 * (place * 7 % 11) + 3000 * (place == 12) + (37 * at) % 90}
        for at, month in enumerate(_months()) for place in range(1, 26) for sex in "FM"
        for group in ("employee", "self_employed") if place != 23 or group == "employee"
    ]  # fmt: skip
    small = {"month": date(2026, 8, 1), "province_code": "23", "sex": "F", "group": "self_employed", "people": 2}
    rows.append(small | {"plan_group": "3"})
    MemberTally.objects.bulk_create([MemberTally(channel="web", **row) for row in rows])
    MemberStock.objects.bulk_create([MemberStock(moved="in", **row) for row in rows])
    WorkTally.objects.bulk_create(
        WorkTally(month=date(2026, 8, 1), province_code=f"{place:02d}", kind="application", kept=kept, items=90 - place)
        for place in range(1, 26) for kept in (True, False)
    )  # fmt: skip


def _targets() -> None:
    plan = made.plan()
    for place in range(1, 26):
        Target.objects.create(
            submission_id=made.uuid.uuid4(), plan=plan, indicator_id="new_members", period=QUARTER,
            province_code=f"{place:02d}", value=2_000 + 150 * place, source="test",
        )  # fmt: skip


def test_from_the_dashboard_to_a_figure_and_its_parts(people):
    seed()
    _register()
    _targets()
    report = made.report(Period.parse(QUARTER).before.code)
    figure = made.figure(report, "new_members", 31_000)
    walk = people(made.analyst())
    for name, path in (
        ("dashboard", f"dashboard/?period={QUARTER}"),
        ("dashboard_print", f"dashboard/?period={QUARTER}&print=1"),
        ("dashboard_province", f"dashboard/province/?province=23&period={QUARTER}"),
        ("dashboard_office", f"dashboard/office/?period={QUARTER}"),
        ("dashboard_institution", f"dashboard/institution/?institution=NSSF&period={QUARTER}"),
        ("figures", f"figures/?period={QUARTER}"),
        ("figure", f"figures/new_members/?period={QUARTER}"),
        ("figure_province", f"figures/new_members/?period={QUARTER}&province=23"),
        ("figure_stock", f"figures/members_active/?period={QUARTER}"),
        ("figure_share", f"figures/share_of_census_units/?period={QUARTER}"),
        ("figure_entered", f"figures/schools_curriculum/?period={QUARTER}"),
        ("figure_kept", f"figures/of/{figure.pk}/"),
        ("figure_rows", f"figures/new_members/rows/?period={QUARTER}"),
    ):
        walk.go(f"/reports/{path}")
        walk.look(name)
