"""An institution's part in the plan: its rows with what it said, the figures it answers for, what is asked of it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from reporting import computing
from reporting.dashboards.headlines import Headlines, headlines
from reporting.enums import CoordinationState, EntryState, Status
from reporting.models import CoordinationItem, Indicator, MeasureVersion, Plan, ProgressEntry
from reporting.periods import Period

_TAGS = {Status.ON_TRACK: "ok", Status.DONE: "ok", Status.CONTINUES: "ok", Status.BEHIND: "wrong"}


@dataclass(frozen=True)
class RowOfPlan:
    number: str
    title: str
    leads: bool
    entry: ProgressEntry | None
    state: str  # of the entry, in words
    tag: str
    url: str


@dataclass(frozen=True)
class OfInstitution:
    institution: Institution
    rows: list[RowOfPlan]
    figures: Headlines
    asked: list[CoordinationItem]


def choices(user: User) -> list[Institution]:
    """The institutions that this person may look at: all with a part in the plan, or one's own."""
    if user.has_permission(Permission.READ_PROGRESS):
        parts = MeasureVersion.objects.in_force().values("parts__institution")
        return list(Institution.objects.filter(pk__in=parts).order_by("code"))
    return list(Institution.objects.filter(pk__in=user.institutions(Permission.ENTER_PROGRESS)).order_by("code"))


def of_institution(institution: Institution, period: Period, user: User) -> OfInstitution:
    plan = computing.plan_for(period)
    owned = list(Indicator.objects.filter(owner=institution, retired_on__isnull=True).values_list("code", flat=True))
    asked = CoordinationItem.objects.visible_to(user).filter(
        institution=institution, state__in=(CoordinationState.OPEN, CoordinationState.DECIDED)
    )
    return OfInstitution(
        institution, _rows(institution, period, plan, user), headlines(period, codes=owned),
        list(asked.order_by("due_on", "raised_at")[:10]),
    )  # fmt: skip


def _rows(institution: Institution, period: Period, plan: Plan | None, user: User) -> list[RowOfPlan]:
    versions = MeasureVersion.objects.in_force().filter(measure__plan=plan, parts__institution=institution)
    quarter = period.quarters[-1].code
    entries: dict[Any, ProgressEntry] = {
        one.measure_id: one
        for one in ProgressEntry.objects.visible_to(user).filter(institution=institution, call__period=quarter)
    }
    leads = set(
        versions.filter(parts__part="lead", parts__institution=institution).values_list("measure_id", flat=True)
    )
    ordered = versions.select_related("measure").order_by("measure__number").distinct()
    return [_row(one, entries.get(one.measure_id), one.measure_id in leads) for one in ordered]


def _row(version: MeasureVersion, entry: ProgressEntry | None, leads: bool) -> RowOfPlan:
    from django.utils.translation import gettext as _

    if entry is None:
        return RowOfPlan(version.measure.number, version.title, leads, None, _("not asked yet"), "none", "")
    state, tag = EntryState(entry.state).label, "waits"
    if entry.state in (EntryState.SUBMITTED, EntryState.APPROVED) and entry.status:
        state, tag = Status(entry.status).label, _TAGS.get(Status(entry.status), "progress")
    url = reverse("reporting_entries:entry", args=[entry.pk])
    return RowOfPlan(version.measure.number, version.title, leads, entry, str(state), tag, url)
