"""Targets of quarters and provinces in the demonstration: the plan's number spread evenly, all of it invented."""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Sum

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.places.names import province_names
from registration.models import MemberStock
from reporting.models import Plan, Target
from reporting.periods import Period
from reporting.seeds.targets import TARGET

SOURCE = "Invented for the demonstration: the plan's number spread evenly over eight quarters"
QUARTERS = tuple(f"{year}Q{quarter}" for year in (2025, 2026) for quarter in (1, 2, 3, 4))
_EACH = TARGET // len(QUARTERS)


def load(people: Mapping[str, User]) -> None:
    """Of every quarter for the country, of the last two for each province by its members."""
    plan = Plan.objects.order_by("starts_on").first()
    if plan is None:
        return
    wanted = [_target(plan, quarter, "", _EACH) for quarter in QUARTERS]
    for quarter in QUARTERS[-2:]:
        wanted += [_target(plan, quarter, code, value) for code, value in _by_province().items()]
    with acting(by=people["analyst"], action="target.set"):
        Target.objects.bulk_create(wanted, ignore_conflicts=True)


def _by_province() -> dict[str, int]:
    rows = MemberStock.objects.filter(moved="in").order_by().values_list("province_code")
    members = dict(rows.annotate(Sum("people")))
    weights = {code: members.get(code, 0) + 1 for code in province_names()}
    return {code: _EACH * weight // sum(weights.values()) for code, weight in weights.items()}


def _target(plan: Plan, quarter: str, province: str, value: int) -> Target:
    period = Period.parse(quarter)
    key = uuid5(NAMESPACE_URL, f"sample-target:{plan.code}:{period.code}:{province}")
    return Target(
        submission_id=key, plan=plan, indicator_id="new_members", period=period.code, province_code=province,
        value=value, source=SOURCE,
    )  # fmt: skip
