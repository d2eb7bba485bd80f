"""Everything of reporting, for the first page: each room with what one does there, as far as one may enter."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission as P


@dataclass(frozen=True)
class Room:
    address: str
    name: Any
    text: Any
    permission: P | None = None

    @property
    def url(self) -> str:
        """Empty while the room is not built."""
        try:
            return reverse(self.address)
        except NoReverseMatch:
            return ""


_ROOMS = (
    Room("reporting_figures:every", _("All figures"), _("Every indicator, each can be opened."), P.READ_COUNTS),
    Room("reporting_dashboard:province", _("Provinces"), _("Targets, months and work of a province."), P.READ_COUNTS),
    Room("reporting_dashboard:office", _("Offices"), _("What waits, what is late, what was done in time.")),
    Room("reporting_dashboard:institution", _("Institutions"), _("Rows of the plan and what was said of them."),
         P.READ_PROGRESS),
    Room("reporting_plan:home", _("The plan"), _("Rows, targets, baselines, decisions and the evaluation."),
         P.READ_COUNTS),
    Room("reporting_entries:home", _("Institutions' entries"), _("Who was asked, who answered, who is late."),
         P.READ_PROGRESS),
    Room("reporting_coordination:log", _("Coordination log"), _("Problems, who was asked, what was decided."),
         P.READ_PROGRESS),
    Room("reporting_reports:home", _("Reports"), _("Quarterly and annual reports, drafts and editions."),
         P.READ_COUNTS),
    Room("reporting_quality:home", _("Data quality"), _("Coverage, stale sources, late offices, alarms."),
         P.READ_COUNTS),
    Room("reporting:new_members", _("New members, cut as you like"), _("By month, province, sex, group and channel."),
         P.WORK_REPORTS),
    Room("progress:page", _("What the public sees"), _("The page for everybody, and its open data.")),
)  # fmt: skip


def rooms(user: User) -> list[Room]:
    return [one for one in _ROOMS if one.url and (one.permission is None or user.has_permission(one.permission))]
